package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** What the venue has and does not show for up to 24 s (incident B13): neither a position nor a stop is given up. */
final class InvisibleTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    private static Rig open() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        return rig;
    }

    /** Any reason for a read. */
    private static void gap(final Rig rig) {
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
    }

    private static void hideFor24Seconds(final Rig rig) {
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        gap(rig);
        rig.passAt(0, "100", 24 * Rig.SECOND);
        rig.venue.sizes.put(0, size);
        rig.passAt(0, "100", 60 * Rig.SECOND);
    }

    private static void assertUntouched(final Rig rig) {
        assertFalse(Scenes.isNakedAtVenue(rig), Scenes.tail(rig));
        assertEquals(0, rig.all("CancelStop").size(), Scenes.tail(rig));
        assertEquals(0, rig.all("PositionQuantityChanged").size(), Scenes.tail(rig));
        rig.check();
    }

    @Test
    void shouldKeepTheStopWhenThePositionIsInvisible() {
        final Rig rig = open();
        hideFor24Seconds(rig);
        assertUntouched(rig);
    }

    @Test
    void shouldKeepTheStopWhenThePositionIsInvisibleAfterARestart() {
        final Rig rig = open();
        rig.crashAndRestart(Rig.SECOND);
        hideFor24Seconds(rig);
        assertUntouched(rig);
    }

    /** Lists that are empty by error follow one that lagged: the trades say that it is held. */
    @Test
    void shouldKeepTheStopForMinutesWhenTheTradesSayThatThePositionIsHeld() {
        final Rig rig = open();
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        gap(rig);
        rig.passAt(0, "100", 250 * Rig.SECOND);
        rig.venue.sizes.put(0, size);
        rig.passAt(0, "100", 60 * Rig.SECOND);
        assertUntouched(rig);
    }

    @Test
    void shouldBeFlatAfterMinutesWhenAPositionEndsWithoutATrade() {
        final Rig rig = open();
        rig.venue.sizes.put(0, 0L);
        gap(rig);
        rig.passAt(0, "100", 360 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size(), Scenes.tail(rig));
        assertEquals(0, rig.venue.openCount(), Scenes.tail(rig));
        rig.check();
    }

    /** The first trade that explains a part is counted once: it does not explain the rest as well. */
    @Test
    void shouldKeepTheStopWhenTheRestOfAPositionIsInvisible() {
        final Rig rig = open();
        rig.venue.foreignTrade(0, -Rig.quantity("0.6"));
        gap(rig);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertTrue(rig.last("PositionQuantityChanged").contains("newQuantity=40000000 "), Scenes.tail(rig));
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        gap(rig);
        rig.passAt(0, "100", 24 * Rig.SECOND);
        rig.venue.sizes.put(0, size);
        rig.passAt(0, "100", 60 * Rig.SECOND);
        assertEquals(1, rig.all("PositionQuantityChanged").size(), Scenes.tail(rig));
        assertFalse(Scenes.isNakedAtVenue(rig), Scenes.tail(rig));
        rig.check();
    }

    @Test
    void shouldBeFlatAtTheSecondReadWhenTheTradesExplainIt() {
        final Rig rig = open();
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        gap(rig);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size(), Scenes.tail(rig));
        assertEquals(0, rig.venue.openCount(), Scenes.tail(rig));
        rig.check();
    }

    @Test
    void shouldBeFlatAfterLongWhenNothingElseSaysSo() {
        final Rig rig = open();
        rig.venue.areTradesFailing = true;
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        gap(rig);
        rig.passAt(0, "100", 25 * Rig.SECOND);
        assertEquals(0, rig.all("CancelStop").size(), Scenes.tail(rig));
        rig.passAt(0, "100", 35 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size(), Scenes.tail(rig));
        assertEquals(0, rig.venue.openCount(), Scenes.tail(rig));
        // The reads that wait become rarer.
        assertTrue(rig.all("RequestSnapshot").size() < 40, Scenes.tail(rig));
        rig.check();
    }

    /** The new working stop is acknowledged, and rests and shows 20 s later. */
    @Test
    void shouldPlaceNoOtherStopWhenAnAcknowledgedOneRestsLate() {
        final Rig rig = open();
        rig.venue.next(STOP, Fate.RECEIPT_ONLY, OutcomeReason.NONE);
        rig.mark(0, "102");
        rig.passAt(0, "102", 20 * Rig.SECOND);
        assertEquals(2, rig.all("PlaceStop").size(), Scenes.tail(rig));
        final FakeVenue.Order late = rig.venue.orders.get(rig.venue.orders.size() - 1);
        assertEquals(OrderRole.STOP, late.role);
        late.isHidden = false;
        rig.venue.update(late, OrderBook.CONDITIONAL);
        rig.passAt(0, "102", 5 * Rig.SECOND);
        assertEquals(1, rig.all("TrailingActivated").size(), Scenes.tail(rig));
        assertEquals(2, rig.all("PlaceStop").size(), Scenes.tail(rig));
        assertEquals(2, rig.venue.openCount(), Scenes.tail(rig));
        rig.check();
    }

    @Test
    void shouldMoveAgainWhenAnAcknowledgedStopNeverRests() {
        final Rig rig = open();
        rig.venue.next(STOP, Fate.RECEIPT_ONLY, OutcomeReason.NONE);
        rig.mark(0, "102");
        rig.passAt(0, "102", 40 * Rig.SECOND);
        assertEquals(1, rig.all("StopMoveFailed").size(), Scenes.tail(rig));
        rig.mark(0, "102.6");
        rig.passAt(0, "102.6", 40 * Rig.SECOND);
        assertEquals(1, rig.all("StopMoved").size(), Scenes.tail(rig));
        assertFalse(Scenes.isNakedAtVenue(rig), Scenes.tail(rig));
        rig.check();
    }
}
