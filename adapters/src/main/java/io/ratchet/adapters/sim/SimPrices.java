package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.util.List;

/** What prices mean to orders: what they trade against, what they trigger. */
final class SimPrices {
    private SimPrices() {}

    /** The stop that the market reached first: the level nearest to where the price came from, then the older. */
    static SimOrder nextTriggered(final SimInstrument it, final List<SimOrder> stops) {
        SimOrder first = null;
        for (int i = 0; i < stops.size(); i++) {
            final SimOrder stop = stops.get(i);
            final SimOrderRequest r = stop.request();
            if (stop.status() == SimStatus.NEW
                    && reached(r.type(), r.side(), r.trigger(), working(it, r.onMark()))
                    && (first == null || earlier(r, first.request()))) {
                first = stop;
            }
        }
        return first;
    }

    static boolean earlier(final SimOrderRequest a, final SimOrderRequest b) {
        return fallsTo(a.type(), a.side()) ? a.trigger() > b.trigger() : a.trigger() < b.trigger();
    }

    static boolean fallsTo(final SimType type, final SimSide side) {
        return (side == SimSide.SELL) != type.takeProfit();
    }

    static boolean reached(final SimType type, final SimSide side, final long trigger, final long price) {
        if (price == FixedPoint.NULL) {
            return false;
        }
        return fallsTo(type, side) ? price <= trigger : price >= trigger;
    }

    static long working(final SimInstrument it, final boolean onMark) {
        return onMark ? it.mark : it.last;
    }

    /** What an order of this side trades against now: the book, else the last trade (where the rules say so), else mark. */
    static long counter(final SimConfig config, final SimInstrument it, final SimSide side) {
        final long book = side == SimSide.BUY ? it.ask : it.bid;
        if (book != FixedPoint.NULL) {
            return book;
        }
        return config.lastBeforeMark() && it.last != FixedPoint.NULL ? it.last : it.mark;
    }

    static boolean crosses(final SimSide side, final long limit, final long counter) {
        if (counter == FixedPoint.NULL || limit == FixedPoint.NULL) {
            return false;
        }
        return side == SimSide.BUY ? counter <= limit : counter >= limit;
    }
}
