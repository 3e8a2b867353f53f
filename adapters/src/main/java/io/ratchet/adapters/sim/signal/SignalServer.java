package io.ratchet.adapters.sim.signal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ratchet.adapters.sim.JsonText;
import io.ratchet.adapters.sim.VenueClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A signal server: {@code auth_required}, {@code auth}, {@code auth_success}; then {@code signals} pushed with each wave
 * and on {@code get_signals}, {@code stats} on {@code get_stats}, {@code pong} on {@code ping}. Or the real-time protocol:
 * {@code signals_snapshot} after the handshake, a {@code signal} each, {@code heartbeat}s.
 *
 * <p>One event loop thread.
 */
public final class SignalServer implements AutoCloseable {
    private static final int FRAME_MAX = 1 << 20;
    private static final long TURN_MS = 20;
    private static final int BUFFER_MAX = 100;
    /** Half of what a client has to take, and far below {@link #FRAME_MAX}. */
    private static final int MESSAGE_SIGNALS_MAX = 500;

    private static final int QUERY_INTERVAL_SECONDS = 1;
    private static final int WINDOW_MINUTES = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignalServerConfig config;
    private final LongSupplier nowMs;
    private final SignalWaves waves;
    private final EventLoopGroup loop;
    private final Set<Channel> clients = new LinkedHashSet<>();
    private final List<String> buffer = new ArrayList<>();
    private Channel channel;
    private long lastCandle = -1;
    private long sent;

    /**
     * A server that is not yet bound.
     *
     * @param config what it offers.
     * @param clock  of the venue: waves follow it.
     * @throws IOException if the file of signals cannot be read.
     */
    public SignalServer(final SignalServerConfig config, final VenueClock clock) throws IOException {
        this(config, clock::nowMs);
    }

    /** Waves follow a clock in ms since the epoch, which is read on the event loop. */
    SignalServer(final SignalServerConfig config, final LongSupplier nowMs) throws IOException {
        this.config = config;
        this.nowMs = nowMs;
        this.waves = new SignalWaves(config);
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("signal-server", true), NioIoHandler.newFactory());
    }

    /**
     * Binds; the wave of the last closed candle is there at once.
     *
     * @return this.
     * @throws IOException if the port cannot be bound.
     */
    public SignalServer start() throws IOException {
        final ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel ch) {
                        ch.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(FRAME_MAX))
                                .addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                        .websocketPath("/")
                                        .checkStartsWith(true)
                                        .maxFramePayloadLength(FRAME_MAX)
                                        .build()))
                                .addLast(new Client());
                    }
                });
        try {
            channel = bootstrap.bind(config.host(), config.port()).sync().channel();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding port " + config.port(), e);
        } catch (final Exception e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "signal port: actual=" + config.host() + ':' + config.port() + " cannot be bound (" + e.getMessage()
                            + ") expected=a free port",
                    e);
        }
        loop.next().scheduleAtFixedRate(this::turn, 0, TURN_MS, TimeUnit.MILLISECONDS);
        if (config.isRealtime()) {
            loop.next()
                    .scheduleAtFixedRate(
                            this::heartbeat, config.heartbeatMs(), config.heartbeatMs(), TimeUnit.MILLISECONDS);
        }
        return this;
    }

    /**
     * The port it is bound to.
     *
     * @return the port.
     */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close().syncUninterruptibly();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void turn() {
        final long now = nowMs.getAsLong();
        final List<String> fresh = new ArrayList<>(waves.due(now));
        final long candle = now / SignalWaves.CANDLE_MS - 1;
        if (candle != lastCandle) {
            lastCandle = candle;
            fresh.addAll(waves.wave(candle * SignalWaves.CANDLE_MS));
        }
        if (!fresh.isEmpty()) {
            buffer.addAll(fresh);
            while (buffer.size() > BUFFER_MAX) {
                buffer.remove(0);
            }
            push(fresh);
        }
    }

    private void push(final List<String> fresh) {
        if (!config.isRealtime()) {
            for (int from = 0; from < fresh.size(); from += MESSAGE_SIGNALS_MAX) {
                broadcast(signals("signals", fresh.subList(from, Math.min(fresh.size(), from + MESSAGE_SIGNALS_MAX))));
            }
            return;
        }
        for (final String signal : fresh) {
            sent++;
            broadcast(new JsonText()
                    .object()
                    .text("type", "signal")
                    .raw("data", RealtimeSignals.of(signal))
                    .end()
                    .toString());
        }
    }

    private void heartbeat() {
        broadcast(new JsonText()
                .object()
                .text("type", "heartbeat")
                .number("ts", nowMs.getAsLong())
                .end()
                .toString());
    }

    private void broadcast(final String frame) {
        clients.forEach(client -> client.writeAndFlush(new TextWebSocketFrame(frame)));
    }

    private String signals(final String type, final Collection<String> signals) {
        sent += signals.size();
        final JsonText json = new JsonText().object().text("type", type).array("data");
        signals.forEach(signal -> json.raw(config.isRealtime() ? RealtimeSignals.of(signal) : signal));
        return json.close().number("count", signals.size()).end().toString();
    }

    private final class Client extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        @Override
        public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                send(ctx, new JsonText().object().text("type", "auth_required"));
            }
        }

        @Override
        public void channelInactive(final ChannelHandlerContext ctx) {
            clients.remove(ctx.channel());
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
            ctx.close();
        }

        @Override
        protected void channelRead0(final ChannelHandlerContext ctx, final TextWebSocketFrame frame) {
            final JsonNode message;
            try {
                message = JSON.readTree(frame.text());
            } catch (final JacksonException e) {
                error(ctx, "Invalid JSON");
                return;
            }
            final String type = message.path("type").asString("");
            if (!clients.contains(ctx.channel())) {
                authenticate(ctx, type, message.path("token").asString(""));
                return;
            }
            switch (type) {
                case "get_signals" -> ctx.writeAndFlush(new TextWebSocketFrame(signals("signals", buffer)));
                case "get_stats" ->
                    send(
                            ctx,
                            new JsonText()
                                    .object()
                                    .text("type", "stats")
                                    .number("clients", clients.size())
                                    .number("signals_buffered", buffer.size())
                                    .number("signals_sent", sent));
                case "ping" -> send(ctx, new JsonText().object().text("type", "pong"));
                default -> error(ctx, "Unknown message type: " + type);
            }
        }

        private void authenticate(final ChannelHandlerContext ctx, final String type, final String token) {
            final boolean right = "auth".equals(type)
                    && MessageDigest.isEqual(
                            token.getBytes(StandardCharsets.UTF_8),
                            config.token().getBytes(StandardCharsets.UTF_8));
            if (right) {
                clients.add(ctx.channel());
                send(
                        ctx,
                        new JsonText()
                                .object()
                                .text("type", "auth_success")
                                .number("query_interval", QUERY_INTERVAL_SECONDS)
                                .number("signal_window", WINDOW_MINUTES));
                if (config.isRealtime()) {
                    ctx.writeAndFlush(new TextWebSocketFrame(signals("signals_snapshot", buffer)));
                }
            } else {
                send(ctx, new JsonText().object().text("type", "auth_failed").text("message", "Invalid token"));
                ctx.close();
            }
        }

        private void error(final ChannelHandlerContext ctx, final String message) {
            send(ctx, new JsonText().object().text("type", "error").text("message", message));
        }

        private void send(final ChannelHandlerContext ctx, final JsonText json) {
            ctx.writeAndFlush(new TextWebSocketFrame(json.end().toString()));
        }
    }
}
