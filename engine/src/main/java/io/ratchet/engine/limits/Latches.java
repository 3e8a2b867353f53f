package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.LatchRelease;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * What stops entries, on all instruments or one, on both sides or one, each until a time. Setting and releasing are facts; a
 * latch that is prolonged is told again, one that would end earlier changes nothing. Core thread; allocates nothing.
 */
public final class Latches {
    /** Every instrument. */
    public static final int ALL = -1;
    /** Until somebody resumes. */
    public static final long FOR_EVER_NS = Long.MAX_VALUE;

    private static final int SIDES = 3;
    private static final int PROTECTIONS = 7;
    private static final int ROW = SIDES * PROTECTIONS;
    private static final Protection[] KINDS = {
        Protection.NONE,
        Protection.DAILY_LOSS,
        Protection.KILL_SWITCH,
        Protection.STOPLOSS_GUARD,
        Protection.MAX_DRAWDOWN,
        Protection.COOLDOWN_PERIOD,
        Protection.LOW_PROFIT_PAIRS
    };
    private static final PositionSide[] DIRECTIONS = {PositionSide.NONE, PositionSide.LONG, PositionSide.SHORT};

    private final EngineTime time;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final long[] untilNs = new long[(InstrumentTable.INSTRUMENTS_MAX + 1) * ROW];
    private final long[] sinceNs = new long[(InstrumentTable.INSTRUMENTS_MAX + 1) * ROW];
    private int active;
    private long nextNs = Timers.NEVER;

    /** Told of each latch that is set. */
    public interface Visitor {
        /**
         * A latch.
         *
         * @param protection   that set it.
         * @param instrumentId of one instrument, {@link #ALL} for all.
         * @param side         of one side, NONE for both.
         * @param until        engine time in ns, {@link #FOR_EVER_NS} for until somebody resumes.
         */
        void latch(Protection protection, int instrumentId, PositionSide side, long until);
    }

    /**
     * None is set.
     *
     * @param time        of the core.
     * @param decisions   the exit.
     * @param instruments of the core.
     */
    public Latches(final EngineTime time, final Decisions decisions, final InstrumentTable instruments) {
        this.time = time;
        this.decisions = decisions;
        this.instruments = instruments;
    }

    private static int place(final Protection protection, final int instrumentId, final PositionSide side) {
        return (instrumentId + 1) * ROW + protection.value() * SIDES + side.value();
    }

    /**
     * Stops entries.
     *
     * @param protection   that found its limit reached.
     * @param instrumentId of one instrument, {@link #ALL} for all.
     * @param side         of one side, NONE for both.
     * @param newUntilNs   engine time; not later than now, or than it is set for already, changes nothing.
     * @return true if it was set or prolonged.
     */
    public boolean set(
            final Protection protection, final int instrumentId, final PositionSide side, final long newUntilNs) {
        final int place = place(protection, instrumentId, side);
        if (newUntilNs <= time.nowNs() || newUntilNs <= untilNs[place]) {
            return false;
        }
        if (untilNs[place] == 0) {
            active++;
            sinceNs[place] = time.nowNs();
        }
        untilNs[place] = newUntilNs;
        nextNs = Math.min(nextNs, newUntilNs);
        decisions.latchSet(instrumentId, venue(instrumentId), newUntilNs, protection, side);
        return true;
    }

    private Venue venue(final int instrumentId) {
        return instrumentId == ALL ? Venue.NONE : instruments.at(instrumentId).venue();
    }

    /**
     * Whether entries are stopped by a rule.
     *
     * @param protection   the rule.
     * @param instrumentId to be entered.
     * @param side         to be entered.
     * @return true if they are.
     */
    public boolean isSet(final Protection protection, final int instrumentId, final PositionSide side) {
        return active > 0
                && (isRunning(place(protection, ALL, PositionSide.NONE))
                        || isRunning(place(protection, ALL, side))
                        || isRunning(place(protection, instrumentId, PositionSide.NONE))
                        || isRunning(place(protection, instrumentId, side)));
    }

    /**
     * Whether a rule stops all entries.
     *
     * @param protection the rule.
     * @return true if it does.
     */
    public boolean isSetForAll(final Protection protection) {
        return active > 0 && isRunning(place(protection, ALL, PositionSide.NONE));
    }

    private boolean isRunning(final int place) {
        return untilNs[place] > time.nowNs();
    }

    /** Releases what has run out. */
    public void expire() {
        if (time.nowNs() < nextNs) {
            return;
        }
        nextNs = Timers.NEVER;
        for (int place = 0; place < rows() * ROW && active > 0; place++) {
            if (untilNs[place] != 0 && untilNs[place] <= time.nowNs()) {
                final boolean isDay = kind(place) == Protection.DAILY_LOSS;
                release(place, isDay ? LatchRelease.NEW_DAY : LatchRelease.EXPIRED);
            } else if (untilNs[place] != 0) {
                nextNs = Math.min(nextNs, untilNs[place]);
            }
        }
    }

    /**
     * Releases all that a rule set.
     *
     * @param protection the rule.
     * @param cause      why.
     */
    public void release(final Protection protection, final LatchRelease cause) {
        for (int row = 0; row < rows() && active > 0; row++) {
            for (int side = 0; side < SIDES; side++) {
                final int place = row * ROW + protection.value() * SIDES + side;
                if (untilNs[place] != 0) {
                    release(place, cause);
                }
            }
        }
    }

    private void release(final int place, final LatchRelease cause) {
        final int instrumentId = place / ROW - 1;
        untilNs[place] = 0;
        active--;
        decisions.latchReleased(
                instrumentId,
                venue(instrumentId),
                time.nowNs() - sinceNs[place],
                kind(place),
                DIRECTIONS[place % SIDES],
                cause);
        sinceNs[place] = 0;
    }

    private static Protection kind(final int place) {
        return KINDS[place % ROW / SIDES];
    }

    private int rows() {
        return instruments.size() + 1;
    }

    /**
     * When the next one runs out.
     *
     * @return engine time, {@link Timers#NEVER} if none does.
     */
    public long nextNs() {
        return nextNs;
    }

    /**
     * How many are set.
     *
     * @return the count.
     */
    public int active() {
        return active;
    }

    /**
     * Tells all that are set, in the order of instruments.
     *
     * @param visitor to tell.
     */
    public void forEach(final Visitor visitor) {
        for (int place = 0; place < rows() * ROW; place++) {
            if (untilNs[place] != 0) {
                visitor.latch(kind(place), place / ROW - 1, DIRECTIONS[place % SIDES], untilNs[place]);
            }
        }
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        active = fields.count("active", active, untilNs.length);
        nextNs = fields.of("nextNs", nextNs);
        int place = -1;
        for (int i = 0; i < active; i++) {
            place = fields.of("place", fields.isLoading() ? 0 : nextSet(place));
            untilNs[place] = fields.of("untilNs", untilNs[place]);
            sinceNs[place] = fields.of("sinceNs", sinceNs[place]);
        }
    }

    private int nextSet(final int after) {
        int place = after + 1;
        while (place < untilNs.length - 1 && untilNs[place] == 0) {
            place++;
        }
        return place;
    }
}
