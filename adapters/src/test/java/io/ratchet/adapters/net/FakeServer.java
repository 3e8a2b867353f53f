package io.ratchet.adapters.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An HTTP and WebSocket server that answers as a test tells it to. */
public final class FakeServer implements AutoCloseable {
    private static final int LENGTH_MAX = 4 << 20;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("fake", true), NioIoHandler.newFactory());
    private final Channel server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Map<Channel, String> sockets = new ConcurrentHashMap<>();
    private volatile Function<String, Reply> rest = request -> new Reply(404, "", Map.of());
    private volatile Function<String, Boolean> upgrade = path -> true;
    private volatile Conversation conversation = (socket, path, text) -> {};

    /** An HTTP reply; status 0 closes the connection instead. */
    public record Reply(int status, String body, Map<String, String> headers) {
        /** A reply without headers. */
        public static Reply of(final int status, final String body) {
            return new Reply(status, body, Map.of());
        }
    }

    /** Answers of a WebSocket. */
    @FunctionalInterface
    public interface Conversation {
        /** Text is null when the socket has just opened. */
        void onText(Channel socket, String path, String text);
    }

    /** Bound to any free port of loopback. */
    public FakeServer() {
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(LENGTH_MAX))
                                .addLast(new Front());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Its port. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Answers of REST; the request is {@code METHOD path?query}. */
    public void rest(final Function<String, Reply> newRest) {
        rest = newRest;
    }

    /** Which WebSocket paths are let in. */
    public void upgrade(final Function<String, Boolean> newUpgrade) {
        upgrade = newUpgrade;
    }

    /** Answers of WebSockets. */
    public void conversation(final Conversation newConversation) {
        conversation = newConversation;
    }

    /** REST requests so far. */
    public List<String> requests() {
        return requests;
    }

    /** WebSocket messages so far, {@code path text}. */
    public List<String> texts() {
        return texts;
    }

    /** Sends to every open socket of a path. */
    public void push(final String pathPart, final String text) {
        sockets.forEach((channel, path) -> {
            if (path.contains(pathPart)) {
                channel.writeAndFlush(new TextWebSocketFrame(text));
            }
        });
    }

    /** How many sockets of a path are open. */
    public long open(final String pathPart) {
        return sockets.values().stream().filter(path -> path.contains(pathPart)).count();
    }

    /** Cuts every socket of a path. */
    public void cut(final String pathPart) {
        sockets.forEach((channel, path) -> {
            if (path.contains(pathPart)) {
                channel.close();
            }
        });
    }

    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        sockets.keySet().forEach(channel -> channel.close().syncUninterruptibly());
        server.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Front extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
            if (request.headers().contains("Upgrade")) {
                upgrade(context, request);
                return;
            }
            final String line = request.method() + " " + request.uri();
            requests.add(line);
            final Reply reply = rest.apply(line);
            if (reply.status() == 0) {
                context.close();
                return;
            }
            final DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(reply.status()),
                    Unpooled.copiedBuffer(reply.body(), UTF_8));
            reply.headers().forEach((name, value) -> response.headers().set(name, value));
            response.headers().setInt("Content-Length", response.content().readableBytes());
            context.writeAndFlush(response);
        }

        private void upgrade(final ChannelHandlerContext context, final FullHttpRequest request) {
            final String path = request.uri();
            if (!upgrade.apply(path)) {
                context.close();
                return;
            }
            new WebSocketServerHandshakerFactory("ws://x/", null, false, LENGTH_MAX)
                    .newHandshaker(request)
                    .handshake(context.channel(), request)
                    .addListener(done -> {
                        context.pipeline().replace(this, "socket", new Socket(path));
                        sockets.put(context.channel(), path);
                        conversation.onText(context.channel(), path, null);
                    });
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            context.close();
        }
    }

    private final class Socket extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final String path;

        private Socket(final String path) {
            this.path = path;
        }

        @Override
        protected void channelRead0(final ChannelHandlerContext context, final TextWebSocketFrame frame) {
            texts.add(path + " " + frame.text());
            conversation.onText(context.channel(), path, frame.text());
        }

        @Override
        public void channelInactive(final ChannelHandlerContext context) {
            sockets.remove(context.channel());
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            context.close();
        }
    }
}
