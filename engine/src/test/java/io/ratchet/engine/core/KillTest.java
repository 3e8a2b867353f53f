package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.VenueState;
import org.junit.jupiter.api.Test;

/** The kill, and its certificate that nothing of ours is left. */
final class KillTest {
    private static void kill(final Rig rig, final boolean isAll) {
        rig.operator(OperatorAction.KILL, 0, -1, FixedPoint.NULL, FixedPoint.NULL, isAll);
    }

    private static Rig withTwo(final ForeignPolicy policy) {
        final Rig rig = Rig.running(config -> config.foreignPolicy(policy));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.mark(1, "2000");
        return rig;
    }

    private static void pass(final Rig rig, final long seconds) {
        for (int i = 0; i < seconds; i++) {
            rig.mark(0, "100");
            rig.passAt(1, "2000", Rig.SECOND);
        }
    }

    @Test
    void shouldCloseCancelVerifyAndCertifyWhenKilled() {
        final Rig rig = withTwo(ForeignPolicy.ALERT);
        rig.open(1, PositionSide.SHORT, "0.1");
        pass(rig, 2);
        kill(rig, false);
        assertTrue(rig.last("OperatorAccepted").contains("action=KILL"));
        pass(rig, 5);
        final String certificate = rig.last("KillCertificate");
        assertTrue(certificate.contains("positionsClosed=2 ordersCancelled=2 foreignLeft=0 "), certificate);
        assertEquals(1, rig.all("KillCertificate").size());
        assertEquals(0, rig.venue.openCount());
        assertEquals(0L, rig.venue.sizes.get(0));
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
        rig.operator(OperatorAction.RESUME, 0);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(3, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldCountTheLeftoversItHadToCancelBeforeItCouldCertify() {
        final Rig rig = withTwo(ForeignPolicy.ALERT);
        pass(rig, 2);
        final FakeVenue.Order late = rig.venue.late(1, 77, OrderRole.STOP, "1");
        late.epochSeconds -= 1_000;
        late.side = OrderSide.SELL;
        late.level = Rig.price("1500");
        kill(rig, false);
        pass(rig, 10);
        // The anchor of the one position, and what an earlier start had left.
        final String certificate = rig.last("KillCertificate");
        assertTrue(certificate.contains("positionsClosed=1 ordersCancelled=2 "), certificate);
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldNotCountWhatWasCancelledBeforeTheKill() {
        final Rig rig = withTwo(ForeignPolicy.ALERT);
        rig.passAt(0, "102", 2 * Rig.SECOND);
        rig.passAt(0, "105", 70 * Rig.SECOND);
        assertTrue(!rig.all("CancelStop").isEmpty());
        kill(rig, false);
        rig.passAt(0, "105", 10 * Rig.SECOND);
        // The anchor and the working stop.
        assertTrue(rig.last("KillCertificate").contains("ordersCancelled=2 "), rig.last("KillCertificate"));
    }

    @Test
    void shouldProveFlatByAReadThatBeganAfterTheLastClose() {
        final Rig rig = withTwo(ForeignPolicy.ALERT);
        pass(rig, 2);
        kill(rig, false);
        pass(rig, 3);
        final long snapshotId = ProtectDeadlineTest.field(rig.last("KillCertificate"), "snapshotId");
        assertTrue(snapshotId > ProtectDeadlineTest.field(rig.last("PositionFlatVerified"), "snapshotId"));
        rig.check();
    }

    @Test
    void shouldCertifyAtOnceWhenThereIsNothing() {
        final Rig rig = Rig.running();
        kill(rig, false);
        rig.pass(Rig.SECOND);
        assertTrue(rig.last("KillCertificate").contains("positionsClosed=0 ordersCancelled=0 foreignLeft=0 "));
        rig.check();
    }

    @Test
    void shouldCloseWhatOpensAfterTheKill() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, FakeVenue.Fate.UNKNOWN_DONE);
        rig.venue.areFillsLost = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.areFillsLost = false;
        kill(rig, false);
        for (int i = 0; i < 10; i++) {
            rig.passAt(0, "100", Rig.SECOND);
        }
        assertEquals(0L, rig.venue.sizes.get(0));
        assertEquals(0, rig.venue.openCount());
        assertTrue(rig.last("KillCertificate").contains("positionsClosed=1 "), rig.last("KillCertificate"));
        rig.check();
    }

    @Test
    void shouldLeaveForeignPositionsAloneUnlessAllIsAskedFor() {
        for (final boolean isAll : new boolean[] {false, true}) {
            final Rig rig = withTwo(ForeignPolicy.IGNORE);
            rig.venue.foreignTrade(1, Rig.quantity("2"));
            pass(rig, 62);
            kill(rig, isAll);
            pass(rig, 10);
            final String certificate = rig.last("KillCertificate");
            assertTrue(certificate.contains("positionsClosed=" + (isAll ? 2 : 1) + " "), certificate);
            assertTrue(certificate.contains("foreignLeft=" + (isAll ? 0 : 1) + " "), certificate);
            assertEquals(isAll ? 0 : Rig.quantity("2"), rig.venue.sizes.get(1));
            rig.check();
        }
    }

    @Test
    void shouldKeepTheGuardOfAForeignPositionUnlessAllIsAskedFor() {
        for (final boolean isAll : new boolean[] {false, true}) {
            final Rig rig = withTwo(ForeignPolicy.GUARD);
            rig.venue.foreignTrade(1, Rig.quantity("2"));
            pass(rig, 62);
            kill(rig, isAll);
            pass(rig, 10);
            assertEquals(isAll ? 0 : 1, rig.venue.openCount());
            assertEquals(isAll ? 0 : Rig.quantity("2"), rig.venue.sizes.get(1));
            assertEquals(1, rig.all("KillCertificate").size());
            rig.check();
        }
    }

    @Test
    void shouldGoOnAfterARestartWhenKilledAtAnyCommandOfTheKill() {
        int crashes = 0;
        for (final boolean isExecuted : new boolean[] {false, true}) {
            for (int at = 1; at < 20; at++) {
                final Rig rig = withTwo(ForeignPolicy.ALERT);
                pass(rig, 2);
                rig.commands = 0;
                rig.crashAt = at;
                rig.isCrashExecuted = isExecuted;
                kill(rig, false);
                pass(rig, 3);
                if (!rig.isDead) {
                    break;
                }
                crashes++;
                rig.crashAndRestart(2 * Rig.SECOND);
                pass(rig, 15);
                final String all = "crash at " + at + "\n" + String.join("\n", rig.texts);
                assertEquals(1, rig.all("KillCertificate").size(), all);
                assertEquals(0L, rig.venue.sizes.get(0), all);
                assertEquals(0, rig.venue.openCount(), all);
                rig.open(0, PositionSide.LONG, "1");
                assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"), all);
                rig.check();
            }
        }
        assertTrue(crashes >= 6, "crashes=" + crashes);
    }

    @Test
    void shouldStayOpenWhileTheVenueIsBlindAndRefuseToResume() {
        final Rig rig = withTwo(ForeignPolicy.ALERT);
        pass(rig, 2);
        rig.health(VenueState.BLIND);
        kill(rig, false);
        pass(rig, 10);
        assertTrue(rig.all("KillCertificate").isEmpty());
        assertEquals(0, rig.all("CloseAtMarket").size(), "nothing is queued");
        rig.operator(OperatorAction.RESUME, 0);
        assertTrue(rig.last("OperatorRefused").contains("reason=KILL_ACTIVE"));
        rig.health(VenueState.OK);
        pass(rig, 5);
        assertTrue(rig.last("KillCertificate").contains("positionsClosed=1 "));
        rig.check();
    }

    @Test
    void shouldNotCertifyWhileAnOrderOfOursIsListed() {
        final Rig rig = withTwo(ForeignPolicy.ALERT);
        pass(rig, 2);
        // An order of a position that is long forgotten: its cancellation is refused at first.
        final FakeVenue.Order leftover = rig.venue.late(1, 1, OrderRole.STOP, "1");
        leftover.instrumentId = 1;
        leftover.level = Rig.price("1500");
        assertFalse(leftover.closePosition);
        kill(rig, false);
        pass(rig, 30);
        assertEquals(0, rig.venue.openCount());
        assertEquals(1, rig.all("KillCertificate").size());
        rig.check();
    }
}
