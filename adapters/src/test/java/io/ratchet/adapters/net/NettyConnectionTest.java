package io.ratchet.adapters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;

class NettyConnectionTest {
    @Test
    void shouldNameAnAddressWithoutWhatMayBeSecretInIt() {
        assertEquals("wss://host/private", shown("wss://host/private/ws?listenKey=abc"));
        assertEquals("ws://host:81/ws", shown("ws://host:81/ws/" + "k".repeat(64)));
        assertEquals("ws://host:81", shown("ws://host:81/" + "k".repeat(64)));
        assertEquals("ws://host:81", shown("ws://host:81?token=abc"));
    }

    private static String shown(final String uri) {
        return NettyConnection.address(URI.create(uri));
    }
}
