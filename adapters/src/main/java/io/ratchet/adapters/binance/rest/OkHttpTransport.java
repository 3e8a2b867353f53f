package io.ratchet.adapters.binance.rest;

import io.ratchet.adapters.common.VenueText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** HTTP over TCP by OkHttp: no retries, no redirects, a bounded number of threads. */
final class OkHttpTransport implements HttpTransport {
    private static final String KEY_HEADER = "X-MBX-APIKEY";
    private static final int THREADS_MAX = 16;
    private static final int SPARE_THREADS = 4;
    private static final long THREAD_IDLE_MS = 30_000;

    private final OkHttpClient client;
    private final ThreadPoolExecutor threads;

    OkHttpTransport(final int deadlineMs, final ThreadFactory threadFactory) {
        threads = new ThreadPoolExecutor(
                0,
                THREADS_MAX + SPARE_THREADS,
                THREAD_IDLE_MS,
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                threadFactory,
                // The dispatcher never runs more calls than its maximum, so that a thread is free but for an instant;
                // a call that meets that instant fails before it was sent.
                new ThreadPoolExecutor.AbortPolicy());
        final Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(THREADS_MAX);
        dispatcher.setMaxRequestsPerHost(THREADS_MAX);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .callTimeout(deadlineMs, TimeUnit.MILLISECONDS)
                .connectTimeout(deadlineMs, TimeUnit.MILLISECONDS)
                .readTimeout(deadlineMs, TimeUnit.MILLISECONDS)
                .writeTimeout(deadlineMs, TimeUnit.MILLISECONDS)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListener(new SentMarker())
                .build();
    }

    @Override
    public void call(final String method, final String url, final String apiKey, final Handler handler) {
        final boolean hasBody = "POST".equals(method) || "PUT".equals(method);
        final Sent sent = new Sent();
        final Request.Builder builder = new Request.Builder()
                .url(url)
                .method(method, hasBody ? RequestBody.create(new byte[0]) : null)
                .tag(Sent.class, sent);
        if (apiKey != null) {
            builder.header(KEY_HEADER, apiKey);
        }
        client.newCall(builder.build()).enqueue(new Answer(sent, handler));
    }

    @Override
    public int waiting() {
        return client.dispatcher().queuedCallsCount();
    }

    @Override
    public void dropIdleConnections() {
        client.connectionPool().evictAll();
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
        threads.shutdownNow();
    }

    private record Answer(Sent sent, Handler handler) implements Callback {
        @Override
        public void onFailure(final Call call, final IOException failure) {
            handler.failed(sent.isSent, failure instanceof InterruptedIOException, VenueText.of(failure));
        }

        @Override
        public void onResponse(final Call call, final Response response) {
            try (ResponseBody content = response.body()) {
                handler.answered(response.code(), response::header, content.byteStream());
            }
        }
    }

    /** Whether a byte of the request may have reached the venue. */
    private static final class Sent {
        private volatile boolean isSent;
    }

    private static final class SentMarker extends EventListener {
        @Override
        public void requestHeadersStart(final Call call) {
            final Sent sent = call.request().tag(Sent.class);
            if (sent != null) {
                sent.isSent = true;
            }
        }
    }
}
