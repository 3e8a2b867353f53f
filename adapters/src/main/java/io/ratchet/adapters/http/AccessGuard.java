package io.ratchet.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Set;

/**
 * Who may ask: a client on this machine that knows the token and was not sent by a page of another site. Immutable.
 */
final class AccessGuard {
    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final Set<String> hosts;

    /**
     * A guard.
     *
     * @param token of this start.
     * @param port  of the server.
     */
    AccessGuard(final String token, final int port) {
        this.token = token.getBytes(UTF_8);
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /**
     * Whether a request is addressed to this server by a name of its own: a name that was bent to this machine is not.
     *
     * @param host header, null if there is none.
     * @return true if so.
     */
    boolean isHost(final String host) {
        return host != null && hosts.contains(host);
    }

    /**
     * Whether the page that sent a request is of this server.
     *
     * @param origin header, null if no page sent it.
     * @return true if so.
     */
    boolean isOrigin(final String origin) {
        return origin == null || origin.startsWith("http://") && hosts.contains(origin.substring("http://".length()));
    }

    /**
     * Whether the token is right; takes as long for a wrong one.
     *
     * @param authorization header, null if there is none.
     * @return true if so.
     */
    boolean isToken(final String authorization) {
        final boolean isBearer = authorization != null && authorization.startsWith(BEARER);
        final String given = isBearer ? authorization.substring(BEARER.length()) : "";
        return MessageDigest.isEqual(token, given.getBytes(UTF_8)) && isBearer;
    }
}
