package io.ratchet.adapters.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One event loop thread for all sockets of an adapter, epoll where there is one, else NIO; and one thread that asks the
 * name service, because the JDK's look-up blocks.
 */
public final class NetworkLoop implements AutoCloseable {
    private static final long QUIET_MS = 0;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final EventLoopGroup group;
    private final EventLoop eventLoop;
    private final Class<? extends Channel> channelType;
    private final ExecutorService resolver;
    private final Connector connector;

    /** Makes connections in another way than over TCP: in a simulated network. */
    @FunctionalInterface
    public interface Connector {
        /**
         * Begins to connect. Event loop; the listener is told later, never during the call.
         *
         * @param uri      of the peer.
         * @param settings limits.
         * @param listener hears it.
         * @return the connection.
         */
        WebSocketConnection connect(URI uri, WebSocketSettings settings, WebSocketListener listener);
    }

    /**
     * Starts the thread.
     *
     * @param threadFactory names it.
     */
    public NetworkLoop(final ThreadFactory threadFactory) {
        final boolean hasEpoll = Epoll.isAvailable();
        final IoHandlerFactory handlers = hasEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, threadFactory, handlers);
        eventLoop = group.next();
        resolver = Executors.newSingleThreadExecutor(threadFactory);
        channelType = hasEpoll ? EpollSocketChannel.class : NioSocketChannel.class;
        connector = (uri, settings, listener) -> NettyConnection.begin(this, uri, settings, listener);
    }

    /**
     * A loop that somebody else turns, with connections that somebody else makes: no thread is started.
     *
     * @param eventLoop turned and ended by its maker.
     * @param connector makes the connections.
     */
    public NetworkLoop(final EventLoop eventLoop, final Connector connector) {
        group = null;
        this.eventLoop = eventLoop;
        resolver = null;
        channelType = null;
        this.connector = connector;
    }

    /**
     * The event loop.
     *
     * @return it.
     */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /**
     * The kind of client channel that fits the loop.
     *
     * @return its class.
     */
    public Class<? extends Channel> channelType() {
        return channelType;
    }

    /**
     * Runs a task on the event loop, or nowhere if the loop has ended: what was under way then is of no use any more. Any
     * thread.
     *
     * @param task to run.
     */
    public void execute(final Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (final RejectedExecutionException ended) {
            if (!eventLoop.isShuttingDown()) {
                throw ended;
            }
        }
    }

    /** Begins to connect in the way of this loop. */
    WebSocketConnection connect(final URI uri, final WebSocketSettings settings, final WebSocketListener listener) {
        return connector.connect(uri, settings, listener);
    }

    /**
     * Looks up a host off the event loop.
     *
     * @param host name or literal address.
     * @param port of it.
     * @return the address, unresolved if the host has none.
     */
    public CompletableFuture<InetSocketAddress> resolve(final String host, final int port) {
        return CompletableFuture.supplyAsync(() -> new InetSocketAddress(host, port), resolver);
    }

    /** Stops the thread; waits a bounded time. Not from the loop itself. */
    @Override
    public void close() {
        if (group == null) {
            return;
        }
        resolver.shutdownNow();
        group.shutdownGracefully(QUIET_MS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
