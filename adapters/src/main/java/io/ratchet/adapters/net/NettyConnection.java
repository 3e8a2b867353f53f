package io.ratchet.adapters.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import io.ratchet.adapters.common.VenueText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over TCP: no compression (a bomb cannot be inflated), whole messages within the limit, pings answered, own
 * pings and silence watched by counting ticks of the event loop, so that no clock is read.
 */
final class NettyConnection extends WebSocketConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(NettyConnection.class);
    private static final int HANDSHAKE_LENGTH_MAX = 16_384;
    private static final int TICK_MS = 250;
    private static final int SECURE_PORT = 443;
    private static final int PLAIN_PORT = 80;
    private static final int PATH_SHOWN_MAX = 16;

    private final URI uri;
    private final WebSocketListener listener;
    private final WebSocketSettings settings;
    private final NetworkLoop loop;
    private volatile Channel channel;
    private volatile boolean isOpen;
    private volatile boolean isEnded;
    private String reason = "closed by the peer";
    private boolean isPaused;
    private boolean isSilenceWatched = true;
    private int silentMs;
    private int sincePingMs;
    private int awaitingPongMs;
    private boolean isAwaitingPong;

    private NettyConnection(
            final NetworkLoop loop, final URI uri, final WebSocketListener listener, final WebSocketSettings settings) {
        this.loop = loop;
        this.uri = uri;
        this.listener = listener;
        this.settings = settings;
    }

    static WebSocketConnection begin(
            final NetworkLoop loop, final URI uri, final WebSocketSettings settings, final WebSocketListener listener) {
        final NettyConnection connection = new NettyConnection(loop, uri, listener, settings);
        final int port = port(uri);
        loop.resolve(uri.getHost(), port)
                .whenComplete((address, failure) -> loop.execute(() -> connection.start(port, address, failure)));
        return connection;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public boolean isEnded() {
        return isEnded;
    }

    @Override
    public boolean send(final byte[] source, final int length) {
        final Channel target = channel;
        if (!isOpen || target == null || !target.isActive()) {
            return false;
        }
        final ByteBuf payload = target.alloc().buffer(length);
        payload.writeBytes(source, 0, length);
        target.writeAndFlush(new TextWebSocketFrame(payload), target.voidPromise());
        return true;
    }

    @Override
    public boolean send(final String text) {
        final Channel target = channel;
        if (!isOpen || target == null || !target.isActive()) {
            return false;
        }
        target.writeAndFlush(new TextWebSocketFrame(ByteBufUtil.writeUtf8(target.alloc(), text)), target.voidPromise());
        return true;
    }

    @Override
    public void pause(final boolean pause) {
        isPaused = pause;
        final Channel target = channel;
        if (target != null) {
            target.config().setAutoRead(!pause);
        }
    }

    @Override
    public void watchSilence(final boolean isWatched) {
        if (isWatched != isSilenceWatched) {
            isSilenceWatched = isWatched;
            silentMs = 0;
        }
    }

    @Override
    public void close(final String why) {
        loop.execute(() -> {
            if (isEnded) {
                return;
            }
            reason = why;
            final Channel target = channel;
            if (target == null) {
                end();
            } else if (isOpen && target.isActive()) {
                target.writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener(done -> target.close());
            } else {
                target.close();
            }
        });
    }

    /** For people: no query and of the path only where it begins, since the rest may be the key of a stream. */
    static String address(final URI uri) {
        final String path = uri.getPath() == null ? "" : uri.getPath();
        final int end = path.indexOf('/', 1);
        final String first = end < 0 ? path : path.substring(0, end);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "")
                + (first.length() > PATH_SHOWN_MAX ? "" : first);
    }

    private static int port(final URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return ClientTls.isAskedBy(uri) ? SECURE_PORT : PLAIN_PORT;
    }

    private void start(final int port, final InetSocketAddress address, final Throwable failure) {
        if (isEnded) {
            return;
        }
        if (failure != null || address.isUnresolved()) {
            reason = failure == null ? "unknown host " + uri.getHost() : VenueText.of(failure);
            end();
            return;
        }
        final Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.channelType())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new Pipeline(port));
        final ChannelFuture connecting = bootstrap.connect(address);
        channel = connecting.channel();
        channel.config().setAutoRead(!isPaused);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                reason = VenueText.of(done.cause());
                end();
            }
        });
    }

    private void tick() {
        if (isEnded) {
            return;
        }
        loop.eventLoop().schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
        if (!isOpen || isPaused) {
            return;
        }
        silentMs += TICK_MS;
        sincePingMs += TICK_MS;
        awaitingPongMs += TICK_MS;
        if (isSilenceWatched && settings.silenceMs() > 0 && silentMs >= settings.silenceMs()) {
            abort("silent for " + silentMs + " ms");
        } else if (isAwaitingPong && awaitingPongMs >= settings.pongTimeoutMs()) {
            abort("no pong for " + awaitingPongMs + " ms");
        } else if (settings.pingIntervalMs() > 0 && !isAwaitingPong && sincePingMs >= settings.pingIntervalMs()) {
            sincePingMs = 0;
            awaitingPongMs = 0;
            isAwaitingPong = true;
            channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
        }
    }

    private void abort(final String why) {
        reason = why;
        channel.close();
    }

    private void end() {
        if (!isEnded) {
            isEnded = true;
            isOpen = false;
            listener.onClosed(this, VenueText.sanitised(reason));
        }
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        private final int port;

        private Pipeline(final int port) {
            this.port = port;
        }

        @Override
        protected void initChannel(final SocketChannel target) {
            if (ClientTls.isAskedBy(uri)) {
                target.pipeline().addLast(ClientTls.context().newHandler(target.alloc(), uri.getHost(), port));
            }
            final WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri(uri)
                    .version(WebSocketVersion.V13)
                    .allowExtensions(false)
                    .customHeaders(new DefaultHttpHeaders())
                    .maxFramePayloadLength(settings.frameLengthMax())
                    .handleCloseFrames(true)
                    .dropPongFrames(false)
                    .handshakeTimeoutMillis(settings.connectTimeoutMs())
                    .build();
            target.pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(HANDSHAKE_LENGTH_MAX))
                    .addLast(new WebSocketClientProtocolHandler(config))
                    .addLast(new WebSocketFrameAggregator(settings.frameLengthMax()))
                    .addLast(new Frames());
        }
    }

    private final class Frames extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                isOpen = true;
                loop.eventLoop().schedule(NettyConnection.this::tick, TICK_MS, TimeUnit.MILLISECONDS);
                listener.onOpen(NettyConnection.this);
            } else if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
                abort("handshake timed out");
            }
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            try {
                if (message instanceof TextWebSocketFrame) {
                    silentMs = 0;
                    listener.onText(NettyConnection.this, ((WebSocketFrame) message).content());
                } else if (message instanceof PongWebSocketFrame) {
                    isAwaitingPong = false;
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelInactive(final ChannelHandlerContext context) {
            end();
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            reason = VenueText.of(cause);
            if (!(cause instanceof IOException)) {
                LOGGER.warn("connection to {} given up: {}", address(uri), reason);
                LOGGER.debug("connection to {}", address(uri), cause);
            }
            context.close();
        }
    }
}
