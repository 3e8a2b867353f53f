package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** More trades than are remembered, listed again by a read. */
final class ManyTradesTest {

    /** More than 256 trades, read again: each is counted twice. */
    @Test
    void shouldCountEntryTradesOnceWhenTheyAreListedAgain() {
        final Rig rig = Scenes.withMark();
        rig.venue.areFillsLost = true;
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.DONE);
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.areFillsLost = false;
        final FakeVenue.Order entry = rig.venue.orders.get(0);
        for (int i = 0; i < 400; i++) {
            Scenes.fill(rig, entry, 10_000 + i, "0.0025");
        }
        assertEquals(0, rig.core.violations());
        final String before = rig.last("PositionOpened");
        // The same trades once more, as a read of trades after a gap of the user stream lists them.
        for (int i = 0; i < 400; i++) {
            Scenes.fill(rig, entry, 10_000 + i, "0.0025");
        }
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        final String close = rig.all("CloseAtMarket").get(0);
        assertTrue(close.contains("quantity=100000000 "), before + "\n" + close + "\n" + Scenes.tail(rig));
    }

    /** A close in 300 small trades, listed again: what is left is believed to be gone, its stop is cancelled. */
    @Test
    void shouldKeepTheStopWhenExitTradesAreListedAgain() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, Fate.RECEIPT_ONLY);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        final FakeVenue.Order close = rig.venue.orders.get(rig.venue.orders.size() - 1);
        for (int i = 0; i < 300; i++) {
            Scenes.fill(rig, close, 20_000 + i, "0.002");
            rig.venue.sizes.merge(0, -200_000L, Long::sum);
        }
        assertEquals(40_000_000L, rig.venue.sizes.get(0));
        for (int i = 0; i < 300; i++) {
            Scenes.fill(rig, close, 20_000 + i, "0.002");
        }
        rig.pass(100 * Rig.MS);
        assertEquals(0, rig.all("CancelStop").size(), "0.4 are left, the stop was cancelled\n" + Scenes.tail(rig));
    }
}
