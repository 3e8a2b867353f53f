package io.ratchet.adapters.binance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.ManagedSocket;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.adapters.net.WebSocketSettings;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The socket of the WebSocket API: orders out by the gateway, answers in. Event loop; {@link #current} any thread. */
final class TradeSocket implements ManagedSocket.Owner {
    private static final Logger LOGGER = LoggerFactory.getLogger(TradeSocket.class);
    private static final long RENEW_MS = 23 * 3_600_000L;
    private static final long RECONNECT_FIRST_MS = 100;
    private static final long RECONNECT_MAX_MS = 5_000;
    private static final String ID_FIELD = "\"id\":";

    private final Ingress ingress;
    private final AdapterEvents events;
    private final ManagedSocket socket;
    private BinanceGateway gateway;
    private byte[] scratch = new byte[4_096];
    private int epoch;

    TradeSocket(
            final BinanceConfig config,
            final NetworkLoop loop,
            final Ingress ingress,
            final SplittableRandom random,
            final AdapterEvents events) {
        this.ingress = ingress;
        this.events = events;
        socket = new ManagedSocket(
                loop,
                config::tradeApi,
                WebSocketSettings.DEFAULT,
                new ReconnectDelay(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, random.split()),
                config.wallMs(RENEW_MS),
                this);
    }

    void start(final BinanceGateway answeredGateway) {
        gateway = answeredGateway;
        socket.start();
    }

    void stop() {
        socket.stop();
    }

    WebSocketConnection current() {
        return socket.current();
    }

    @Override
    public void onUp(final WebSocketConnection connection) {
        epoch++;
        events.feed(MarketFeed.TRADE, FeedState.UP, epoch, "");
    }

    @Override
    public void onText(final WebSocketConnection connection, final ByteBuf payload) {
        final long ackNs = ingress.nowNs();
        final int length = payload.readableBytes();
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        payload.getBytes(payload.readerIndex(), scratch, 0, length);
        try {
            gateway.onTradeReply(JsonFields.parse(scratch, length), ackNs);
        } catch (final JacksonException | VenueFormatException broken) {
            LOGGER.warn("answer of the WebSocket API not understood: {}", VenueText.of(broken));
            final String text = new String(scratch, 0, length, UTF_8);
            final long requestId = requestId(text);
            if (requestId >= 0) {
                gateway.onUnparsableTradeReply(requestId, text, ackNs);
            }
        }
    }

    @Override
    public void onDown(final WebSocketConnection connection, final boolean isLost, final String reason) {
        gateway.onTradeConnectionLost(connection, reason);
        if (isLost) {
            events.feed(MarketFeed.TRADE, FeedState.DOWN, epoch, reason);
        }
    }

    /** The id of an answer that is no JSON, as far as its text shows one; -1 otherwise. */
    private static long requestId(final String text) {
        final int at = text.indexOf(ID_FIELD);
        if (at < 0) {
            return -1;
        }
        long id = 0;
        int i = at + ID_FIELD.length();
        final int begin = i;
        while (i < text.length() && i < begin + 15 && Character.isDigit(text.charAt(i))) {
            id = id * 10 + text.charAt(i) - '0';
            i++;
        }
        return i == begin ? -1 : id;
    }
}
