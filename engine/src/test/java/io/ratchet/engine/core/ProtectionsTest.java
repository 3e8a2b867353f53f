package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.KillSwitchAction;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each rule at its boundary, over a restart, and in a new journal. */
final class ProtectionsTest {
    private static final long MIDNIGHT_NS = 1_760_140_800_000L * Rig.MS;

    private static Rig rig(final Bookings.LimitsChange change) {
        final Rig rig = Rig.running();
        final Bookings bookings = new Bookings(rig);
        bookings.limits(change);
        bookings.balance("1000");
        return rig;
    }

    private static String refusal(final Rig rig, final int instrumentId, final PositionSide side) {
        final int before = rig.all("EntryRefused").size();
        rig.mark(instrumentId, instrumentId == 0 ? "100" : "2000");
        rig.open(instrumentId, side, instrumentId == 0 ? "1" : "0.1");
        if (rig.all("EntryRefused").size() == before) {
            return "";
        }
        final String text = rig.last("EntryRefused");
        return text.replaceAll(".*reason=(\\w+).*", "$1");
    }

    /** Opens at 100 and stops out at 98, for a loss of 2 and fees. */
    private static void loseOn(final Rig rig, final int instrumentId, final PositionSide side) {
        assertEquals("", refusal(rig, instrumentId, side));
        rig.pass(Rig.SECOND);
        final boolean isLong = side == PositionSide.LONG;
        if (instrumentId == 0) {
            rig.mark(0, isLong ? "97.9" : "102.1");
        } else {
            rig.mark(1, isLong ? "1958" : "2042");
        }
        rig.pass(3 * Rig.SECOND);
        rig.mark(instrumentId, instrumentId == 0 ? "100" : "2000");
        assertEquals(0, rig.core.openPositions());
    }

    private static void passTo(final Rig rig, final long ns) {
        rig.isTelling = false;
        rig.pass(ns - rig.nowNs - 1);
        rig.isTelling = true;
    }

    @Test
    void shouldLatchTheDailyLossAtTheLimitWithOpenResultsAndLetGoAtMidnight() {
        final Rig rig = rig(limits -> limits.maxDailyLossMoney(Rig.quantity("2")));
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        rig.passAt(0, "98.0006", Rig.SECOND);
        rig.pass(Rig.SECOND);
        assertEquals(0, rig.all("LatchSet").size());
        rig.mark(0, "98.0005");
        rig.pass(Rig.SECOND);
        assertTrue(rig.last("ProtectionTriggered").contains("value=200000000 bound=200000000 "));
        assertTrue(rig.last("LatchSet").contains("untilNs=" + MIDNIGHT_NS + " protection=DAILY_LOSS"));
        assertEquals("DAILY_LOSS", refusal(rig, 1, PositionSide.LONG));
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "99", 3 * Rig.SECOND);
        new Bookings(rig).balance("1000");
        assertEquals("DAILY_LOSS", refusal(rig, 1, PositionSide.LONG));
        rig.operator(OperatorAction.RESUME, 0);
        passTo(rig, MIDNIGHT_NS);
        rig.mark(0, "100");
        new Bookings(rig).balance("1000");
        assertEquals("DAILY_LOSS", refusal(rig, 1, PositionSide.LONG));
        rig.pass(1);
        assertTrue(rig.last("LatchReleased").contains("protection=DAILY_LOSS side=NONE cause=NEW_DAY"));
        assertEquals("", refusal(rig, 1, PositionSide.LONG));
        rig.check();
    }

    @Test
    @DisplayName("G03: an old or missing balance decides nothing, and lets nothing be opened that a limit should judge")
    void shouldJudgeTheDailyLossOnTrustedEquityOnly() {
        final Rig rig = rig(limits -> limits.maxDailyLossMoney(Rig.quantity("1")));
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        rig.passAt(0, "100", 60 * Rig.SECOND);
        assertEquals("", refusal(rig, 1, PositionSide.LONG));
        rig.passAt(0, "98.1", 2 * Rig.SECOND);
        assertEquals(0, rig.all("LatchSet").size());
        rig.mark(1, "2000");
        new Bookings(rig).balance("1000");
        rig.pass(Rig.SECOND);
        assertEquals(1, rig.all("LatchSet").size());
        final Rig old = rig(limits -> limits.maxDailyLossMoney(Rig.quantity("1")));
        old.pass(60 * Rig.SECOND + 1);
        assertEquals("EQUITY_STALE", refusal(old, 0, PositionSide.LONG));
        new Bookings(old).balance("1000");
        assertEquals("", refusal(old, 0, PositionSide.LONG));
        rig.check();
        old.check();
    }

    @Test
    void shouldActOnTheFallOfEquityAndNotOnWhatIsMovedOut() {
        final Rig rig = rig(limits -> limits.killSwitchPpm(100_000).killSwitchAction(KillSwitchAction.CLOSE));
        final Bookings bookings = new Bookings(rig);
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        bookings.balance("400", "-600");
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(0, rig.all("LatchSet").size());
        bookings.balance("360.0001");
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(0, rig.all("LatchSet").size());
        bookings.balance("360");
        rig.passAt(0, "100", Rig.SECOND);
        assertTrue(rig.last("ProtectionTriggered").contains("value=100000 bound=100000 "));
        assertTrue(rig.last("CloseStarted").contains("reason=" + CloseReason.KILL_SWITCH));
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(0, rig.core.openPositions());
        assertEquals("KILL_SWITCH", refusal(rig, 1, PositionSide.LONG));
        rig.crashAndRestart(Rig.SECOND);
        rig.pass(3 * Rig.SECOND);
        bookings.balance("360");
        assertEquals("KILL_SWITCH", refusal(rig, 1, PositionSide.LONG));
        rig.operator(OperatorAction.RESUME, 0);
        assertTrue(rig.last("LatchReleased").contains("cause=OPERATOR"));
        assertEquals("", refusal(rig, 1, PositionSide.LONG));
        rig.check();
    }

    @Test
    void shouldStopAllEntriesWhenTooManyStopsWereHit() {
        final Rig rig = rig(limits -> limits.stoplossGuardTradeLimit(2));
        loseOn(rig, 0, PositionSide.LONG);
        loseOn(rig, 1, PositionSide.SHORT);
        final long untilNs = Bookings.field(rig.last("LatchSet"), "untilNs");
        assertTrue(rig.last("LatchSet").contains("instrumentId=-1 "));
        assertEquals("STOPLOSS_GUARD", refusal(rig, 0, PositionSide.SHORT));
        rig.crashAndRestart(Rig.SECOND);
        passTo(rig, untilNs);
        assertEquals("STOPLOSS_GUARD", refusal(rig, 0, PositionSide.LONG));
        rig.pass(1);
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        rig.check();
    }

    @Test
    void shouldNotCountStopsThatAreAsOldAsTheLookback() {
        final Rig rig = rig(limits -> limits.stoplossGuardTradeLimit(2).stoplossGuardLookbackNs(100 * Rig.SECOND));
        loseOn(rig, 0, PositionSide.LONG);
        rig.pass(100 * Rig.SECOND);
        loseOn(rig, 1, PositionSide.LONG);
        assertEquals(0, rig.all("LatchSet").size());
        loseOn(rig, 1, PositionSide.LONG);
        assertEquals(1, rig.all("LatchSet").size());
        rig.check();
    }

    @Test
    void shouldLockThePairAndTheSideAloneWhenToldSo() {
        final Rig rig = rig(limits -> limits.stoplossGuardTradeLimit(1)
                .stoplossGuardOnlyPerPair(Flag.YES)
                .stoplossGuardOnlyPerSide(Flag.YES));
        loseOn(rig, 0, PositionSide.LONG);
        assertEquals("STOPLOSS_GUARD", refusal(rig, 0, PositionSide.LONG));
        loseOn(rig, 1, PositionSide.LONG);
        loseOn(rig, 0, PositionSide.SHORT);
        assertEquals("STOPLOSS_GUARD", refusal(rig, 0, PositionSide.SHORT));
        rig.check();
    }

    @Test
    @DisplayName("M06: an end by somebody else begins the cooldown from that moment")
    void shouldCoolDownAfterAnEndBySomebodyElse() {
        final Rig rig = rig(limits -> limits.cooldownStopNs(300 * Rig.SECOND));
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        rig.pass(Rig.SECOND);
        rig.venue.sizes.put(0, 0L);
        new Bookings(rig).foreignFill(0, OrderSide.SELL, "101", "1");
        rig.pass(10 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=FOREIGN"));
        final long untilNs = Bookings.field(rig.last("LatchSet"), "untilNs");
        assertEquals(Bookings.field(rig.last("PositionClosed"), "timeNs") + 300 * Rig.SECOND, untilNs);
        assertEquals("COOLDOWN_PERIOD", refusal(rig, 0, PositionSide.LONG));
        assertEquals("", refusal(rig, 1, PositionSide.LONG));
        rig.crashAndRestart(Rig.SECOND);
        passTo(rig, untilNs);
        assertEquals("COOLDOWN_PERIOD", refusal(rig, 0, PositionSide.LONG));
        rig.pass(1);
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        rig.check();
    }

    @Test
    void shouldLockAPairWhoseResultsAreBelowTheRequired() {
        final Rig rig = rig(limits -> limits.lowProfitTradeLimit(2));
        loseOn(rig, 0, PositionSide.LONG);
        assertEquals(0, rig.all("LatchSet").size());
        loseOn(rig, 0, PositionSide.SHORT);
        assertEquals("LOW_PROFIT_PAIRS", refusal(rig, 0, PositionSide.LONG));
        assertEquals("", refusal(rig, 1, PositionSide.LONG));
        rig.check();
    }

    @Test
    void shouldStopAllEntriesWhenOpenLossesMakeTheDrawdown() {
        final Rig rig = rig(limits ->
                limits.maxDrawdownTradeLimit(2).maxDrawdownAllowedPpm(35_000).maxDrawdownStopNs(60 * Rig.SECOND));
        loseOn(rig, 0, PositionSide.LONG);
        assertEquals("", refusal(rig, 0, PositionSide.LONG));
        rig.passAt(0, "98.7", 2 * Rig.SECOND);
        assertEquals(0, rig.all("LatchSet").size());
        rig.passAt(0, "98.5", 2 * Rig.SECOND);
        assertEquals(1, rig.all("LatchSet").size());
        assertEquals("MAX_DRAWDOWN", refusal(rig, 1, PositionSide.LONG));
        rig.check();
    }

    @Test
    void shouldKeepLatchesInANewJournalAndLetGoWhenSwitchedOff() {
        final Rig first = rig(ProtectionsTest::all);
        loseOn(first, 0, PositionSide.LONG);
        final Rig rig = Rig.running();
        final Bookings bookings = new Bookings(rig);
        bookings.limits(ProtectionsTest::all);
        bookings.balance("1000");
        first.core
                .protections()
                .latches()
                .forEach((protection, instrumentId, side, untilNs) ->
                        bookings.restored(protection, instrumentId, untilNs, 0));
        bookings.restored(Protection.DAILY_LOSS, -1, 0, Rig.quantity("4"));
        assertEquals("COOLDOWN_PERIOD", refusal(rig, 0, PositionSide.LONG));
        assertEquals("", refusal(rig, 1, PositionSide.LONG));
        rig.passAt(1, "1975", 2 * Rig.SECOND);
        bookings.balance("1000");
        assertEquals(0, rig.all("ProtectionTriggered").size());
        rig.passAt(1, "1961", 2 * Rig.SECOND);
        bookings.balance("1000");
        rig.passAt(1, "1961", 2 * Rig.SECOND);
        assertTrue(rig.last("ProtectionTriggered").contains("protection=DAILY_LOSS"), "lost before counts");
        bookings.limits(limits -> {});
        assertTrue(rig.last("LatchReleased").contains("cause=SWITCHED_OFF"));
        assertEquals(0, rig.core.protections().latches().active());
        rig.check();
    }

    private static void all(final LimitsAppliedEncoder limits) {
        limits.cooldownStopNs(300 * Rig.SECOND).maxDailyLossMoney(Rig.quantity("7"));
    }
}
