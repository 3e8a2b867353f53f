package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Measures for each position how long it had no live stop over its whole size (naked), and how long its best one was
 * worse than the best ever confirmed (loose). Wall nanoseconds, with the cause. Core thread.
 */
public final class NakedWatch {
    private static final long NAKED_ALERT_DIVISOR = 2;
    private static final long NAKED_REPEAT_SECONDS = 60;
    private static final long LOOSE_ALERT_SECONDS = 3;
    private static final long TRIGGERED_SECONDS = 3;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final PositionTable positions;
    private final Reads reads;
    private final StopGuard guard;
    private final Wakes wakes;
    private final long[] nakedSince = new long[PositionTable.POSITIONS_MAX];
    private final long[] nakedCertain = new long[PositionTable.POSITIONS_MAX];
    private final NakedCause[] nakedCause = new NakedCause[PositionTable.POSITIONS_MAX];
    private final boolean[] wasCovered = new boolean[PositionTable.POSITIONS_MAX];
    private final long[] nextAlertNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] looseSince = new long[PositionTable.POSITIONS_MAX];
    private final NakedCause[] looseCause = new NakedCause[PositionTable.POSITIONS_MAX];
    private final boolean[] isLooseAlerted = new boolean[PositionTable.POSITIONS_MAX];

    /**
     * Nothing to watch yet.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param decisions the exit.
     * @param positions of the core.
     * @param reads     and venues.
     * @param guard     of stops.
     * @param wakes     of positions.
     */
    public NakedWatch(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final PositionTable positions,
            final Reads reads,
            final StopGuard guard,
            final Wakes wakes) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.positions = positions;
        this.reads = reads;
        this.guard = guard;
        this.wakes = wakes;
        Arrays.fill(nakedCause, NakedCause.NONE);
        Arrays.fill(looseCause, NakedCause.NONE);
    }

    /**
     * Whether a stop, ours or the foreign one that serves as anchor, protects the whole position or is being executed.
     *
     * @param position asked about.
     * @return true if so.
     */
    public boolean isCovered(final Position position) {
        return isCovered(position, 0);
    }

    /**
     * As {@link #isCovered(Position)}, with some patience for a triggered stop.
     *
     * @param position asked about.
     * @param graceNs  how much longer a stop that is being executed counts.
     * @return true if so.
     */
    public boolean isCovered(final Position position, final long graceNs) {
        return Coverage.bestLevel(position) != 0
                || guard.foreignAnchor(position) != 0
                || isExecuting(position, graceNs);
    }

    /**
     * Whether a stop is being executed and not overdue.
     *
     * @param position asked about.
     * @param graceNs  how much longer it counts.
     * @return true if one is.
     */
    public boolean isExecuting(final Position position, final long graceNs) {
        return Coverage.isTriggered(position, time.nowNs(), TRIGGERED_SECONDS * policy.wallSecondNs() + graceNs);
    }

    /** The fill of a triggered stop is due within seconds of the wall: they do not shrink when the clock is fast. */
    private boolean isTriggered(final Position position) {
        return isExecuting(position, 0);
    }

    /**
     * Begins and ends intervals by the state of the position.
     *
     * @param position to watch.
     */
    public void run(final Position position) {
        final int slot = position.slot();
        if (position.openedNs() == 0) {
            return;
        }
        if (position.quantity() == 0) {
            endNaked(position);
            endLoose(position);
            return;
        }
        final boolean isCovered = isCovered(position);
        if (isCovered) {
            endNaked(position);
            wasCovered[slot] = true;
            watchTriggered(position);
        } else {
            beginNaked(position);
            watchNaked(position);
        }
        if (isCovered && isLoose(position)) {
            beginLoose(position);
            watchLoose(position);
        } else {
            endLoose(position);
        }
    }

    /** A triggered stop protects for a while only: look again when that is over, though nothing happens. */
    private void watchTriggered(final Position position) {
        final long sinceNs = Coverage.triggeredNs(position);
        if (sinceNs != 0) {
            final long untilNs = sinceNs + TRIGGERED_SECONDS * policy.wallSecondNs() + 1;
            if (untilNs > time.nowNs()) {
                wakes.at(untilNs);
            }
        }
    }

    private void beginNaked(final Position position) {
        final int slot = position.slot();
        final long shown = guard.takeLostShownNs(position);
        if (nakedSince[slot] != 0) {
            return;
        }
        nakedCertain[slot] = time.nowNs();
        final long coveredNs = wasCovered[slot] ? shown : filledSinceNs(position);
        nakedSince[slot] = coveredNs == 0 ? time.nowNs() : Math.min(coveredNs, time.nowNs());
        nakedCause[slot] = cause(position, shown);
        nextAlertNs[slot] = nakedSince[slot] + policy.wallSecondNs() / NAKED_ALERT_DIVISOR;
    }

    /**
     * The earliest time at which the entry of a position can have been filled: if the venue did not answer about it, that is
     * when it was sent, whenever its fill was found.
     *
     * @param position that was never covered.
     * @return engine time in ns.
     */
    long filledSinceNs(final Position position) {
        final OrderSlot entry = position.entry();
        final boolean isUncertain = entry != null && (entry.wasUnknown() || entry.unansweredNs() != 0);
        return isUncertain ? Math.min(entry.issuedNs(), time.nowNs()) : time.nowNs();
    }

    /**
     * Whether a stop ever protected a position.
     *
     * @param position asked about.
     * @return true if one did.
     */
    boolean wasCovered(final Position position) {
        return wasCovered[position.slot()];
    }

    private NakedCause cause(final Position position, final long shown) {
        if (!wasCovered[position.slot()]) {
            final boolean wasDown =
                    nakedSince[position.slot()] < reads.venue(position.venue()).startedNs();
            return wasDown ? NakedCause.NODE_DOWN : NakedCause.OPEN;
        }
        if (shown != 0 && shown < reads.venue(position.venue()).startedNs()) {
            return NakedCause.NODE_DOWN;
        }
        return guard.isMoving(position) ? NakedCause.MOVE : NakedCause.STOP_LOST;
    }

    /** Once soon, then each minute for as long as it lasts. */
    private void watchNaked(final Position position) {
        final int slot = position.slot();
        if (time.nowNs() >= nextAlertNs[slot]) {
            nextAlertNs[slot] = time.nowNs() + NAKED_REPEAT_SECONDS * policy.wallSecondNs();
            alert(position, time.nowNs() - nakedSince[slot], policy.wallSecondNs() / NAKED_ALERT_DIVISOR);
        }
        wakes.at(nextAlertNs[slot]);
    }

    private void alert(final Position position, final long engineNs, final long boundNs) {
        decisions.alertRaised(
                position.id(),
                position.instrumentId(),
                position.venue(),
                policy.wallNs(engineNs),
                policy.wallNs(boundNs),
                AlertCode.NAKED_TOO_LONG);
    }

    private void endNaked(final Position position) {
        final int slot = position.slot();
        guard.takeLostShownNs(position);
        if (nakedSince[slot] == 0) {
            return;
        }
        tellNaked(position, time.nowNs());
        nakedSince[slot] = 0;
    }

    private void tellNaked(final Position position, final long untilNs) {
        final int slot = position.slot();
        decisions.nakedInterval(
                position,
                policy.wallNs(untilNs - nakedSince[slot]),
                policy.wallNs(Math.max(0, untilNs - nakedCertain[slot])),
                nakedCause[slot]);
    }

    private boolean isLoose(final Position position) {
        final long confirmed = guard.confirmedLevel(position);
        final long best = Coverage.bestLevel(position);
        return confirmed != 0 && !isTriggered(position) && (best == 0 || Coverage.isBetter(position, confirmed, best));
    }

    private void beginLoose(final Position position) {
        final int slot = position.slot();
        if (looseSince[slot] == 0) {
            looseSince[slot] = time.nowNs();
            looseCause[slot] = guard.isMoving(position) ? NakedCause.MOVE : NakedCause.STOP_LOST;
            isLooseAlerted[slot] = false;
        }
    }

    private void watchLoose(final Position position) {
        final int slot = position.slot();
        final long alertNs = looseSince[slot] + LOOSE_ALERT_SECONDS * policy.wallSecondNs();
        if (isLooseAlerted[slot]) {
            return;
        }
        if (time.nowNs() < alertNs) {
            wakes.at(alertNs);
            return;
        }
        isLooseAlerted[slot] = true;
        alert(position, time.nowNs() - looseSince[slot], LOOSE_ALERT_SECONDS * policy.wallSecondNs());
    }

    private void endLoose(final Position position) {
        final int slot = position.slot();
        if (looseSince[slot] == 0) {
            return;
        }
        decisions.looseInterval(
                position,
                policy.wallNs(time.nowNs() - looseSince[slot]),
                guard.confirmedLevel(position),
                looseCause[slot]);
        looseSince[slot] = 0;
    }

    /**
     * The node was down: what was naked before is told up to its last event, and goes on as NODE_DOWN.
     *
     * @param position    open.
     * @param lastEventNs the last engine time before the start.
     */
    public void onNodeStarted(final Position position, final long lastEventNs) {
        final int slot = position.slot();
        if (position.openedNs() == 0 || nakedSince[slot] == 0) {
            return;
        }
        tellNaked(position, lastEventNs);
        nakedSince[slot] = lastEventNs;
        nakedCertain[slot] = lastEventNs;
        nakedCause[slot] = NakedCause.NODE_DOWN;
        nextAlertNs[slot] = nakedSince[slot] + policy.wallSecondNs() / NAKED_ALERT_DIVISOR;
    }

    /**
     * A naked interval under way has a graver cause than was thought.
     *
     * @param position naked.
     * @param cause    OVERLOAD or BLIND.
     */
    public void cause(final Position position, final NakedCause cause) {
        nakedCause[position.slot()] = cause;
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        nakedSince[slot] = 0;
        nakedCertain[slot] = 0;
        nakedCause[slot] = NakedCause.NONE;
        wasCovered[slot] = false;
        nextAlertNs[slot] = 0;
        looseSince[slot] = 0;
        looseCause[slot] = NakedCause.NONE;
        isLooseAlerted[slot] = false;
    }

    /**
     * Since when a position is naked.
     *
     * @param position asked about.
     * @return engine time, 0 if it is not.
     */
    public long nakedSince(final Position position) {
        return nakedSince[position.slot()];
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        for (int slot = 0; slot < positions.used(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                nakedSince[slot] = fields.of("nakedSince", nakedSince[slot]);
                nakedCertain[slot] = fields.of("nakedCertain", nakedCertain[slot]);
                nakedCause[slot] = fields.of("nakedCause", nakedCause[slot], NakedCause.class);
                wasCovered[slot] = fields.of("wasCovered", wasCovered[slot]);
                nextAlertNs[slot] = fields.of("nextAlertNs", nextAlertNs[slot]);
                looseSince[slot] = fields.of("looseSince", looseSince[slot]);
                looseCause[slot] = fields.of("looseCause", looseCause[slot], NakedCause.class);
                isLooseAlerted[slot] = fields.of("isLooseAlerted", isLooseAlerted[slot]);
            }
        }
    }
}
