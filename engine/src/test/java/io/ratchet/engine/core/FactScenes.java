package io.ratchet.engine.core;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.InstrumentStatusChangedEncoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.sbe.SymbolList;
import io.ratchet.engine.sbe.SymbolListedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Short lives of a node, by name, that together show every fact an operator knew from the predecessor. */
final class FactScenes {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;
    private static final int CANCEL = CancelStopDecoder.TEMPLATE_ID;
    private static final int ENTRY = PlaceEntryDecoder.TEMPLATE_ID;
    private static final long HOUR = 3_600 * Rig.SECOND;
    private static final long CHECKS = 1L << 5 | 1L << 20 | 1L << 35 | 1L << 50;

    private FactScenes() {}

    static Map<String, Supplier<Rig>> all() {
        final Map<String, Supplier<Rig>> scenes = new LinkedHashMap<>();
        scenes.put("life", FactScenes::life);
        scenes.put("breakeven", FactScenes::breakeven);
        scenes.put("move-refused", FactScenes::moveRefused);
        scenes.put("stop-refused", FactScenes::stopRefused);
        scenes.put("emergency", FactScenes::emergency);
        scenes.put("stop-cancelled", FactScenes::stopCancelled);
        scenes.put("unprotected-open", FactScenes::unprotectedOpen);
        scenes.put("restart", FactScenes::restart);
        scenes.put("restart-unprotected", FactScenes::restartUnprotected);
        scenes.put("restart-incomplete", FactScenes::restartIncomplete);
        scenes.put("waves", FactScenes::waves);
        scenes.put("signals", FactScenes::signals);
        scenes.put("limits", FactScenes::limits);
        scenes.put("vanished", FactScenes::vanished);
        scenes.put("reduced", FactScenes::reduced);
        scenes.put("adopted", FactScenes::adopted);
        scenes.put("not-to-be-guarded", FactScenes::notToBeGuarded);
        scenes.put("leftovers", FactScenes::leftovers);
        scenes.put("leftover-stays", FactScenes::leftoverStays);
        scenes.put("kill", FactScenes::kill);
        scenes.put("shutdown", FactScenes::shutdown);
        scenes.put("venue-down", FactScenes::venueDown);
        scenes.put("aged", FactScenes::aged);
        return scenes;
    }

    private static Rig opened(final Rig.ConfigChange change) {
        final Rig rig = Rig.running(change);
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        return rig;
    }

    private static Rig life() {
        final Rig rig = opened(config -> {});
        rig.passAt(0, "102", 2 * Rig.SECOND);
        rig.passAt(0, "102.2", 2 * Rig.SECOND);
        rig.passAt(0, "105", 70 * Rig.SECOND);
        rig.mark(0, "104");
        rig.pass(5 * Rig.SECOND);
        return rig;
    }

    private static Rig breakeven() {
        final Rig rig = opened(config -> config.breakevenPpm(5_000));
        rig.passAt(0, "101", 5 * Rig.SECOND);
        return rig;
    }

    private static Rig moveRefused() {
        final Rig rig = opened(config -> {});
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.passAt(0, "102", 5 * Rig.SECOND);
        return rig;
    }

    private static Rig stopRefused() {
        final Rig rig = Rig.running();
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        return rig;
    }

    private static Rig emergency() {
        final Rig rig = Rig.running(config -> config.emergencyStopPpm(30_000));
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        return rig;
    }

    private static Rig stopCancelled() {
        final Rig rig = opened(config -> {});
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.passAt(0, "102", 2 * Rig.SECOND);
        rig.venue.next(CANCEL, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.passAt(0, "105", 70 * Rig.SECOND);
        return rig;
    }

    private static Rig unprotectedOpen() {
        final Rig rig = Rig.running();
        for (int i = 0; i < 30; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 10 * Rig.SECOND);
        return rig;
    }

    private static Rig restart() {
        final Rig rig = opened(config -> {});
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.crashAndRestart(3 * Rig.SECOND);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        return rig;
    }

    private static Rig restartUnprotected() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.SILENT_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.crashAndRestart(3 * Rig.SECOND);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        return rig;
    }

    private static Rig restartIncomplete() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(ENTRY, Fate.SILENT_DONE, OutcomeReason.TIMEOUT);
        rig.venue.areFillsLost = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.crashAndRestart(3 * Rig.SECOND);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        return rig;
    }

    /** At 20:50 the wave of 20:30 comes and fills its two slots, and comes again; that of 20:45 never does. */
    private static Rig waves() {
        final Rig rig = Rig.running(config -> config.waveEnabled(Flag.YES)
                .waveCheckMinuteMask(CHECKS)
                .maxPerWave(1)
                .waveBufferPercent(100));
        numbers(rig, SignalMode.WAVE, 0);
        rig.passAt(0, "100", 301 * Rig.SECOND);
        rig.mark(1, "100");
        final long candleMs = (rig.nowNs / Rig.MS) / 900_000L * 900_000L - 900_000L;
        signal(rig, 1, 0, candleMs, SignalDefect.NONE, 0, 2);
        signal(rig, 2, 1, candleMs, SignalDefect.NONE, 1, 2);
        rig.passAt(0, "100", 900 * Rig.SECOND);
        signal(rig, 3, 1, candleMs, SignalDefect.NONE, 0, 1);
        rig.passAt(0, "100", 300 * Rig.SECOND);
        signal(rig, 4, 1, candleMs + 900_000L, SignalDefect.SCORE_MISSING, 0, 1);
        signal(rig, 5, 0, candleMs + 900_000L, SignalDefect.NONE, 0, 1);
        rig.passAt(0, "100", 900 * Rig.SECOND);
        return rig;
    }

    private static Rig signals() {
        final Rig rig = Rig.running(config -> config.waveEnabled(Flag.YES));
        numbers(rig, SignalMode.REALTIME, 0);
        listed(rig, "ETHUSDT");
        rig.mark(0, "100");
        rig.mark(1, "100");
        signal(rig, 1, 1, FixedPoint.NULL, SignalDefect.NONE, 0, 1);
        signal(rig, 2, 0, FixedPoint.NULL, SignalDefect.SCORE_NOT_A_NUMBER, 0, 1);
        signal(rig, 3, -1, FixedPoint.NULL, SignalDefect.SYMBOL_UNKNOWN, 0, 1);
        rig.venue.next(ENTRY, Fate.REFUSED, OutcomeReason.INSUFFICIENT_MARGIN);
        signal(rig, 4, 0, FixedPoint.NULL, SignalDefect.NONE, 0, 1);
        rig.passAt(0, "100", Rig.SECOND);
        signal(rig, 5, 0, FixedPoint.NULL, SignalDefect.NONE, 0, 1);
        rig.passAt(0, "100", Rig.SECOND);
        return rig;
    }

    private static Rig limits() {
        final Rig rig = opened(config -> config.maxExposureMoney(150 * FixedPoint.QUANTITY_ONE));
        rig.mark(1, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.open(1, PositionSide.LONG, "1");
        rig.open(1, PositionSide.LONG, "0.001");
        new InstrumentStatusChangedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .instrumentId(1)
                .status(InstrumentStatus.HALTED);
        rig.send(8 + InstrumentStatusChangedEncoder.BLOCK_LENGTH);
        rig.open(1, PositionSide.LONG, "0.1");
        return rig;
    }

    private static Rig vanished() {
        final Rig rig = opened(config -> {});
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.sizes.put(0, 0L);
        rig.passAt(0, "100", 61 * Rig.SECOND);
        // Lists alone may lag: the stream is the second source.
        Scenes.tellPosition(rig, 0, "0");
        rig.passAt(0, "100", 20 * Rig.SECOND);
        return rig;
    }

    private static Rig reduced() {
        final Rig rig = opened(config -> {});
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.sizes.put(0, Rig.quantity("0.4"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        Scenes.tellPosition(rig, 0, "0.4");
        rig.passAt(0, "100", 20 * Rig.SECOND);
        return rig;
    }

    private static Rig adopted() {
        final Rig rig = Rig.running(config -> config.foreignPolicy(ForeignPolicy.ADOPT));
        rig.mark(0, "100");
        rig.venue.sizes.put(0, Rig.quantity("3"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        return rig;
    }

    private static Rig notToBeGuarded() {
        final Rig rig = Rig.running(config -> config.foreignPolicy(ForeignPolicy.GUARD));
        rig.mark(0, "100");
        rig.venue.liquidations.put(0, Rig.price("99.9"));
        rig.venue.sizes.put(0, Rig.quantity("3"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        return rig;
    }

    private static Rig zombies() {
        final Rig rig = Rig.running(config -> config.zombieGraceSeconds(10)
                .zombieMinSeconds(60)
                .zombieMaxSeconds(300)
                .zombieTries(3)
                .reconcileIntervalNs(0));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.mark(0, "97");
        rig.pass(1_500 * Rig.SECOND);
        return rig;
    }

    private static void leftover(final Rig rig, final int revision) {
        final FakeVenue.Order order = rig.venue.late(0, 1, OrderRole.STOP, "1");
        order.revision = revision;
        order.side = OrderSide.SELL;
        order.level = Rig.price("90");
    }

    private static Rig leftovers() {
        final Rig rig = zombies();
        for (int i = 1; i <= 12; i++) {
            leftover(rig, i);
        }
        rig.pass(400 * Rig.SECOND);
        return rig;
    }

    private static Rig leftoverStays() {
        final Rig rig = zombies();
        leftover(rig, 1);
        for (int i = 0; i < 9; i++) {
            rig.venue.next(CANCEL, Fate.REFUSED, OutcomeReason.OVERLOAD);
        }
        rig.pass(500 * Rig.SECOND);
        return rig;
    }

    private static Rig kill() {
        final Rig rig = opened(config -> {});
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.operator(OperatorAction.KILL, 0);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        return rig;
    }

    private static Rig shutdown() {
        final Rig rig = opened(config -> {});
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.operator(OperatorAction.SHUTDOWN, 0);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        return rig;
    }

    private static Rig venueDown() {
        final Rig rig = opened(config -> {});
        rig.venue.next(QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.health(VenueState.DEGRADED);
        rig.health(VenueState.BLIND);
        rig.feed(MarketFeed.SIGNALS, FeedState.REFUSED);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        rig.venue.next(ENTRY, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.health(VenueState.OK);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        rig.passAt(0, "100", 5 * Rig.SECOND);
        return rig;
    }

    private static Rig aged() {
        final Rig rig = opened(AgedRuleTest.aged());
        rig.pass(3 * HOUR);
        rig.passAt(0, "99", 120 * Rig.SECOND);
        return rig;
    }

    private static void numbers(final Rig rig, final SignalMode mode, final long maxAgeNs) {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        new EntriesAppliedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .signalMode(mode)
                .sizingMode(SizingMode.FIXED)
                .entryOrderType(OrderType.MARKET)
                .waveWindowSeconds(240)
                .signalMaxAgeNs(maxAgeNs);
        rig.send(8 + EntriesAppliedEncoder.BLOCK_LENGTH);
    }

    private static void listed(final Rig rig, final String pattern) {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        new SymbolListedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .index(0)
                .size(1)
                .list(SymbolList.STOP)
                .pattern(pattern);
        rig.send(8 + SymbolListedEncoder.BLOCK_LENGTH);
    }

    private static void signal(
            final Rig rig,
            final long id,
            final int instrumentId,
            final long candleMs,
            final SignalDefect defect,
            final int index,
            final int size) {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        new SignalReceivedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .signalId(id)
                .scoreWeek((1_000 - id) * FixedPoint.QUANTITY_ONE)
                .scoreMonth(FixedPoint.QUANTITY_ONE)
                .candleOpenMs(candleMs)
                .createdMs(rig.nowNs / Rig.MS)
                .instrumentId(instrumentId)
                .batchId((int) id - index)
                .batchIndex(index)
                .batchSize(size)
                .venue(Venue.BINANCE)
                .side(PositionSide.LONG)
                .defect(defect)
                .symbol("X")
                .totalScore(FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .rsi(FixedPoint.NULL)
                .volumeZScore(FixedPoint.NULL)
                .oiDeltaPercent(FixedPoint.NULL);
        rig.send(8 + SignalReceivedEncoder.BLOCK_LENGTH);
    }
}
