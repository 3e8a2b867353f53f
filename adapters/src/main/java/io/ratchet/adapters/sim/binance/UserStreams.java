package io.ratchet.adapters.sim.binance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Open private sockets. */
final class UserStreams {
    /**
     * A private socket.
     *
     * @param socket    to write to.
     * @param listenKey it came with.
     * @param events    it wants, empty for all.
     * @param wrapped   whether frames are wrapped in stream and data.
     */
    record UserSocket(WireSocket socket, String listenKey, Set<String> events, boolean wrapped) {}

    private final List<UserSocket> sockets = new ArrayList<>();

    void add(final UserSocket socket) {
        sockets.add(socket);
    }

    void remove(final WireSocket socket) {
        sockets.removeIf(user -> user.socket() == socket);
    }

    void publish(final String type, final String json) {
        for (final UserSocket user : sockets) {
            if (user.events().isEmpty() || user.events().contains(type)) {
                user.socket()
                        .send(
                                user.wrapped()
                                        ? "{\"stream\":\"" + user.listenKey() + "\",\"data\":" + json + '}'
                                        : json);
            }
        }
    }

    /** A listen key ended: its sockets are told, stay open and hear nothing more. */
    void end(final String listenKey, final long nowMs) {
        publish("listenKeyExpired", WireFrames.listenKeyExpired(listenKey, nowMs));
        sockets.removeIf(user -> user.listenKey().equals(listenKey));
    }
}
