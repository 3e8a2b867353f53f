package io.ratchet.engine.entry;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Instruments on which no position is opened for a time: the venue refuses openings there, an operator or a rule wants
 * none. Exits are not concerned. Each change is a SymbolBlocked fact; a restart brings the blocks back by replay. Core
 * thread; allocates nothing.
 */
public final class BlockedSymbols {
    /** Until an operator lifts it. */
    public static final long FOR_EVER_NS = Long.MAX_VALUE;

    private final EngineTime time;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final long[] untilNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final BlockReason[] reasons = new BlockReason[InstrumentTable.INSTRUMENTS_MAX];

    /**
     * Nothing is blocked.
     *
     * @param time        of the core.
     * @param decisions   the exit.
     * @param instruments of the core.
     */
    public BlockedSymbols(final EngineTime time, final Decisions decisions, final InstrumentTable instruments) {
        this.time = time;
        this.decisions = decisions;
        this.instruments = instruments;
        Arrays.fill(reasons, BlockReason.NONE);
    }

    /**
     * Blocks an instrument. The block that ends last wins; one that is no longer than the present one changes nothing
     * and is not told.
     *
     * @param instrumentId of a known instrument; others are ignored.
     * @param newUntilNs   engine time at which it ends, {@link #FOR_EVER_NS} for never; not later than now is ignored.
     * @param reason       why.
     */
    public void block(final int instrumentId, final long newUntilNs, final BlockReason reason) {
        if (!instruments.isKnown(instrumentId) || newUntilNs <= time.nowNs() || newUntilNs <= untilNs[instrumentId]) {
            return;
        }
        untilNs[instrumentId] = newUntilNs;
        reasons[instrumentId] = reason;
        decisions.symbolBlocked(instrumentId, instruments.at(instrumentId).venue(), newUntilNs, reason);
    }

    /**
     * Lifts a block, whoever set it.
     *
     * @param instrumentId of an instrument; one that is not blocked is ignored.
     */
    public void unblock(final int instrumentId) {
        if (!isBlocked(instrumentId)) {
            return;
        }
        untilNs[instrumentId] = 0;
        reasons[instrumentId] = BlockReason.NONE;
        decisions.symbolBlocked(instrumentId, instruments.at(instrumentId).venue(), 0, BlockReason.NONE);
    }

    /**
     * Whether openings are refused now.
     *
     * @param instrumentId of an instrument, known or not.
     * @return true before the end of its block.
     */
    public boolean isBlocked(final int instrumentId) {
        return instruments.isKnown(instrumentId) && time.nowNs() < untilNs[instrumentId];
    }

    /**
     * Why openings are refused.
     *
     * @param instrumentId of an instrument, known or not.
     * @return NONE if it is not blocked now.
     */
    public BlockReason reason(final int instrumentId) {
        return isBlocked(instrumentId) ? reasons[instrumentId] : BlockReason.NONE;
    }

    /**
     * When the block of an instrument ends.
     *
     * @param instrumentId of an instrument, known or not.
     * @return engine time in ns, 0 if it is not blocked now.
     */
    public long untilNs(final int instrumentId) {
        return isBlocked(instrumentId) ? untilNs[instrumentId] : 0;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("untilNs", untilNs, instruments.size());
        fields.of("reasons", reasons, instruments.size(), BlockReason.class);
    }
}
