package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.ZombieForeign;
import org.junit.jupiter.api.Test;

/** Orders that no position needs: grace, tries, reports, how often they are looked for, and what is let alone. */
class ZombieTest {
    private static Rig rig(final ZombieForeign foreign) {
        return Rig.running(config -> config.zombieGraceSeconds(10)
                .zombieMinSeconds(60)
                .zombieMaxSeconds(300)
                .zombieTries(3)
                .zombieForeign(foreign)
                .reconcileIntervalNs(0));
    }

    /** A position that came and went. */
    private static Rig flat() {
        final Rig rig = rig(ZombieForeign.REPORT);
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.mark(0, "97");
        rig.pass(5 * Rig.SECOND);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        return rig;
    }

    private static FakeVenue.Order leftover(final Rig rig, final long positionId) {
        final FakeVenue.Order order = rig.venue.late(0, positionId, OrderRole.STOP, "1");
        order.side = OrderSide.SELL;
        order.level = Rig.price("90");
        return order;
    }

    private static FakeVenue.Order foreign(final Rig rig) {
        final FakeVenue.Order order = rig.venue.late(0, 0, OrderRole.NONE, "0");
        order.side = OrderSide.SELL;
        order.level = Rig.price("90");
        order.closePosition = true;
        return order;
    }

    private static void untilNextRead(final Rig rig) {
        final int reads = rig.all("ReadApplied").size();
        while (rig.all("ReadApplied").size() == reads) {
            rig.pass(50 * Rig.MS);
        }
    }

    private static int cancels(final Rig rig) {
        return rig.all("CancelStop").size() + rig.all("CancelOrder").size();
    }

    @Test
    void shouldCancelALeftoverTenSecondsAfterItIsSeenAndTellWhenItIsGone() {
        final Rig rig = flat();
        final int before = cancels(rig);
        leftover(rig, 1);
        // The look finds it; the grace runs.
        untilNextRead(rig);
        rig.pass(9_900 * Rig.MS);
        assertEquals(before, cancels(rig));

        rig.pass(200 * Rig.MS);

        assertEquals(before + 1, cancels(rig));
        assertEquals(0, rig.venue.openCount());
        assertEquals(1, rig.all("LeftoverOrderFound").size());
        rig.pass(2 * Rig.SECOND);
        assertTrue(rig.last("LeftoverOrderCleared").contains("tries=1"));
        assertTrue(rig.all("LeftoverSweep").get(0).contains("cancelled=1"));
        rig.check();
    }

    @Test
    void shouldRememberTheGraceAndTheTriesOverARestart() {
        final Rig rig = flat();
        leftover(rig, 1);
        rig.venue.next(CancelStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.OVERLOAD);
        while (rig.all("LeftoverOrderFound").isEmpty()) {
            rig.pass(100 * Rig.MS);
        }
        final int before = cancels(rig);

        rig.crashAndRestart(20 * Rig.SECOND);
        rig.pass(2 * Rig.SECOND);

        // Without another grace, and told once.
        assertEquals(before + 1, cancels(rig));
        assertEquals(1, rig.all("LeftoverOrderFound").size());
        rig.pass(2 * Rig.SECOND);
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldCancelNothingWhileReadsFailOrEndAtAPageLimit() {
        final Rig rig = flat();
        final int before = cancels(rig);
        leftover(rig, 1);
        rig.venue.areReadsFailing = true;
        rig.pass(120 * Rig.SECOND);
        rig.venue.areReadsFailing = false;
        rig.venue.isPageLimitReached = true;
        rig.pass(120 * Rig.SECOND);
        assertEquals(before, cancels(rig));
        assertEquals(0, rig.all("LeftoverOrderFound").size());

        rig.venue.isPageLimitReached = false;
        rig.pass(60 * Rig.SECOND);

        assertEquals(before + 1, cancels(rig));
        rig.check();
    }

    @Test
    void shouldTakeTwoRowsOfOneOrderForOne() {
        final Rig rig = flat();
        final int before = cancels(rig);
        rig.venue.areOrderRowsTwice = true;
        leftover(rig, 1);
        rig.pass(75 * Rig.SECOND);
        assertEquals(before + 1, cancels(rig));
        assertTrue(rig.all("LeftoverSweep").get(0).contains("ours=1"));
        rig.check();
    }

    @Test
    void shouldReportAnOrderThatStaysAfterThreeTriesAndThenTryAtEachLookOnly() {
        final Rig rig = flat();
        final int before = cancels(rig);
        leftover(rig, 1);
        for (int i = 0; i < 20; i++) {
            rig.venue.next(CancelStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.OVERLOAD);
        }
        rig.pass(90 * Rig.SECOND);
        assertEquals(before + 3, cancels(rig));
        rig.pass(60 * Rig.SECOND);
        assertEquals(
                1,
                rig.all("AlertRaised").stream()
                        .filter(text -> text.contains("LEFTOVER_STAYS"))
                        .count());
        assertTrue(rig.last("LeftoverSweep").contains("stuck=1"));

        rig.pass(600 * Rig.SECOND);

        assertTrue(cancels(rig) - before <= 4 + 10, "cancellations " + (cancels(rig) - before));
        assertTrue(cancels(rig) - before >= 8, "cancellations " + (cancels(rig) - before));
        assertEquals(
                1,
                rig.all("AlertRaised").stream()
                        .filter(text -> text.contains("LEFTOVER_STAYS"))
                        .count());
        rig.check();
    }

    @Test
    void shouldCancelAtMostTenInOneRead() {
        final Rig rig = flat();
        final int before = cancels(rig);
        for (int i = 0; i < 25; i++) {
            leftover(rig, 1).revision = 1 + i;
        }
        rig.pass(60 * Rig.SECOND);
        while (cancels(rig) == before) {
            rig.pass(100 * Rig.MS);
        }
        assertEquals(before + 10, cancels(rig));
        rig.pass(5 * Rig.SECOND);
        assertEquals(before + 25, cancels(rig));
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldLookLessOftenWhileThereIsNothingAndOftenAgainWhenThereAreMany() {
        final Rig rig = flat();
        rig.pass(40 * 60 * Rig.SECOND);
        assertTrue(rig.last("LeftoverSweep").contains("newIntervalNs=" + 300 * Rig.SECOND), rig.last("LeftoverSweep"));
        final int reads = rig.all("RequestSnapshot").size();
        rig.pass(600 * Rig.SECOND);
        assertEquals(2, rig.all("RequestSnapshot").size() - reads);

        for (int i = 0; i < 11; i++) {
            leftover(rig, 1).revision = 1 + i;
        }
        rig.pass(320 * Rig.SECOND);

        assertTrue(
                rig.all("LeftoverSweep").stream()
                        .anyMatch(text -> text.contains("oldIntervalNs=" + 300 * Rig.SECOND)
                                && text.contains("newIntervalNs=" + 60 * Rig.SECOND)
                                && text.contains("ours=11")),
                rig.all("LeftoverSweep").toString());
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldLetTheOrdersOfOthersAloneAndReportThoseThatCanOnlyClose() {
        final Rig rig = rig(ZombieForeign.REPORT);
        rig.mark(0, "100");
        foreign(rig);
        rig.pass(200 * Rig.SECOND);
        assertEquals(0, cancels(rig));
        assertEquals(1, rig.venue.openCount());
        assertEquals(
                1,
                rig.all("AlertRaised").stream()
                        .filter(text -> text.contains("FOREIGN_LEFTOVER"))
                        .count());
        rig.check();
    }

    @Test
    void shouldCancelTheOrdersOfOthersThatCanOnlyCloseWhenToldTo() {
        final Rig rig = rig(ZombieForeign.CANCEL);
        rig.mark(0, "100");
        foreign(rig);
        final FakeVenue.Order entry = rig.venue.late(0, 0, OrderRole.NONE, "1");
        entry.revision = 2;
        entry.level = Rig.price("50");
        rig.pass(90 * Rig.SECOND);
        assertEquals(1, cancels(rig));
        // An order that would open is somebody's wish, not a leftover.
        assertTrue(entry.isOpen());
        assertEquals(1, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldLetAStopOfOthersAloneWhileThereIsAPosition() {
        final Rig rig = rig(ZombieForeign.CANCEL);
        rig.mark(0, "100");
        rig.venue.sizes.put(0, Rig.quantity("1"));
        final FakeVenue.Order stop = foreign(rig);
        rig.pass(200 * Rig.SECOND);
        assertEquals(0, cancels(rig));
        assertTrue(stop.isOpen());
        assertFalse(rig.all("AlertRaised").toString().contains("FOREIGN_LEFTOVER"));
        rig.check();
    }

    @Test
    void shouldKeepAnOrderOfAnEarlierStartWhosePositionTheVenueStillShows() {
        final Rig rig = rig(ZombieForeign.CANCEL);
        rig.mark(0, "100");
        rig.venue.sizes.put(0, Rig.quantity("1"));
        final FakeVenue.Order stop = leftover(rig, 77);
        stop.epochSeconds -= 1_000;
        rig.pass(200 * Rig.SECOND);
        assertTrue(stop.isOpen());
        assertEquals(0, rig.all("ForeignInstanceFound").size());

        rig.venue.sizes.put(0, 0L);
        rig.pass(400 * Rig.SECOND);

        assertFalse(stop.isOpen());
        rig.check();
    }
}
