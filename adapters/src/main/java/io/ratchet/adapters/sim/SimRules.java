package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.util.List;

/** What the exchange refuses before it accepts an order. Each method returns null when all is well. */
final class SimRules {
    private static final int AMENDMENTS_MAX = 10_000;
    private static final int SYMBOL_STOPS_MAX = 10;

    private final SimConfig config;
    private final List<SimPosition> positions;
    private final SimBook ordinaryBook;
    private final SimBook conditionalBook;
    private final SimMargin account;
    private final SimStyle style;

    SimRules(
            final SimConfig config,
            final List<SimPosition> positions,
            final SimBook ordinaryBook,
            final SimBook conditionalBook,
            final SimMargin account,
            final SimStyle style) {
        this.style = style;
        this.config = config;
        this.positions = positions;
        this.ordinaryBook = ordinaryBook;
        this.conditionalBook = conditionalBook;
        this.account = account;
    }

    SimRefusal ordinary(final SimInstrument it, final SimOrderRequest r, final boolean hedgeMode) {
        final SimRefusal general = any(it, r, r.reduceOnly(), hedgeMode);
        if (general != null) {
            return general;
        }
        if (isTaken(ordinaryBook, r.clientId())) {
            return SimRefusal.DUPLICATE_ID;
        }
        if (config.openOrdersMax() > 0 && ordinaryBook.open(r.instrument()).size() >= config.openOrdersMax()) {
            return SimRefusal.MAX_OPEN_ORDERS;
        }
        if (r.reduceOnly() && capacity(it, r.side(), r.quantity()) <= 0) {
            return SimRefusal.REDUCE_ONLY_REJECTED;
        }
        final long counter = SimPrices.counter(config, it, r.side());
        if (r.type() == SimType.MARKET) {
            return market(it, r, counter);
        }
        return limit(it, r, counter);
    }

    /** An id is free again when its order has ended; at Bybit it never is. */
    private boolean isTaken(final SimBook book, final String clientId) {
        return style == SimStyle.BYBIT ? book.find(clientId) != null : book.openWith(clientId);
    }

    private int conditionals(final int instrument) {
        int count = 0;
        for (final SimOrder order : conditionalBook.open(instrument)) {
            count += PositionStops.isChild(order) ? 0 : 1;
        }
        return count;
    }

    private SimRefusal market(final SimInstrument it, final SimOrderRequest r, final long counter) {
        if (counter == FixedPoint.NULL) {
            return SimRefusal.UNABLE_TO_FILL;
        }
        if (config.filters()) {
            if (SimFilters.band(it, r.side(), counter) != null) {
                return SimRefusal.MARKET_OUTSIDE_BAND;
            }
            final long valued = it.mark == FixedPoint.NULL ? counter : it.mark;
            final SimRefusal low = r.reduceOnly() ? null : SimFilters.notional(it.filters(), valued, r.quantity());
            if (low != null) {
                return low;
            }
        }
        return r.reduceOnly() ? null : margin(it, r, counter);
    }

    private SimRefusal limit(final SimInstrument it, final SimOrderRequest r, final long counter) {
        if (config.filters()) {
            final SimRefusal price = SimFilters.price(it.filters(), r.price());
            if (price != null) {
                return price;
            }
            final SimRefusal band = SimFilters.band(it, r.side(), r.price());
            if (band != null) {
                return band;
            }
            final SimRefusal low = r.reduceOnly() ? null : SimFilters.notional(it.filters(), r.price(), r.quantity());
            if (low != null) {
                return low;
            }
        }
        final boolean crosses = SimPrices.crosses(r.side(), r.price(), counter);
        if (r.timeInForce() == SimTimeInForce.GTX && crosses) {
            return SimRefusal.GTX_WOULD_TAKE;
        }
        if (r.timeInForce() == SimTimeInForce.FOK && !crosses) {
            return SimRefusal.FOK_NOT_FILLED;
        }
        return r.reduceOnly() ? null : margin(it, r, r.price());
    }

    SimRefusal margin(final SimInstrument it, final SimOrderRequest r, final long price) {
        if (!config.margin()) {
            return null;
        }
        final long held = positions.get(it.index()).quantity() * r.side().sign();
        final long opening = held >= 0 ? r.quantity() : Math.max(0, r.quantity() + held);
        return account.refuse(it, Math.max(0, held), opening, price);
    }

    SimRefusal conditional(final SimInstrument it, final SimOrderRequest r, final boolean hedgeMode) {
        if (r.closePosition() && r.quantity() != 0) {
            return SimRefusal.CLOSE_POSITION_WITH_QUANTITY;
        }
        if (r.closePosition() && r.reduceOnly()) {
            return SimRefusal.CLOSE_POSITION_WITH_REDUCE_ONLY;
        }
        final SimRefusal general = any(it, r, r.closePosition() || r.reduceOnly(), hedgeMode);
        if (general != null) {
            return general;
        }
        final SimRefusal trigger = config.filters()
                ? SimFilters.trigger(it.filters(), r.trigger())
                : r.trigger() <= 0 ? SimRefusal.STOP_PRICE_NOT_POSITIVE : null;
        if (trigger != null) {
            return trigger;
        }
        if (config.filters() && !r.type().atMarket()) {
            final SimRefusal price = SimFilters.price(it.filters(), r.price());
            if (price != null) {
                return price;
            }
        }
        if (style == SimStyle.BYBIT && conditionals(r.instrument()) >= SYMBOL_STOPS_MAX) {
            return SimRefusal.SYMBOL_STOPS_FULL;
        }
        if (isTaken(conditionalBook, r.clientId())) {
            return SimRefusal.DUPLICATE_ID;
        }
        if (r.closePosition() && closePositionExists(r)) {
            return SimRefusal.CLOSE_POSITION_EXISTS;
        }
        if (config.conditionalOrdersMax() > 0 && conditionalBook.openCount() >= config.conditionalOrdersMax()) {
            return SimRefusal.MAX_STOP_ORDERS;
        }
        return SimPrices.reached(r.type(), r.side(), r.trigger(), SimPrices.working(it, r.onMark()))
                ? SimRefusal.WOULD_TRIGGER
                : null;
    }

    private SimRefusal any(
            final SimInstrument it, final SimOrderRequest r, final boolean reduces, final boolean hedgeMode) {
        if (it.status == SimInstrument.Status.CLOSE) {
            return SimRefusal.SYMBOL_CLOSED;
        }
        if (it.status == SimInstrument.Status.SETTLING && !reduces) {
            return SimRefusal.SYMBOL_NOT_OPEN;
        }
        if (hedgeMode) {
            return SimRefusal.POSITION_SIDE_MISMATCH;
        }
        if (r.closePosition()) {
            return null;
        }
        return config.filters()
                ? SimFilters.quantity(it.filters(), r.quantity(), r.type().atMarket())
                : r.quantity() <= 0 ? SimRefusal.QUANTITY_NOT_POSITIVE : null;
    }

    SimRefusal amend(final SimOrder order, final long quantity, final long price) {
        final SimInstrument it = order.instrument();
        if (it.status != SimInstrument.Status.TRADING) {
            return SimRefusal.AMEND_NOT_TRADING;
        }
        if (order.amendments >= AMENDMENTS_MAX) {
            return SimRefusal.AMEND_TOO_OFTEN;
        }
        if (order.quantity() == quantity && order.price() == price) {
            return SimRefusal.AMEND_UNCHANGED;
        }
        if (order.request().reduceOnly() && quantity > order.quantity() && !fits(order, quantity - order.executed())) {
            return SimRefusal.REDUCE_ONLY_CONFLICT;
        }
        if (!config.filters()) {
            return null;
        }
        final SimRefusal wrongPrice = SimFilters.price(it.filters(), price);
        if (wrongPrice != null) {
            return wrongPrice;
        }
        final SimRefusal wrongQuantity = SimFilters.quantity(it.filters(), quantity, false);
        return wrongQuantity != null
                ? wrongQuantity
                : SimFilters.band(it, order.request().side(), price);
    }

    private boolean closePositionExists(final SimOrderRequest r) {
        for (final SimOrder order : conditionalBook.open(r.instrument())) {
            if (order.request().closePosition() && order.request().side() == r.side()) {
                return true;
            }
        }
        return false;
    }

    /** How much of a position open reduce-only orders leave to a new one, at most what it asks for. */
    private long capacity(final SimInstrument it, final SimSide side, final long asked) {
        final long held = -positions.get(it.index()).quantity() * side.sign();
        if (held <= 0) {
            return 0;
        }
        if (!config.strictReduceOnly()) {
            return Math.min(held, asked);
        }
        final long taken = taken(it, side, null);
        // Alone, a too large order is cut; beside others, what does not fit is refused.
        return taken == 0 ? Math.min(held, asked) : held - taken >= asked ? asked : 0;
    }

    /** Whether an order that is to become larger still reduces no more than the other reduce-only orders leave. */
    private boolean fits(final SimOrder order, final long asked) {
        final long held = -positions.get(order.instrument().index()).quantity()
                * order.request().side().sign();
        final long taken = config.strictReduceOnly()
                ? taken(order.instrument(), order.request().side(), order)
                : 0;
        return asked <= held - taken;
    }

    /** What open reduce-only orders of a side may still reduce. */
    private long taken(final SimInstrument it, final SimSide side, final SimOrder left) {
        long taken = 0;
        for (final SimOrder order : ordinaryBook.open(it.index())) {
            if (order != left && order.request().reduceOnly() && order.request().side() == side) {
                taken += order.remaining();
            }
        }
        return taken;
    }

    /** What open reduce-only orders leave to a stop that reaches the matching engine. */
    long leftToStop(final SimInstrument it, final SimSide side, final long held) {
        return config.strictReduceOnly() ? Math.max(0, held - taken(it, side, null)) : held;
    }
}
