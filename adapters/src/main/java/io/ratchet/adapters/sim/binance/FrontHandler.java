package io.ratchet.adapters.sim.binance;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The first handler of every connection: REST, or the way into one of the sockets. */
final class FrontHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int FRAME_MAX = 1 << 20;

    private final BinanceVenueServer server;

    FrontHandler(final BinanceVenueServer server) {
        this.server = server;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        final int question = request.uri().indexOf('?');
        final String path = question < 0 ? request.uri() : request.uri().substring(0, question);
        final String query = question < 0 ? "" : request.uri().substring(question + 1);
        if (HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(request.headers().get(HttpHeaderNames.UPGRADE, ""))) {
            upgrade(ctx, request, path, query);
        } else {
            rest(ctx, request, path, query);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        ctx.close();
    }

    private void rest(
            final ChannelHandlerContext ctx, final FullHttpRequest request, final String path, final String query) {
        final boolean hasBody = request.method() != HttpMethod.GET;
        final String body = hasBody ? request.content().toString(StandardCharsets.UTF_8) : "";
        final boolean keepAlive = HttpUtil.isKeepAlive(request);
        server.venue()
                .serve(
                        "rest",
                        request.method().name() + ' ' + path,
                        WireParams.rest(query, body),
                        request.headers().get("X-MBX-APIKEY"),
                        reply -> answer(ctx, reply, keepAlive));
    }

    private void answer(final ChannelHandlerContext ctx, final WireApi.Reply reply, final boolean keepAlive) {
        if (reply.dropped()) {
            return;
        }
        final FullHttpResponse response = response(reply.status(), reply.body());
        server.venue()
                .headers(reply)
                .forEach((name, value) -> response.headers().set(name, value));
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ctx.executor()
                .schedule(
                        () -> ctx.writeAndFlush(response).addListener(f -> {
                            if (!keepAlive) {
                                ctx.close();
                            }
                        }),
                        reply.delayMs(),
                        TimeUnit.MILLISECONDS);
    }

    private static FullHttpResponse response(final int status, final String body) {
        final FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json;charset=UTF-8");
        response.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        return response;
    }

    private void upgrade(
            final ChannelHandlerContext ctx, final FullHttpRequest request, final String path, final String query) {
        final WireSocket socket;
        try {
            socket = server.venue().socket(path, query);
        } catch (final WireRefusal refusal) {
            ctx.writeAndFlush(response(refusal.status(), refusal.json())).addListener(f -> ctx.close());
            return;
        }
        if (socket == null) {
            ctx.writeAndFlush(response(HttpResponseStatus.NOT_FOUND.code(), "")).addListener(f -> ctx.close());
            return;
        }
        final WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(path, null, false, FRAME_MAX).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
            return;
        }
        handshaker.handshake(ctx.channel(), request).addListener(f -> {
            if (f.isSuccess()) {
                ctx.pipeline().replace(this, "socket", socket);
                server.venue().opened(socket, path, query);
            }
        });
    }
}
