package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the venue saw and did, one JSON object a line: {@code t} wall ns, {@code ms} venue ms, {@code type}. It is what
 * {@link VenueLogAudit} reads, and nothing else.
 *
 * <pre>
 *   start    speedMilli, startMs
 *   request  id, via (rest or ws), op, params (no key, no signature)
 *   reply    id, status (HTTP), code, orderId; or dropped
 *   order    symbol, client, orderId, state, side, kind, quantity, reduceOnly
 *   stop     symbol, client, orderId, state (live or ended), status, side, level, quantity, closePosition, reduceOnly
 *   fill     symbol, client, orderId, tradeId, side, price, quantity, reduceOnly, position (after it), cause, parent
 *   position symbol, quantity, entry
 *   late     ns: the venue itself did nothing for so long (a starved machine, not a slow client)
 *   end      the venue was closed in order
 * </pre>
 *
 * <p>One thread. Written through at {@link #flush()}.
 */
public final class VenueLog implements AutoCloseable {
    private final BufferedWriter writer;
    private final VenueClock clock;
    private boolean dirty;

    /**
     * A log.
     *
     * @param path  of it, replaced if it exists; null writes nothing.
     * @param clock that stamps it.
     * @throws IOException if it cannot be created.
     */
    public VenueLog(final Path path, final VenueClock clock) throws IOException {
        this.clock = clock;
        if (path != null && path.toAbsolutePath().getParent() != null) {
            Files.createDirectories(path.toAbsolutePath().getParent());
        }
        this.writer = path == null ? null : Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        if (writer != null) {
            write(begin("start").number("speedMilli", clock.speedMilli()).number("startMs", clock.startMs()));
            flush();
        }
    }

    /**
     * A request arrived.
     *
     * @param id     of the request in this log.
     * @param via    rest or ws.
     * @param op     method and path, or method of the WebSocket API.
     * @param params as sent; key and signature are left out.
     */
    public void request(final long id, final String via, final String op, final Map<String, String> params) {
        if (writer == null) {
            return;
        }
        final JsonText json = begin("request")
                .number("id", id)
                .text("via", via)
                .text("op", op)
                .object("params");
        for (final Map.Entry<String, String> param : params.entrySet()) {
            if (!"signature".equals(param.getKey()) && !"apiKey".equals(param.getKey())) {
                json.text(param.getKey(), param.getValue());
            }
        }
        write(json.end());
    }

    /**
     * A request was answered.
     *
     * @param id      of the request.
     * @param status  of HTTP, or of the WebSocket API.
     * @param code    of the venue, 0 for none.
     * @param dropped whether the answer never left.
     */
    public void reply(final long id, final int status, final int code, final boolean dropped) {
        if (writer != null) {
            write(begin("reply")
                    .number("id", id)
                    .number("status", status)
                    .number("code", code)
                    .flag("dropped", dropped));
        }
    }

    /**
     * An ordinary order changed without a trade.
     *
     * @param order that did.
     * @param state NEW, CANCELED, EXPIRED or AMENDMENT.
     */
    public void order(final SimOrder order, final String state) {
        if (writer != null) {
            write(begin("order")
                    .text("symbol", order.instrument().symbol())
                    .text("client", order.clientId())
                    .number("orderId", order.orderId())
                    .text("state", state)
                    .text("side", order.request().side().name())
                    .text("kind", order.request().type().name())
                    .text("quantity", quantity(order.quantity()))
                    .flag("reduceOnly", order.request().reduceOnly())
                    .number("parent", order.parentId()));
        }
    }

    /**
     * A conditional order came to rest or went its way.
     *
     * @param order that did.
     */
    public void stop(final SimOrder order) {
        if (writer != null) {
            final boolean live =
                    order.status() != SimStatus.WITHHELD && order.status().open();
            write(begin("stop")
                    .text("symbol", order.instrument().symbol())
                    .text("client", order.clientId())
                    .number("orderId", order.orderId())
                    .text("state", live ? "live" : "ended")
                    .text("status", order.status().name())
                    .text("side", order.request().side().name())
                    .text("kind", order.request().type().name())
                    .text("level", SimDecimal.plain(order.request().trigger(), FixedPoint.PRICE_DECIMALS))
                    .text("quantity", quantity(order.quantity()))
                    .flag("closePosition", order.request().closePosition())
                    .flag("reduceOnly", order.request().reduceOnly()));
        }
    }

    /**
     * A trade.
     *
     * @param fill the trade.
     */
    public void fill(final SimFill fill) {
        if (writer != null) {
            final SimOrder order = fill.order();
            write(begin("fill")
                    .text("symbol", order.instrument().symbol())
                    .text("client", order.clientId())
                    .number("orderId", order.orderId())
                    .number("tradeId", fill.tradeId())
                    .text("side", order.request().side().name())
                    .text("price", SimDecimal.plain(fill.price(), FixedPoint.PRICE_DECIMALS))
                    .text("quantity", quantity(fill.quantity()))
                    .flag("reduceOnly", order.request().reduceOnly())
                    .text("position", quantity(fill.positionAfter()))
                    .text("cause", cause(fill))
                    .number("parent", order.parentId()));
        }
    }

    /**
     * A position changed.
     *
     * @param position that did.
     */
    public void position(final SimPosition position) {
        if (writer != null) {
            write(begin("position")
                    .text("symbol", position.instrument().symbol())
                    .text("quantity", quantity(position.quantity()))
                    .text("entry", SimDecimal.plain(position.entryPrice(), FixedPoint.PRICE_DECIMALS)));
        }
    }

    /**
     * The venue's thread did not run when it should have.
     *
     * @param ns for so long.
     */
    public void late(final long ns) {
        if (writer != null) {
            write(begin("late").number("ns", ns));
        }
    }

    /** Writes what is buffered through to the file. */
    public void flush() {
        if (writer != null && dirty) {
            try {
                writer.flush();
                dirty = false;
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            write(begin("end"));
            writer.close();
        }
    }

    private static String cause(final SimFill fill) {
        if (fill.liquidation()) {
            return "liquidation";
        }
        return fill.order().parentId() != 0 ? "stop" : "order";
    }

    private static String quantity(final long value) {
        return SimDecimal.plain(value, FixedPoint.QUANTITY_DECIMALS);
    }

    private JsonText begin(final String type) {
        return new JsonText()
                .object()
                .number("t", clock.wallNs())
                .number("ms", clock.nowMs())
                .text("type", type);
    }

    private void write(final JsonText json) {
        try {
            writer.write(json.end().toString());
            writer.write('\n');
            dirty = true;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
