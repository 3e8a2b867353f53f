package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

final class RestartTest {
    private static final int STEPS = 9;

    /** One step of a life: open, activate, move twice, a lost stop, stop out. */
    private static void step(final Rig rig, final int step) {
        switch (step) {
            case 0:
                rig.mark(0, "100");
                break;
            case 1:
                rig.open(0, PositionSide.LONG, "1");
                break;
            case 2:
                rig.pass(Rig.SECOND);
                break;
            case 3:
                rig.mark(0, "102");
                break;
            case 4:
                rig.pass(Rig.SECOND);
                rig.mark(0, "104");
                break;
            case 5:
                rig.mark(0, "106");
                break;
            case 6:
                final FakeVenue.Order working = rig.venue.open(OrderRole.STOP);
                if (working != null) {
                    rig.venue.lose(working, OrderStatus.CANCELED);
                }
                break;
            case 7:
                rig.pass(Rig.SECOND);
                rig.mark(0, "105");
                break;
            default:
                rig.mark(0, "95");
                rig.pass(2 * Rig.SECOND);
                break;
        }
    }

    private static Rig crashed(final int crashAt, final boolean isExecuted, final String markWhileDown) {
        final Rig rig = Rig.running();
        rig.commands = 0;
        rig.crashAt = crashAt;
        rig.isCrashExecuted = isExecuted;
        for (int step = 0; step < STEPS && !rig.isDead; step++) {
            step(rig, step);
        }
        if (!rig.isDead) {
            return null;
        }
        if (markWhileDown != null) {
            rig.venue.mark(0, Rig.price(markWhileDown));
        }
        rig.crashAndRestart(3 * Rig.SECOND);
        return rig;
    }

    @Test
    void shouldBeProtectedWithinFiveSecondsWhenKilledAtAnyCommand() {
        int crashes = 0;
        for (final boolean isExecuted : new boolean[] {false, true}) {
            for (final String down : new String[] {null, "104.5", "90"}) {
                for (int at = 1; at < 60; at++) {
                    final Rig rig = crashed(at, isExecuted, down);
                    if (rig == null) {
                        assertTrue(at > 10);
                        break;
                    }
                    crashes++;
                    recover(rig, down, "crash at command " + at + " executed=" + isExecuted + " down=" + down);
                }
            }
        }
        System.out.println("crashes=" + crashes);
        assertTrue(crashes > 60, "crashes=" + crashes);
    }

    private static void recover(final Rig rig, final String down, final String name) {
        final long mark = rig.venue.marks.get(0);
        final String text = java.math.BigDecimal.valueOf(mark, 10).toPlainString();
        for (int i = 0; i < 5; i++) {
            rig.passAt(0, text, Rig.SECOND);
        }
        final String all = name + "\n" + String.join("\n", rig.texts);
        assertEquals(NodeState.RUNNING, rig.core.nodeState(), all);
        assertEquals(0, rig.core.unprotectedCount(), all);
        final long size = rig.venue.sizes.getOrDefault(0, 0L);
        assertTrue(size >= 0, all);
        assertEquals(size > 0 ? 1 : 0, rig.core.openPositions(), all);
        if (size > 0) {
            assertTrue(rig.venue.open(OrderRole.ANCHOR) != null, all);
        }
        assertEquals(0, twice(rig), all);
        rig.passAt(0, "80", 5 * Rig.SECOND);
        assertEquals(0L, rig.venue.sizes.getOrDefault(0, 0L), all);
        assertEquals(0, rig.venue.openCount(), name + "\n" + String.join("\n", rig.texts));
        final int opened = rig.all("PositionOpened").size();
        assertEquals(opened, rig.all("PositionClosed").size(), all);
        assertEquals(opened, rig.all("PositionFlatVerified").size(), all);
        rig.check();
    }

    /** Intents with two accepted orders at the venue. */
    private static int twice(final Rig rig) {
        int count = 0;
        for (int i = 0; i < rig.venue.orders.size(); i++) {
            for (int j = 0; j < i; j++) {
                final FakeVenue.Order a = rig.venue.orders.get(i);
                final FakeVenue.Order b = rig.venue.orders.get(j);
                final boolean isSame = a.role == b.role
                        && a.revision == b.revision
                        && a.positionId == b.positionId
                        && a.epochSeconds == b.epochSeconds;
                count += isSame || a.role == OrderRole.ENTRY && b.role == OrderRole.ENTRY ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void shouldNeverSendAnOldEntryAgainAndCallItStale() {
        // Commands of the life so far: Subscribe, PlaceEntry.
        final Rig rig = crashed(2, false, null);
        rig.passAt(0, "100", 1_900 * Rig.MS);
        assertEquals(0, rig.all("EntryRefused").size());
        rig.passAt(0, "100", 300 * Rig.MS);
        assertTrue(rig.last("EntryRefused").contains("reason=STALE_AFTER_RESTART"), rig.last("EntryRefused"));
        assertEquals(1, rig.all("PlaceEntry").size());
        rig.check();
    }

    @Test
    void shouldTellNodeDownWhenKilledBeforeTheFirstStop() {
        final Rig rig = crashed(3, false, null);
        assertTrue(rig.last("PlaceStop").contains("revision=1 role=ANCHOR"));
        assertEquals(2, rig.all("PlaceStop").size());
        final String naked = rig.last("NakedInterval");
        assertTrue(naked.contains("ns=3000000000 ") && naked.contains("cause=NODE_DOWN"), naked);
        rig.check();
    }

    @Test
    void shouldKeepPeakAndActivationOverARestart() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "102");
        rig.pass(Rig.SECOND);
        rig.mark(0, "102.4");
        rig.crashAndRestart(5 * Rig.SECOND);
        rig.passAt(0, "102", 60 * Rig.SECOND);
        assertTrue(rig.last("StopMoved").contains("newLevel=1019000000000 "), rig.last("StopMoved"));
        assertTrue(
                rig.last("PlaceStop").contains("epochSeconds=" + (Rig.START_NS / Rig.SECOND + 7)),
                rig.last("PlaceStop"));
        assertEquals(1, rig.all("TrailingActivated").size());
        rig.check();
    }

    @Test
    void shouldMeasureTheStopThatVanishedWhileDown() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.areUpdatesLost = false;
        rig.crashAndRestart(10 * Rig.SECOND);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(1, rig.all("StopLost").size());
        assertEquals(0, rig.core.unprotectedCount());
        final String naked = rig.last("NakedInterval");
        assertTrue(naked.contains("cause=NODE_DOWN"), naked);
        assertTrue(ProtectDeadlineTest.field(naked, "minNs") < ProtectDeadlineTest.field(naked, "ns"), naked);
        rig.check();
    }

    private static Rig losingPower(final Rig rig, final int kept) {
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        rig.losePower(kept, 3 * Rig.SECOND);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertTrue(anchor.isOpen(), () -> Scenes.tail(rig));
        assertEquals(1, rig.venue.openCount());
        assertEquals(0, rig.all("LeftoverOrderFound").size());
        assertEquals(0, rig.core.unprotectedCount());
        rig.check();
        return rig;
    }

    @Test
    void shouldKeepTheAnchorWhenALossOfPowerMadeTheJournalForgetTheFill() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        final int[] kept = new int[1];
        rig.observer = () -> kept[0] = rig.venue.open(OrderRole.ANCHOR) == null ? rig.inputs.size() - 1 : kept[0];
        rig.open(0, PositionSide.LONG, "1");
        rig.observer = () -> {};
        losingPower(rig, kept[0]);
    }

    @Test
    void shouldKeepTheSecondAnchorWhenALossOfPowerMadeTheJournalForgetThatTheFirstWasLost() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        final int kept = rig.inputs.size();
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        losingPower(rig, kept);
    }

    @Test
    void shouldNotLoosenWhenALossOfPowerMadeTheJournalForgetAMove() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        final int kept = rig.inputs.size();
        rig.passAt(0, "103", 2 * Rig.SECOND);
        final FakeVenue.Order working = rig.venue.open(OrderRole.STOP);
        final int placed = rig.all("PlaceStop").size();
        rig.losePower(kept, 3 * Rig.SECOND);
        rig.passAt(0, "102.9", 10 * Rig.SECOND);
        assertTrue(working.isOpen(), Scenes.tail(rig));
        assertEquals(placed, rig.all("PlaceStop").size());
        // The trail goes on from there.
        rig.passAt(0, "106", 70 * Rig.SECOND);
        assertFalse(working.isOpen());
        assertEquals(Rig.price("105.5"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }
}
