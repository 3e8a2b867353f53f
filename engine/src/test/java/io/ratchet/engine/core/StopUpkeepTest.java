package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** Stops that are there, or should be, long after the open. */
final class StopUpkeepTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    private static Rig openAt(final String mark) {
        final Rig rig = Rig.running();
        rig.mark(0, mark);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, mark, 2 * Rig.SECOND);
        return rig;
    }

    /** Opened at 100, and a working stop above the anchor. */
    private static Rig trailingAt(final String mark) {
        final Rig rig = openAt("100");
        rig.mark(0, mark);
        rig.passAt(0, mark, 2 * Rig.SECOND);
        assertNotNull(rig.venue.open(OrderRole.STOP));
        return rig;
    }

    private static void refuseStops(final Rig rig) {
        for (int i = 0; i < 5_000; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
    }

    @Test
    void shouldMoveAgainWhenAMoveWasInterruptedByAMomentWithoutSize() {
        final Rig rig = openAt("100");
        rig.venue.next(STOP, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.mark(0, "102");
        rig.pass(Rig.SECOND);
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        Scenes.foreignFill(rig, 0, 31_000, "1");
        rig.venue.sizes.put(0, size);
        rig.passAt(0, "102", 70 * Rig.SECOND);
        rig.passAt(0, "104", 70 * Rig.SECOND);
        rig.passAt(0, "108", 70 * Rig.SECOND);
        assertEquals(Rig.price("107.5"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    void shouldPlaceTheAnchorOnTheNewTickWhenTheVenueMadeItCoarser() {
        final Rig rig = openAt("100.3");
        Scenes.define(rig, "1");
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.passAt(0, "100.3", Rig.SECOND);
        // 98.3 toward the market.
        assertEquals(Rig.price("99"), rig.venue.open(OrderRole.ANCHOR).level);
        assertEquals(0, rig.all("CommandWithheld").size());
        rig.check();
    }

    @Test
    void shouldPlaceTheWorkingStopOnTheNewTickWhenTheVenueMadeItCoarser() {
        final Rig rig = trailingAt("103.3");
        Scenes.define(rig, "1");
        rig.venue.lose(rig.venue.open(OrderRole.STOP), OrderStatus.CANCELED);
        rig.passAt(0, "103.3", Rig.SECOND);
        assertEquals(Rig.price("103"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(0, rig.all("CommandWithheld").size());
        rig.check();
    }

    @Test
    void shouldPlaceAtGrowingDistancesWhenAWorkingStopIsRefusedUnderAnAnchor() {
        final Rig rig = trailingAt("103");
        refuseStops(rig);
        rig.venue.lose(rig.venue.open(OrderRole.STOP), OrderStatus.CANCELED);
        final int before = rig.all("PlaceStop").size();
        rig.passAt(0, "103", 600 * Rig.SECOND);
        final int sent = rig.all("PlaceStop").size() - before;
        assertTrue(sent > 10 && sent < 30, "sent=" + sent);
        assertEquals(0, rig.all("CloseStarted").size());
    }

    @Test
    void shouldPlaceAtOnceAgainWhenTheAnchorIsLostWhileTheWorkingStopIsRefused() {
        final Rig rig = trailingAt("103");
        refuseStops(rig);
        rig.venue.lose(rig.venue.open(OrderRole.STOP), OrderStatus.CANCELED);
        rig.passAt(0, "103", 300 * Rig.SECOND);
        rig.venue.next.clear();
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.pass(250 * Rig.MS);
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        assertNotNull(rig.venue.open(OrderRole.STOP));
    }

    /** Whatever stop is placed is taken and ended at once: there is no position. */
    private static void passExpiring(final Rig rig, final long seconds) {
        for (int i = 0; i < seconds * 20; i++) {
            rig.passAt(0, "100", 50 * Rig.MS);
            final FakeVenue.Order stop = rig.venue.open(OrderRole.ANCHOR);
            if (stop != null) {
                rig.venue.lose(stop, OrderStatus.EXPIRED);
            }
        }
    }

    @Test
    void shouldFindThatNothingIsLeftWhenTheVenueEndsEachStopAtOnce() {
        final Rig rig = openAt("100");
        // Liquidated while nobody listened.
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        passExpiring(rig, 30);
        assertEquals(1, rig.all("PositionClosed").size());
        assertEquals(1, rig.all("PositionFlatVerified").size());
        assertTrue(
                rig.all("PlaceStop").size() <= 8,
                "actual=" + rig.all("PlaceStop").size() + " expected<=8");
        rig.replayed();
        rig.check();
    }

    @Test
    void shouldCloseByTheDeadlineWhenTheVenueEndsEachStopOfAPositionThatItShows() {
        final Rig rig = openAt("100");
        passExpiring(rig, 10);
        assertEquals(1, rig.all("CloseStarted").size());
        assertTrue(rig.last("CloseStarted").contains("reason=PROTECT_DEADLINE"));
        assertTrue(
                rig.all("PlaceStop").size() <= 8,
                "actual=" + rig.all("PlaceStop").size() + " expected<=8");
        assertEquals(0, rig.venue.sizes.get(0));
        rig.check();
    }
}
