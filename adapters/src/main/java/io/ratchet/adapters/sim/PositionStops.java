package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops that are properties of positions, as Bybit keeps them (trading-stop, Full and Partial): one stop over the whole of
 * a position, amended in place, and any number over parts of it. Each is a child order without an id of ours, shown
 * among the conditional orders; all end with the position. An answer may precede what it answers for.
 */
final class PositionStops {
    /** Begins the client id of a child order over the whole position; the venue makes it. */
    static final String WHOLE = "tpsl.";
    /** Begins that of one over a part. */
    static final String PART = "ptpsl.";

    private static final int PARTS_MAX = 20;

    private record Pending(int instrument, long level, boolean onMark, long dueMs) {}

    private final SimExchange exchange;
    private final List<Pending> pending = new ArrayList<>();
    private long delayMs;
    private long hiddenMs;
    private long children;

    PositionStops(final SimExchange exchange) {
        this.exchange = exchange;
    }

    /** How long after its answer a stop rests, and how long after its opening a position is shown. */
    void slow(final long newDelayMs, final long newHiddenMs) {
        delayMs = newDelayMs;
        hiddenMs = newHiddenMs;
    }

    boolean isHidden(final SimPosition position) {
        return hiddenMs > 0 && position.quantity != 0 && exchange.nowMs() < position.openMs + hiddenMs;
    }

    static boolean isWhole(final SimOrder order) {
        return order.clientId().startsWith(WHOLE);
    }

    static boolean isChild(final SimOrder order) {
        return isWhole(order) || order.clientId().startsWith(PART);
    }

    /** The resting stop over the whole position; null if there is none. */
    SimOrder whole(final int instrument) {
        for (final SimOrder order : exchange.openConditionals(instrument)) {
            if (isWhole(order) && order.status() == SimStatus.NEW) {
                return order;
            }
        }
        return null;
    }

    /** Full: sets, amends or (level 0) takes away. */
    SimRefusal set(final int instrument, final long level, final boolean onMark) {
        final SimPosition position = exchange.position(instrument);
        if (position.quantity == 0 || isHidden(position)) {
            return SimRefusal.ZERO_POSITION;
        }
        if (level == effective(instrument)) {
            return SimRefusal.STOP_UNCHANGED;
        }
        final SimRefusal refusal =
                level == 0 ? null : refusal(position.instrument(), position.quantity > 0, level, onMark);
        if (refusal == null) {
            accept(instrument, level, onMark);
        }
        return refusal;
    }

    /** With an entry: what the venue checks before it takes the order. */
    SimRefusal refusal(final SimInstrument it, final boolean isLong, final long level, final boolean onMark) {
        final SimRefusal price = exchange.checksFilters()
                ? SimFilters.trigger(it.filters(), level)
                : level <= 0 ? SimRefusal.STOP_PRICE_NOT_POSITIVE : null;
        if (price != null) {
            return price;
        }
        final SimSide side = isLong ? SimSide.SELL : SimSide.BUY;
        return SimPrices.reached(SimType.STOP_MARKET, side, level, SimPrices.working(it, onMark))
                ? SimRefusal.PAST_BASE_PRICE
                : null;
    }

    void accept(final int instrument, final long level, final boolean onMark) {
        pending.add(new Pending(instrument, level, onMark, exchange.nowMs() + delayMs));
        advance();
    }

    private long effective(final int instrument) {
        for (int i = pending.size() - 1; i >= 0; i--) {
            if (pending.get(i).instrument() == instrument) {
                return pending.get(i).level();
            }
        }
        final SimOrder order = whole(instrument);
        return order == null ? 0 : order.request().trigger();
    }

    /** What was accepted comes to rest. */
    void advance() {
        while (!pending.isEmpty() && pending.get(0).dueMs() <= exchange.nowMs()) {
            rest(pending.remove(0));
        }
    }

    private void rest(final Pending it) {
        final SimPosition position = exchange.position(it.instrument());
        if (position.quantity == 0) {
            return;
        }
        final SimOrder order = whole(it.instrument());
        if (it.level() == 0) {
            if (order != null) {
                exchange.endChild(order);
            }
        } else if (order != null) {
            order.retrigger(it.level(), it.onMark());
            exchange.amended(order);
        } else {
            exchange.restChild(child(position, WHOLE, 0, it.level(), it.onMark()));
        }
        exchange.tellPosition(position);
    }

    private SimOrderRequest child(
            final SimPosition position,
            final String kind,
            final long quantity,
            final long level,
            final boolean onMark) {
        return SimOrderRequest.stop(
                        position.instrument().index(),
                        kind + ++children,
                        position.quantity > 0 ? SimSide.SELL : SimSide.BUY,
                        quantity,
                        level)
                .triggeredAt(level, onMark);
    }

    /** Partial: each call adds one. */
    SimRefusal add(final int instrument, final long quantity, final long level, final boolean onMark) {
        final SimPosition position = exchange.position(instrument);
        if (position.quantity == 0 || isHidden(position)) {
            return SimRefusal.ZERO_POSITION;
        }
        int parts = 0;
        for (final SimOrder order : exchange.openConditionals(instrument)) {
            parts += isChild(order) && !isWhole(order) ? 1 : 0;
        }
        if (parts >= PARTS_MAX) {
            return SimRefusal.PARTIAL_STOPS_FULL;
        }
        final SimRefusal refusal = refusal(position.instrument(), position.quantity > 0, level, onMark);
        if (refusal == null) {
            exchange.restChild(child(position, PART, Math.min(quantity, Math.abs(position.quantity)), level, onMark));
        }
        return refusal;
    }

    /** The level of the stop over the whole position, as the position shows it. */
    long shown(final int instrument) {
        final SimOrder order = whole(instrument);
        return order == null || exchange.position(instrument).quantity == 0
                ? 0
                : order.request().trigger();
    }

    /** When something is due next. */
    long nextMs() {
        return pending.isEmpty() ? FixedPoint.NULL : pending.get(0).dueMs();
    }

    void positionEnded(final int instrument) {
        pending.removeIf(it -> it.instrument() == instrument);
    }
}
