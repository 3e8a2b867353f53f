package io.ratchet.engine.market;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Newest prices of each instrument, with their age and the connection that brought them. Says "not fresh"; never guesses.
 * A mark that jumps too far waits for a second one that agrees. Core thread.
 */
public final class PriceBook {
    private static final int VENUES_MAX = 4;

    private final EngineTime time;
    private final Policy policy;
    private final long[] marks = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] markNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] lasts = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] priorLasts = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] lastNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] bids = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] asks = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] bookNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] doubted = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] doubtedNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] epochs = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] markEpochs = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] venueOf = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] venueEpochs = new int[VENUES_MAX];
    private final boolean[] isVenueDown = new boolean[VENUES_MAX];
    private int size;
    private long lowest;
    private long highest;
    private boolean isMarkAccepted;
    private boolean isMarkQuarantined;
    private boolean isLastSaid;

    /**
     * No prices yet.
     *
     * @param time   of the core.
     * @param policy ages and bounds.
     */
    public PriceBook(final EngineTime time, final Policy policy) {
        this.time = time;
        this.policy = policy;
    }

    /**
     * A market feed changed state: prices of an earlier connection are void.
     *
     * @param venue of the feed.
     * @param state new.
     * @param epoch of the connection.
     */
    public void onFeed(final Venue venue, final FeedState state, final int epoch) {
        final int index = venue.value();
        if (epoch < venueEpochs[index]) {
            return;
        }
        venueEpochs[index] = epoch;
        isVenueDown[index] = state != FeedState.UP;
    }

    /**
     * A process start: all prices are of earlier connections, and connections are counted anew.
     */
    public void onNodeStarted() {
        for (int i = 0; i < VENUES_MAX; i++) {
            venueEpochs[i] = 0;
            isVenueDown[i] = false;
        }
        for (int i = 0; i < size; i++) {
            marks[i] = 0;
            lasts[i] = 0;
            priorLasts[i] = 0;
            bids[i] = 0;
            asks[i] = 0;
            doubted[i] = 0;
            epochs[i] = 0;
        }
    }

    /**
     * Takes prices.
     *
     * @param price the input, of a known instrument.
     * @param venue of the instrument.
     */
    public void onPrice(final PriceDecoder price, final Venue venue) {
        final int id = price.instrumentId();
        final int epoch = price.feedEpoch();
        isMarkAccepted = false;
        isMarkQuarantined = false;
        isLastSaid = false;
        final int index = venue.value();
        if (epoch < venueEpochs[index] || epoch == venueEpochs[index] && isVenueDown[index]) {
            // Of a connection that has ended: it was still on its way when that was told.
            return;
        }
        if (epoch > venueEpochs[index]) {
            venueEpochs[index] = epoch;
            isVenueDown[index] = false;
        }
        if (epoch != epochs[id]) {
            epochs[id] = epoch;
            lasts[id] = 0;
            priorLasts[id] = 0;
            bids[id] = 0;
            asks[id] = 0;
        }
        size = Math.max(size, id + 1);
        venueOf[id] = index;
        trades(id, price);
        if (price.mark() != FixedPoint.NULL) {
            mark(id, price.mark(), price.markMin(), price.markMax());
        }
    }

    private void trades(final int id, final PriceDecoder price) {
        final long now = time.nowNs();
        if (price.last() != FixedPoint.NULL && price.last() > 0) {
            priorLasts[id] = isLastFresh(id) ? lasts[id] : 0;
            lasts[id] = price.last();
            isLastSaid = true;
            lastNs[id] = now;
        }
        if (price.bid() != FixedPoint.NULL && price.bid() > 0) {
            bids[id] = price.bid();
            bookNs[id] = now;
        }
        if (price.ask() != FixedPoint.NULL && price.ask() > 0) {
            asks[id] = price.ask();
            bookNs[id] = now;
        }
    }

    private void mark(final int id, final long mark, final long min, final long max) {
        final long now = time.nowNs();
        if (isSuspicious(id, mark)) {
            if (mark <= 0 || !agrees(id, mark)) {
                isMarkQuarantined = doubted[id] != mark;
                doubted[id] = mark;
                doubtedNs[id] = now;
                return;
            }
            if (now - doubtedNs[id] < policy.quarantineConfirmNs()) {
                return;
            }
        }
        lowest = min == FixedPoint.NULL || isSuspicious(id, min) ? mark : Math.min(min, mark);
        highest = max == FixedPoint.NULL || isSuspicious(id, max) ? mark : Math.max(max, mark);
        marks[id] = mark;
        markNs[id] = now;
        markEpochs[id] = epochs[id];
        doubted[id] = 0;
        isMarkAccepted = true;
    }

    private boolean isSuspicious(final int id, final long mark) {
        if (mark <= 0) {
            return true;
        }
        if (policy.quarantineJumpPpm() == 0
                || marks[id] == 0
                || time.nowNs() - markNs[id] > policy.quarantineWindowNs()
                || !FixedPoint.isApartMoreThan(mark, marks[id], policy.quarantineJumpPpm())) {
            return false;
        }
        final long reference = reference(id);
        return reference == 0 || FixedPoint.isApartMoreThan(mark, reference, policy.quarantineDeviationPpm());
    }

    private boolean agrees(final int id, final long mark) {
        return doubted[id] > 0 && !FixedPoint.isApartMoreThan(mark, doubted[id], policy.quarantineDeviationPpm());
    }

    /** Mid of a fresh book, else a fresh last price, else nothing. */
    private long reference(final int id) {
        if (isBookFresh(id)) {
            return (bids[id] >> 1) + (asks[id] >> 1);
        }
        return isLastFresh(id) ? lasts[id] : 0;
    }

    /**
     * Whether the mark of the last input was taken.
     *
     * @return true if it was.
     */
    public boolean isMarkAccepted() {
        return isMarkAccepted;
    }

    /**
     * Whether the mark of the last input was put in quarantine.
     *
     * @return true if it was.
     */
    public boolean isMarkQuarantined() {
        return isMarkQuarantined;
    }

    /**
     * Lowest mark of the last input, bad ones left out.
     *
     * @return 1e-10.
     */
    public long lowest() {
        return lowest;
    }

    /**
     * Highest mark of the last input, bad ones left out.
     *
     * @return 1e-10.
     */
    public long highest() {
        return highest;
    }

    /**
     * The last accepted mark.
     *
     * @param id of the instrument.
     * @return 1e-10, 0 if there is none.
     */
    public long mark(final int id) {
        return marks[id];
    }

    /**
     * The last trade price.
     *
     * @param id of the instrument.
     * @return 1e-10, 0 if there is none.
     */
    public long last(final int id) {
        return lasts[id];
    }

    /**
     * Whether the last input brought a trade price.
     *
     * @return true if it did.
     */
    public boolean isLastSaid() {
        return isLastSaid;
    }

    /**
     * What the last two trade prices agree on: one print alone proves nothing.
     *
     * @param id     of the instrument.
     * @param isHigh whether higher prices are in question.
     * @return the lower of both if so, else the higher; 1e-10, 0 if the last input brought none or there is no second.
     */
    public long agreedLast(final int id, final boolean isHigh) {
        if (!isLastSaid || priorLasts[id] == 0) {
            return 0;
        }
        return isHigh ? Math.min(lasts[id], priorLasts[id]) : Math.max(lasts[id], priorLasts[id]);
    }

    /**
     * Best bid.
     *
     * @param id of the instrument.
     * @return 1e-10, 0 if there is none.
     */
    public long bid(final int id) {
        return bids[id];
    }

    /**
     * Best ask.
     *
     * @param id of the instrument.
     * @return 1e-10, 0 if there is none.
     */
    public long ask(final int id) {
        return asks[id];
    }

    /**
     * Whether there is any mark at all of the current connection.
     *
     * @param id of the instrument.
     * @return true if there is.
     */
    public boolean hasMark(final int id) {
        return marks[id] > 0 && markEpochs[id] == epochs[id] && isCurrent(id);
    }

    /**
     * Whether there is a mark of the current connection that is not older than this.
     *
     * @param id       of the instrument.
     * @param maxAgeNs of the mark; 0 for any age.
     * @return true if there is.
     */
    public boolean hasMarkWithin(final int id, final long maxAgeNs) {
        return hasMark(id) && (maxAgeNs == 0 || time.nowNs() - markNs[id] <= maxAgeNs);
    }

    /**
     * Whether the mark may decide.
     *
     * @param id of the instrument.
     * @return true if it is young enough and of the current connection.
     */
    public boolean isMarkFresh(final int id) {
        return hasMark(id) && (policy.markMaxAgeNs() == 0 || time.nowNs() - markNs[id] <= policy.markMaxAgeNs());
    }

    /**
     * Whether the last trade price may decide.
     *
     * @param id of the instrument.
     * @return true if it is young enough and of the current connection.
     */
    public boolean isLastFresh(final int id) {
        return lasts[id] > 0
                && isCurrent(id)
                && (policy.lastMaxAgeNs() == 0 || time.nowNs() - lastNs[id] <= policy.lastMaxAgeNs());
    }

    /**
     * Whether bid and ask may decide.
     *
     * @param id of the instrument.
     * @return true if both are known, young enough and of the current connection.
     */
    public boolean isBookFresh(final int id) {
        return bids[id] > 0
                && asks[id] > 0
                && isCurrent(id)
                && (policy.lastMaxAgeNs() == 0 || time.nowNs() - bookNs[id] <= policy.lastMaxAgeNs());
    }

    private boolean isCurrent(final int id) {
        final int venue = venueOf[id];
        return epochs[id] == venueEpochs[venue] && !isVenueDown[venue];
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        size = fields.count("size", size, InstrumentTable.INSTRUMENTS_MAX);
        fields.of("marks", marks, size);
        fields.of("markNs", markNs, size);
        fields.of("lasts", lasts, size);
        fields.of("priorLasts", priorLasts, size);
        fields.of("lastNs", lastNs, size);
        fields.of("bids", bids, size);
        fields.of("asks", asks, size);
        fields.of("bookNs", bookNs, size);
        fields.of("doubted", doubted, size);
        fields.of("doubtedNs", doubtedNs, size);
        fields.of("epochs", epochs, size);
        fields.of("markEpochs", markEpochs, size);
        fields.of("venueOf", venueOf, size);
        fields.of("venueEpochs", venueEpochs, VENUES_MAX);
        fields.of("isVenueDown", isVenueDown, VENUES_MAX);
        lowest = fields.of("lowest", lowest);
        highest = fields.of("highest", highest);
        isMarkAccepted = fields.of("isMarkAccepted", isMarkAccepted);
        isMarkQuarantined = fields.of("isMarkQuarantined", isMarkQuarantined);
        isLastSaid = fields.of("isLastSaid", isLastSaid);
    }
}
