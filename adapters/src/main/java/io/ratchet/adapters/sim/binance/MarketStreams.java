package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who wants which public stream, and the frames they get. A stream on the wrong route is accepted and stays silent. */
final class MarketStreams {
    private static final String ALL_BOOKS = "!bookTicker";
    private static final String ALL_MARKS = "!markPrice@arr";
    private static final long SECOND_MS = 1_000;
    private static final long EARLY_MS = 900;
    private static final int SLOW = 3;

    private static final class Names {
        private final String book;
        private final String trade;
        private final String mark;
        private final String markFast;
        private long markSentMs;
        private int marks;

        Names(final String symbol) {
            final String lower = symbol.toLowerCase(Locale.ROOT);
            book = lower + "@bookTicker";
            trade = lower + "@aggTrade";
            mark = lower + "@markPrice";
            markFast = lower + "@markPrice@1s";
        }
    }

    private final SimExchange exchange;
    private final Map<String, List<MarketSocket>> wanted = new HashMap<>();
    private final List<Names> names = new ArrayList<>();
    private long updateId = 400_900_217L;
    private long allMarksSentMs;
    private int allMarks;

    MarketStreams(final SimExchange exchange) {
        this.exchange = exchange;
        exchange.instruments().forEach(it -> names.add(new Names(it.symbol())));
    }

    void add(final String stream, final MarketSocket socket, final boolean market) {
        if (isBook(stream) != market) {
            wanted.computeIfAbsent(stream, name -> new ArrayList<>()).add(socket);
        }
    }

    void remove(final String stream, final MarketSocket socket) {
        final List<MarketSocket> sockets = wanted.get(stream);
        if (sockets != null) {
            sockets.remove(socket);
        }
    }

    private static boolean isBook(final String stream) {
        return stream.endsWith("@bookTicker") || ALL_BOOKS.equals(stream);
    }

    /** Prices of a contract changed. */
    void onPrice(final int instrument, final boolean book, final boolean last, final boolean mark, final long nowMs) {
        final SimInstrument it = exchange.instruments().get(instrument);
        final Names name = names.get(instrument);
        updateId++;
        if (book
                && (anyone(name.book) || anyone(ALL_BOOKS))
                && it.bid() != FixedPoint.NULL
                && it.ask() != FixedPoint.NULL) {
            final String json = WireFrames.bookTicker(it, updateId, nowMs);
            push(name.book, json);
            push(ALL_BOOKS, json);
        }
        if (last && anyone(name.trade)) {
            push(name.trade, WireFrames.aggTrade(it, updateId, (updateId & 1) == 0, nowMs));
        }
        if (mark && nowMs - name.markSentMs >= EARLY_MS) {
            pushMark(it, name, nowMs);
        }
    }

    /** Mark is repeated each second, changed or not. */
    void repeatMarks(final long nowMs) {
        for (int i = 0; i < names.size(); i++) {
            final Names name = names.get(i);
            if (nowMs - name.markSentMs >= SECOND_MS) {
                pushMark(exchange.instruments().get(i), name, nowMs);
            }
        }
        if (nowMs - allMarksSentMs >= SECOND_MS) {
            allMarksSentMs = nowMs;
            pushAllMarks(nowMs);
        }
    }

    private void pushMark(final SimInstrument it, final Names name, final long nowMs) {
        if (it.mark() == FixedPoint.NULL) {
            return;
        }
        name.markSentMs = nowMs;
        final boolean slow = name.marks++ % SLOW == 0;
        if (anyone(name.markFast) || slow && anyone(name.mark)) {
            final String json = WireFrames.markPrice(it, exchange.nextFundingMs(), nowMs);
            push(name.markFast, json);
            if (slow) {
                push(name.mark, json);
            }
        }
    }

    private void pushAllMarks(final long nowMs) {
        final boolean slow = allMarks++ % SLOW == 0;
        final boolean fast = anyone(ALL_MARKS + "@1s");
        if (!fast && !(slow && anyone(ALL_MARKS))) {
            return;
        }
        final JsonText json = new JsonText().array();
        for (final SimInstrument it : exchange.instruments()) {
            if (it.mark() != FixedPoint.NULL) {
                json.raw(WireFrames.markPrice(it, exchange.nextFundingMs(), nowMs));
            }
        }
        final String text = json.close().toString();
        push(ALL_MARKS + "@1s", text);
        if (slow) {
            push(ALL_MARKS, text);
        }
    }

    private boolean anyone(final String stream) {
        final List<MarketSocket> sockets = wanted.get(stream);
        return sockets != null && !sockets.isEmpty();
    }

    private void push(final String stream, final String json) {
        final List<MarketSocket> sockets = wanted.get(stream);
        if (sockets != null) {
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).push(stream, json);
            }
        }
    }
}
