package io.ratchet.engine.market;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.sbe.MarketStatsDecoder;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * What the market of each instrument was like lately. What nobody said, or said too long ago, is {@link FixedPoint#NULL}:
 * not known, which is not 0. Core thread.
 */
public final class MarketStatsTable {
    private final EngineTime time;
    private final Policy policy;
    private final long[] openInterest = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] volume1h = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] change5mPpm = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] change15mPpm = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] atr = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] bidSize = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] askSize = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] saidNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    private int size;

    /**
     * Nothing is known yet.
     *
     * @param time   of the core.
     * @param policy the age rule.
     */
    public MarketStatsTable(final EngineTime time, final Policy policy) {
        this.time = time;
        this.policy = policy;
        Arrays.fill(openInterest, FixedPoint.NULL);
        Arrays.fill(volume1h, FixedPoint.NULL);
        Arrays.fill(change5mPpm, FixedPoint.NULL);
        Arrays.fill(change15mPpm, FixedPoint.NULL);
        Arrays.fill(atr, FixedPoint.NULL);
        Arrays.fill(bidSize, FixedPoint.NULL);
        Arrays.fill(askSize, FixedPoint.NULL);
    }

    /**
     * Takes all of it: what is null is not known any more.
     *
     * @param message the input, of a known instrument.
     */
    public void onMarketStats(final MarketStatsDecoder message) {
        final int id = message.instrumentId();
        size = Math.max(size, id + 1);
        openInterest[id] = message.oi();
        volume1h[id] = message.volume1h();
        change5mPpm[id] = message.change5mPpm();
        change15mPpm[id] = message.change15mPpm();
        atr[id] = message.atr();
        bidSize[id] = message.bidSize();
        askSize[id] = message.askSize();
        saidNs[id] = time.nowNs();
    }

    private long young(final long value, final int id) {
        return policy.statsMaxAgeNs() > 0 && time.nowNs() - saidNs[id] > policy.statsMaxAgeNs()
                ? FixedPoint.NULL
                : value;
    }

    /**
     * Open interest.
     *
     * @param id of the instrument.
     * @return money 1e-8, NULL if not known.
     */
    public long openInterest(final int id) {
        return young(openInterest[id], id);
    }

    /**
     * Turnover of the last hour.
     *
     * @param id of the instrument.
     * @return money 1e-8, NULL if not known.
     */
    public long volume1h(final int id) {
        return young(volume1h[id], id);
    }

    /**
     * Change of the mark in the last five minutes.
     *
     * @param id of the instrument.
     * @return signed parts per million, NULL if not known.
     */
    public long change5mPpm(final int id) {
        return young(change5mPpm[id], id);
    }

    /**
     * Change of the mark in the last fifteen minutes.
     *
     * @param id of the instrument.
     * @return signed parts per million, NULL if not known.
     */
    public long change15mPpm(final int id) {
        return young(change15mPpm[id], id);
    }

    /**
     * Average true range of a candle.
     *
     * @param id of the instrument.
     * @return 1e-10, NULL if not known.
     */
    public long atr(final int id) {
        return young(atr[id], id);
    }

    /**
     * Size at the best bid.
     *
     * @param id of the instrument.
     * @return 1e-8, NULL if not known.
     */
    public long bidSize(final int id) {
        return young(bidSize[id], id);
    }

    /**
     * Size at the best ask.
     *
     * @param id of the instrument.
     * @return 1e-8, NULL if not known.
     */
    public long askSize(final int id) {
        return young(askSize[id], id);
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        size = fields.count("size", size, InstrumentTable.INSTRUMENTS_MAX);
        fields.of("openInterest", openInterest, size);
        fields.of("volume1h", volume1h, size);
        fields.of("change5mPpm", change5mPpm, size);
        fields.of("change15mPpm", change15mPpm, size);
        fields.of("atr", atr, size);
        fields.of("bidSize", bidSize, size);
        fields.of("askSize", askSize, size);
        fields.of("saidNs", saidNs, size);
    }
}
