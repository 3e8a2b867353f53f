package io.ratchet.adapters.binance.rest;

import java.io.InputStream;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;

/** Carries HTTP requests without a body; each is written at most once, and its handler is told once how it ended. */
public interface HttpTransport extends AutoCloseable {

    /** Hears how a request ended, on a thread of the transport. */
    interface Handler {
        /**
         * No whole answer.
         *
         * @param isSent    whether a byte of the request may have reached the venue.
         * @param isTimeout whether its time was over.
         * @param text      sanitised.
         */
        void failed(boolean isSent, boolean isTimeout, String text);

        /**
         * An answer.
         *
         * @param status of HTTP.
         * @param header value of a header by name, null when there is none.
         * @param body   to read during the call.
         */
        void answered(int status, UnaryOperator<String> header, InputStream body);
    }

    /**
     * Over TCP.
     *
     * @param deadlineMs    of a whole request, wall milliseconds.
     * @param threadFactory names the threads.
     * @return a transport without connections.
     */
    static HttpTransport overTcp(final int deadlineMs, final ThreadFactory threadFactory) {
        return new OkHttpTransport(deadlineMs, threadFactory);
    }

    /**
     * Begins a request. Any thread, never blocks.
     *
     * @param method  GET, POST, PUT or DELETE.
     * @param url     whole.
     * @param apiKey  for the header, null for none.
     * @param handler told once.
     */
    void call(String method, String url, String apiKey, Handler handler);

    /**
     * How many requests wait for a connection.
     *
     * @return the count, approximate.
     */
    int waiting();

    /** Gives up idle connections. */
    void dropIdleConnections();

    /** Cancels what runs. */
    @Override
    void close();
}
