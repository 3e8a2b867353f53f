package io.ratchet.adapters.sim.binance;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One WebSocket of any kind: pings, its life, how much it may say. On the event loop. */
abstract class WireSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int POLICY = 1008;
    /** Bytes that may wait for a slow reader before it is dropped. */
    private static final long BACKLOG_MAX = 4L << 20;

    private final BinanceVenueConfig config;
    private final int messagesPerSecond;
    private ChannelHandlerContext channel;
    private WireVenue.Peer peer;
    private ScheduledFuture<?> pings;
    private ScheduledFuture<?> life;
    private long lastPongNs;
    private long second;
    private int messages;

    WireSocket(final BinanceVenueConfig config, final int messagesPerSecond) {
        this.config = config;
        this.messagesPerSecond = messagesPerSecond;
    }

    /** Connects it to a peer without a network. */
    final void attach(final WireVenue.Peer newPeer) {
        peer = newPeer;
    }

    /** A text frame came. */
    abstract void onText(String text);

    /** The socket is gone. */
    abstract void onClosed();

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        channel = ctx;
        lastPongNs = System.nanoTime();
        pings = ctx.executor().scheduleAtFixedRate(this::ping, config.pingMs(), config.pingMs(), TimeUnit.MILLISECONDS);
        life = ctx.executor()
                .schedule(
                        () -> close("life of a connection is over"), config.connectionLifeMs(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        pings.cancel(false);
        life.cancel(false);
        onClosed();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        ctx.close();
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final WebSocketFrame frame) {
        if (!allowed()) {
            close("too many messages");
        } else if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof PongWebSocketFrame) {
            lastPongNs = System.nanoTime();
        } else if (frame instanceof CloseWebSocketFrame) {
            ctx.writeAndFlush(frame.retain()).addListener(f -> ctx.close());
        } else if (frame instanceof TextWebSocketFrame text) {
            onText(text.text());
        }
    }

    /** Writes a text frame. */
    final void send(final String text) {
        if (peer != null) {
            peer.text(text);
            return;
        }
        if (channel == null || !channel.channel().isActive()) {
            return;
        }
        if (channel.channel().bytesBeforeWritable() > BACKLOG_MAX) {
            close("too slow a reader");
        } else {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }
    }

    /** Writes a text frame later. */
    final void send(final String text, final long delayMs) {
        if (delayMs <= 0 || peer != null) {
            send(text);
        } else {
            channel.executor().schedule(() -> send(text), delayMs, TimeUnit.MILLISECONDS);
        }
    }

    final void close(final String why) {
        if (peer != null) {
            peer.closed(why);
            return;
        }
        channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.valueOf(POLICY), why))
                .addListener(f -> channel.close());
    }

    private boolean allowed() {
        final long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            second = now;
            messages = 0;
        }
        messages++;
        return messages <= messagesPerSecond;
    }

    private void ping() {
        if (System.nanoTime() - lastPongNs > TimeUnit.MILLISECONDS.toNanos(config.pongDeadlineMs())) {
            close("no pong");
        } else {
            channel.writeAndFlush(new PingWebSocketFrame(Unpooled.copiedBuffer(
                    Long.toString(System.currentTimeMillis()), java.nio.charset.StandardCharsets.US_ASCII)));
        }
    }
}
