package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CloseStartedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ForeignInstanceClearedDecoder;
import io.ratchet.engine.sbe.ForeignInstanceFoundDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedDecoder;
import io.ratchet.engine.sbe.OperatorAcceptedDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionQuantityChangedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailSource;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * A trail that should move, moves: peak and level of each position are computed again from the marks in the journal, and
 * what is due must not stay due while nobody else is at fault. Positions that an operator, a jump of the mark or an option
 * that widens the distance has to do with are not judged.
 */
final class TrailJudge implements RecordJudge {
    private static final long SECOND = 1_000_000_000L;
    private static final long PPM = 1_000_000;
    /** From the decision to the confirmation, and the checks in between. */
    private static final long MOVE_NS = 15 * SECOND;

    private static final long PRICE_GAP_NS = 3 * SECOND;
    private static final long JUMP_PPM = 60_000;
    /** Rounding to ticks, the quarantine of an outlier. */
    private static final long MARGIN_PPM = 300;

    private final Excuses excuses;
    private final Contracts contracts;
    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConfigAppliedDecoder config = new ConfigAppliedDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final PositionQuantityChangedDecoder changed = new PositionQuantityChangedDecoder();
    private final StopConfirmedDecoder confirmed = new StopConfirmedDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final CloseStartedDecoder closing = new CloseStartedDecoder();
    private final OperatorAcceptedDecoder operator = new OperatorAcceptedDecoder();
    private final NodeStateChangedDecoder state = new NodeStateChangedDecoder();
    private final PriceDecoder price = new PriceDecoder();
    private final Map<Long, Trail> trails = new TreeMap<>();
    private final EntryPrices entries = new EntryPrices();
    private boolean isSimple;
    private boolean isRunning;
    /** While another instance is thought to be at work, nothing moves. */
    private boolean isOtherAtWork;

    private long activationPpm;
    private long callbackPpm;
    private long improvementPpm;
    private long intervalNs;

    /** What is known of one position. */
    private static final class Trail {
        private int instrumentId;
        private boolean isLong;
        /** As it was told: an estimate. */
        private long entry;

        private long peak;
        private long mark;
        private long markNs;
        private long level;
        private long levelNs;
        private long dueNs;
        private boolean isActivated;
        private boolean isJudged = true;
    }

    TrailJudge(final Excuses excuses, final Contracts contracts, final Report report) {
        this.excuses = excuses;
        this.contracts = contracts;
        this.report = report;
    }

    @Override
    public void forget() {
        trails.clear();
        entries.forget();
        isRunning = false;
        isOtherAtWork = false;
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        entries.onRecord(type, buffer, offset);
        switch (type) {
            case PriceDecoder.TEMPLATE_ID:
                onPrice(price.wrapAndApplyHeader(buffer, offset, header));
                break;
            case ConfigAppliedDecoder.TEMPLATE_ID:
                onConfig(config.wrapAndApplyHeader(buffer, offset, header));
                break;
            case PositionOpenedDecoder.TEMPLATE_ID:
                onOpened(opened.wrapAndApplyHeader(buffer, offset, header));
                break;
            case PositionQuantityChangedDecoder.TEMPLATE_ID:
                changed.wrapAndApplyHeader(buffer, offset, header);
                if (trails.containsKey(changed.positionId())) {
                    trails.get(changed.positionId()).entry = changed.entryPrice();
                }
                break;
            case StopConfirmedDecoder.TEMPLATE_ID:
                confirmed.wrapAndApplyHeader(buffer, offset, header);
                onLevel(confirmed.positionId(), confirmed.level(), confirmed.timeNs());
                break;
            case TrailingActivatedDecoder.TEMPLATE_ID:
                activated.wrapAndApplyHeader(buffer, offset, header);
                onActivated(activated.positionId());
                onLevel(activated.positionId(), activated.level(), activated.timeNs());
                break;
            case StopMovedDecoder.TEMPLATE_ID:
                moved.wrapAndApplyHeader(buffer, offset, header);
                onLevel(moved.positionId(), moved.newLevel(), moved.timeNs());
                break;
            default:
                onEnd(type, buffer, offset);
        }
    }

    private void onEnd(final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case PositionClosedDecoder.TEMPLATE_ID:
                trails.remove(closed.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            case CloseStartedDecoder.TEMPLATE_ID:
                drop(closing.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            case OperatorAcceptedDecoder.TEMPLATE_ID:
                operator.wrapAndApplyHeader(buffer, offset, header);
                if (operator.action() == OperatorAction.SET_STOP) {
                    drop(operator.positionId());
                }
                break;
            case NodeStateChangedDecoder.TEMPLATE_ID:
                isRunning = state.wrapAndApplyHeader(buffer, offset, header).to() == NodeState.RUNNING;
                break;
            case ForeignInstanceFoundDecoder.TEMPLATE_ID:
                isOtherAtWork = true;
                break;
            case ForeignInstanceClearedDecoder.TEMPLATE_ID:
                isOtherAtWork = false;
                break;
            default:
                break;
        }
    }

    private void drop(final long positionId) {
        if (trails.containsKey(positionId)) {
            trails.get(positionId).isJudged = false;
        }
    }

    private void onConfig(final ConfigAppliedDecoder policy) {
        isSimple = policy.trailSource() == TrailSource.MARK
                && policy.step1ProfitPpm() == 0
                && policy.step1DistancePpm() == 0
                && policy.atrPpm() == 0;
        activationPpm = policy.activationPpm();
        callbackPpm = policy.callbackPpm();
        improvementPpm = policy.moveMinImprovementPpm();
        intervalNs = policy.moveMinIntervalNs();
        trails.values().forEach(trail -> trail.dueNs = 0);
    }

    private void onOpened(final PositionOpenedDecoder open) {
        final Trail trail = new Trail();
        trail.instrumentId = open.instrumentId();
        trail.isLong = open.side() == PositionSide.LONG;
        trail.entry = open.entryPrice();
        trail.peak = open.entryPrice();
        trails.put(open.positionId(), trail);
    }

    /** Activation latches. */
    private void onActivated(final long positionId) {
        final Trail trail = trails.get(positionId);
        if (trail != null) {
            JournalOracle.demand(!trail.isActivated, "trail activated twice", "position=" + positionId);
            trail.isActivated = true;
        }
    }

    private void onLevel(final long positionId, final long level, final long nowNs) {
        final Trail trail = trails.get(positionId);
        if (trail != null) {
            trail.level = trail.level == 0 || isBetter(trail, level, trail.level) ? level : trail.level;
            trail.levelNs = nowNs;
            trail.dueNs = 0;
        }
    }

    private void onPrice(final PriceDecoder one) {
        if (one.mark() == FixedPoint.NULL) {
            return;
        }
        for (final Map.Entry<Long, Trail> trail : trails.entrySet()) {
            if (trail.getValue().instrumentId == one.instrumentId()) {
                onPrice(trail.getKey(), trail.getValue(), one);
            }
        }
    }

    private void onPrice(final long positionId, final Trail trail, final PriceDecoder one) {
        final long mark = one.mark();
        final boolean isGap = one.timeNs() - trail.markNs > PRICE_GAP_NS;
        if (trail.mark != 0 && Math.abs(mark - trail.mark) > trail.mark / PPM * JUMP_PPM) {
            trail.isJudged = false;
        }
        trail.mark = mark;
        trail.markNs = one.timeNs();
        trail.peak = isBetter(trail, mark, trail.peak) ? mark : trail.peak;
        final long entry = entries.price(positionId, trail.entry);
        if (!isDue(trail, entry) || isGap || !isRunning || isOtherAtWork || isExcused(one)) {
            trail.dueNs = 0;
            return;
        }
        if (trail.dueNs == 0) {
            trail.dueNs = one.timeNs();
        }
        report.probe("trail due");
        // Two moves are an interval apart.
        final long forNs = one.timeNs() - Math.max(trail.dueNs, trail.levelNs + intervalNs);
        if (forNs > MOVE_NS) {
            throw new Violation(
                    "trail not moved",
                    "position=" + positionId + " entry=" + entry + " peak=" + trail.peak + " level=" + trail.level
                            + " due for ms=" + forNs / 1_000_000);
        }
    }

    private boolean isExcused(final PriceDecoder one) {
        final int instrument = contracts.index(one.instrumentId());
        return instrument == Contracts.NONE || excuses.holdsAt(instrument, one.timeNs());
    }

    private boolean isDue(final Trail trail, final long entry) {
        if (!trail.isJudged || !isSimple || trail.level == 0) {
            return false;
        }
        final long sign = trail.isLong ? 1 : -1;
        final long activation = entry / PPM * (PPM + sign * (activationPpm + MARGIN_PPM));
        if (isBetter(trail, activation, trail.peak)) {
            return false;
        }
        final long candidate = trail.peak / PPM * (PPM - sign * callbackPpm);
        final long needed = trail.level / PPM * (PPM + sign * (improvementPpm + MARGIN_PPM));
        // A level that the mark has passed is not for a stop any more.
        return isBetter(trail, candidate, needed) && isBetter(trail, trail.mark, candidate);
    }

    private static boolean isBetter(final Trail trail, final long price, final long than) {
        return trail.isLong ? price > than : price < than;
    }
}
