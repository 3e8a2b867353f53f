package io.ratchet.engine.core;

import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.state.StateFields;

/**
 * The numbers of signals and entries as the last EntriesApplied input gave them; before the first everything is off.
 * Core thread.
 */
public final class EntryPolicy {
    private SignalMode signalMode = SignalMode.WAVE;
    private SizingMode sizingMode = SizingMode.FIXED;
    private int riskPpm;
    private long sizingMaxMoney;
    private OrderType entryOrderType = OrderType.MARKET;
    private int entrySlippagePpm;
    private boolean isMarketWithoutBook;
    private int maxSpreadPpm;
    private int maxPerVenue;
    private int maxPerSymbol;
    private int openingsMax;
    private long openingsWindowNs;
    private long balanceReserveMoney;
    private long signalMaxAgeNs;
    private long minOpenInterestMoney;
    private long minVolumeMoney;
    private int maxChange5mPpm;
    private int maxChange15mPpm;
    private boolean isUnknownStatsRefused;
    private long equityMaxAgeNs;
    private long waveWindowSeconds;

    /**
     * Takes new numbers.
     *
     * @param message the input.
     */
    public void apply(final EntriesAppliedDecoder message) {
        signalMode = message.signalMode();
        sizingMode = message.sizingMode();
        riskPpm = message.riskPpm();
        sizingMaxMoney = message.sizingMaxMoney();
        entryOrderType = message.entryOrderType();
        entrySlippagePpm = message.entrySlippagePpm();
        isMarketWithoutBook = message.marketWithoutBook() == Flag.YES;
        maxSpreadPpm = message.maxSpreadPpm();
        maxPerVenue = message.maxPerVenue();
        maxPerSymbol = message.maxPerSymbol();
        openingsMax = message.openingsMax();
        openingsWindowNs = message.openingsWindowNs();
        balanceReserveMoney = message.balanceReserveMoney();
        signalMaxAgeNs = message.signalMaxAgeNs();
        minOpenInterestMoney = message.minOpenInterestMoney();
        minVolumeMoney = message.minVolumeMoney();
        maxChange5mPpm = message.maxChange5mPpm();
        maxChange15mPpm = message.maxChange15mPpm();
        isUnknownStatsRefused = message.refuseUnknownStats() == Flag.YES;
        equityMaxAgeNs = message.equityMaxAgeNs();
        waveWindowSeconds = message.waveWindowSeconds();
    }

    /**
     * How signals become entries.
     *
     * @return WAVE or REALTIME.
     */
    public SignalMode signalMode() {
        return signalMode;
    }

    /**
     * What the size of a position follows.
     *
     * @return FIXED or RISK.
     */
    public SizingMode sizingMode() {
        return sizingMode;
    }

    /**
     * Share of the equity that the first stop costs, with sizing by risk.
     *
     * @return parts per million.
     */
    public int riskPpm() {
        return riskPpm;
    }

    /**
     * Most money of a position sized by risk; 0 is off.
     *
     * @return 1e-8.
     */
    public long sizingMaxMoney() {
        return sizingMaxMoney;
    }

    /**
     * Order that opens.
     *
     * @return LIMIT_IOC; anything else is MARKET.
     */
    public OrderType entryOrderType() {
        return entryOrderType;
    }

    /**
     * How far beyond the other side of the book a limit entry goes.
     *
     * @return parts per million.
     */
    public int entrySlippagePpm() {
        return entrySlippagePpm;
    }

    /**
     * Whether a limit entry without a fresh book goes out as a market order instead of being refused.
     *
     * @return true if so.
     */
    public boolean isMarketWithoutBook() {
        return isMarketWithoutBook;
    }

    /**
     * Spread above which no position is opened; 0 is off.
     *
     * @return parts per million.
     */
    public int maxSpreadPpm() {
        return maxSpreadPpm;
    }

    /**
     * Most positions at a venue; 0 is off.
     *
     * @return count.
     */
    public int maxPerVenue() {
        return maxPerVenue;
    }

    /**
     * Most positions of a symbol over all venues; 0 is off.
     *
     * @return count.
     */
    public int maxPerSymbol() {
        return maxPerSymbol;
    }

    /**
     * Most openings within the window; 0 is off.
     *
     * @return count.
     */
    public int openingsMax() {
        return openingsMax;
    }

    /**
     * Window of the limit of openings.
     *
     * @return ns.
     */
    public long openingsWindowNs() {
        return openingsWindowNs;
    }

    /**
     * Balance that an entry must leave at its venue; 0 is off.
     *
     * @return 1e-8.
     */
    public long balanceReserveMoney() {
        return balanceReserveMoney;
    }

    /**
     * Age above which a real-time signal is not taken; 0 is off.
     *
     * @return ns.
     */
    public long signalMaxAgeNs() {
        return signalMaxAgeNs;
    }

    /**
     * Least open interest of an instrument to open; 0 is off.
     *
     * @return 1e-8.
     */
    public long minOpenInterestMoney() {
        return minOpenInterestMoney;
    }

    /**
     * Least volume of the last hour; 0 is off.
     *
     * @return 1e-8.
     */
    public long minVolumeMoney() {
        return minVolumeMoney;
    }

    /**
     * Most the price may have moved in 5 minutes, either way; 0 is off.
     *
     * @return parts per million.
     */
    public int maxChange5mPpm() {
        return maxChange5mPpm;
    }

    /**
     * Most the price may have moved in 15 minutes, either way; 0 is off.
     *
     * @return parts per million.
     */
    public int maxChange15mPpm() {
        return maxChange15mPpm;
    }

    /**
     * Whether a figure that a filter needs and that is not known refuses.
     *
     * @return true if so.
     */
    public boolean isUnknownStatsRefused() {
        return isUnknownStatsRefused;
    }

    /**
     * Age above which a balance is not trusted by sizing by risk; 0 is off.
     *
     * @return ns.
     */
    public long equityMaxAgeNs() {
        return equityMaxAgeNs;
    }

    /**
     * How long after a check minute a wave that has not come is told as not found.
     *
     * @return ns, 0 is off.
     */
    public long waveWindowNs() {
        return waveWindowSeconds * 1_000_000_000L;
    }

    /**
     * Hands over every number.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        signalMode = fields.of("signalMode", signalMode, SignalMode.class);
        sizingMode = fields.of("sizingMode", sizingMode, SizingMode.class);
        riskPpm = fields.of("riskPpm", riskPpm);
        sizingMaxMoney = fields.of("sizingMaxMoney", sizingMaxMoney);
        entryOrderType = fields.of("entryOrderType", entryOrderType, OrderType.class);
        entrySlippagePpm = fields.of("entrySlippagePpm", entrySlippagePpm);
        isMarketWithoutBook = fields.of("isMarketWithoutBook", isMarketWithoutBook);
        maxSpreadPpm = fields.of("maxSpreadPpm", maxSpreadPpm);
        maxPerVenue = fields.of("maxPerVenue", maxPerVenue);
        maxPerSymbol = fields.of("maxPerSymbol", maxPerSymbol);
        openingsMax = fields.of("openingsMax", openingsMax);
        openingsWindowNs = fields.of("openingsWindowNs", openingsWindowNs);
        balanceReserveMoney = fields.of("balanceReserveMoney", balanceReserveMoney);
        signalMaxAgeNs = fields.of("signalMaxAgeNs", signalMaxAgeNs);
        minOpenInterestMoney = fields.of("minOpenInterestMoney", minOpenInterestMoney);
        minVolumeMoney = fields.of("minVolumeMoney", minVolumeMoney);
        maxChange5mPpm = fields.of("maxChange5mPpm", maxChange5mPpm);
        maxChange15mPpm = fields.of("maxChange15mPpm", maxChange15mPpm);
        isUnknownStatsRefused = fields.of("isUnknownStatsRefused", isUnknownStatsRefused);
        equityMaxAgeNs = fields.of("equityMaxAgeNs", equityMaxAgeNs);
        waveWindowSeconds = fields.of("waveWindowSeconds", waveWindowSeconds);
    }
}
