package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.MarketStatsTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.HealthAction;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.RiskClass;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Scores the health of each position with its prices, at most so often, and tells when its class of risk changes. When a
 * worse class is entered it does what the policy says: nothing, alert, tighten the stop, close. It never loosens. Core
 * thread.
 */
public final class HealthWatch {
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final MarketStatsTable stats;
    private final PositionTable positions;
    private final StopGuard guard;
    private final TrailingStop trail;
    private final CloseLadder ladder;
    private final HealthScorer scorer = new HealthScorer();
    private final long[] nextNs = new long[PositionTable.POSITIONS_MAX];
    private final RiskClass[] risks = new RiskClass[PositionTable.POSITIONS_MAX];
    private final boolean[] isTightening = new boolean[PositionTable.POSITIONS_MAX];

    /**
     * Nothing scored yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param stats       of the core.
     * @param positions   of the core.
     * @param guard       moves stops.
     * @param trail       knows the peaks.
     * @param ladder      closes.
     */
    public HealthWatch(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final MarketStatsTable stats,
            final PositionTable positions,
            final StopGuard guard,
            final TrailingStop trail,
            final CloseLadder ladder) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.stats = stats;
        this.positions = positions;
        this.guard = guard;
        this.trail = trail;
        this.ladder = ladder;
        Arrays.fill(risks, RiskClass.NONE);
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        nextNs[slot] = 0;
        risks[slot] = RiskClass.NONE;
        isTightening[slot] = false;
    }

    /**
     * A mark was accepted.
     *
     * @param position of the instrument.
     */
    public void onPrice(final Position position) {
        final int slot = position.slot();
        if (policy.healthIntervalNs() == 0
                || time.nowNs() < nextNs[slot]
                || position.phase() != PositionPhase.OPEN
                || position.quantity() == 0) {
            return;
        }
        final long entry = position.entryAverage();
        if (entry != 0) {
            nextNs[slot] = time.nowNs() + policy.healthIntervalNs();
            score(position, entry);
        }
    }

    private void score(final Position position, final long entry) {
        final int id = position.instrumentId();
        final long mark = prices.mark(id);
        final long gain = position.isLong() ? mark - entry : entry - mark;
        final long profitPpm = clamped(gain, entry, Rounding.CEILING);
        final long peak = trail.peak(position);
        final long fall = peak == 0 ? 0 : Math.max(0, position.isLong() ? peak - mark : mark - peak);
        final long drawdownPpm = peak == 0 ? 0 : clamped(fall, peak, Rounding.FLOOR);
        final long range = stats.atr(id);
        scorer.score(
                profitPpm,
                drawdownPpm,
                range == FixedPoint.NULL || range < 0 ? HealthScorer.UNKNOWN : clamped(range, mark, Rounding.FLOOR),
                time.nowNs() - position.openedNs(),
                spreadPpm(id, mark),
                depthUsd(position));
        final int total = scorer.scores()[HealthScorer.TOTAL];
        judge(position, profitPpm, drawdownPpm, HealthScorer.risk(profitPpm, drawdownPpm, total));
    }

    private static long clamped(final long part, final long whole, final Rounding rounding) {
        final long ppm = FixedPoint.mulDivClamped(part, FixedPoint.PPM_ONE, whole, rounding);
        return Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, ppm));
    }

    private long spreadPpm(final int id, final long mark) {
        if (!prices.isBookFresh(id)) {
            return HealthScorer.UNKNOWN;
        }
        return clamped(Math.max(0, prices.ask(id) - prices.bid(id)), mark, Rounding.FLOOR);
    }

    private long depthUsd(final Position position) {
        final int id = position.instrumentId();
        final long size = position.isLong() ? stats.bidSize(id) : stats.askSize(id);
        if (size == FixedPoint.NULL || size < 0 || !prices.isBookFresh(id)) {
            return HealthScorer.UNKNOWN;
        }
        final long price = position.isLong() ? prices.bid(id) : prices.ask(id);
        return FixedPoint.money(price, size, Rounding.FLOOR) / FixedPoint.QUANTITY_ONE;
    }

    private void judge(final Position position, final long profitPpm, final long drawdownPpm, final RiskClass risk) {
        final int slot = position.slot();
        final RiskClass before = risks[slot];
        if (risk != before) {
            final boolean isWorse = risk.value() > before.value();
            final HealthAction action = isWorse ? policy.healthAction(risk) : HealthAction.NONE;
            risks[slot] = risk;
            decisions.healthScore(position, profitPpm, drawdownPpm, scorer.scores(), before, risk, action);
            isTightening[slot] = action == HealthAction.TIGHTEN || isWorse && isTightening[slot];
            act(position, risk, action);
        }
        if (isTightening[slot]) {
            tighten(position);
        }
    }

    private void act(final Position position, final RiskClass risk, final HealthAction action) {
        if (action == HealthAction.NONE) {
            return;
        }
        decisions.alertRaised(
                position.id(),
                position.instrumentId(),
                position.venue(),
                risk.value(),
                scorer.scores()[HealthScorer.TOTAL],
                AlertCode.HEALTH);
        if (action == HealthAction.CLOSE) {
            ladder.start(position, CloseReason.HEALTH);
        }
    }

    /** To the callback distance from the mark; waits while another move is in flight. */
    private void tighten(final Position position) {
        if (!guard.mayMove(position)) {
            return;
        }
        final long mark = prices.mark(position.instrumentId());
        final long tick = instruments.at(position.instrumentId()).tickSize();
        final long distance = FixedPoint.ppmOf(mark, policy.callbackPpm(), Rounding.CEILING);
        final long level = position.isLong()
                ? FixedPoint.floorToTick(mark - distance, tick)
                : FixedPoint.ceilToTick(mark + distance, tick);
        final boolean isBetter = Coverage.isBetter(position, level, guard.confirmedLevel(position));
        if (!isBetter || guard.move(position, level, MoveRule.HEALTH, false, 0)) {
            isTightening[position.slot()] = false;
        }
    }

    /**
     * The class of risk of a position.
     *
     * @param position asked about.
     * @return as scored last, NONE before.
     */
    public RiskClass risk(final Position position) {
        return risks[position.slot()];
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        for (int slot = 0; slot < positions.used(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                nextNs[slot] = fields.of("nextNs", nextNs[slot]);
                risks[slot] = fields.of("risks", risks[slot], RiskClass.class);
                isTightening[slot] = fields.of("isTightening", isTightening[slot]);
            }
        }
    }
}
