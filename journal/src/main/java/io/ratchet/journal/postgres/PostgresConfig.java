package io.ratchet.journal.postgres;

import java.util.function.Supplier;

/**
 * Where the database is.
 *
 * @param url      JDBC URL, {@code jdbc:postgresql://…}.
 * @param user     of the connection.
 * @param password asked for at each connect and never kept in text of this object; empty for none.
 */
public record PostgresConfig(String url, String user, Supplier<String> password) {
    /** Connections at most: one for the persister, one for whoever counts. */
    static final int CONNECTIONS_MAX = 2;
    /** Milliseconds to wait for a connection. */
    static final int CONNECT_TIMEOUT_MS = 5_000;
    /** Seconds after which a server that does not answer is given up. */
    static final int SOCKET_TIMEOUT_SECONDS = 30;

    /** Checks the form of the URL. */
    public PostgresConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("database url: actual=" + url + " expected=jdbc:postgresql://…");
        }
    }

    @Override
    public String toString() {
        return "PostgresConfig[url=" + url + ", user=" + user + "]";
    }
}
