package io.ratchet.adapters.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import javax.net.ssl.SSLException;

/** TLS of the sockets that this side opens: the JDK's roots, the host's name checked. Static; any thread. */
final class ClientTls {
    private ClientTls() {}

    /**
     * Whether an address asks for it.
     *
     * @param uri ws or wss.
     * @return true for wss.
     */
    static boolean isAskedBy(final URI uri) {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * The context all sockets share; made at the first call, which takes tens of milliseconds.
     *
     * @return it.
     */
    static SslContext context() {
        return Holder.CONTEXT;
    }

    private static SslContext newContext() {
        try {
            return SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (final SSLException broken) {
            throw new IllegalStateException(
                    "TLS: actual=" + broken.getMessage() + " expected=a client context", broken);
        }
    }

    /** Not made in a process that speaks to this machine only. */
    private static final class Holder {
        private static final SslContext CONTEXT = newContext();
    }
}
