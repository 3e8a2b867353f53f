package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import org.junit.jupiter.api.Test;

/** The clock of this host is ahead of the venue's. */
final class ClockSkewTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;
    private static final int QUERY = QueryOrderDecoder.TEMPLATE_ID;

    /** Venue clock 6 s behind the host: the order found by its id is taken for a collision. */
    @Test
    void shouldNotGiveAnEntryUpWhenItSeemsOlderThanItsCommand() {
        final Rig rig = Scenes.withMark();
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.venue.areFillsLost = true;
        rig.venue.areUpdatesLost = true;
        rig.venue.queryDelayNs = 3_600 * Rig.SECOND;
        rig.open(0, PositionSide.LONG, "1");
        final long query = Scenes.lastCommand(rig, QUERY);
        rig.venue.areFillsLost = false;
        rig.venue.areUpdatesLost = false;
        Scenes.found(rig, query, rig.venue.orders.get(0), -6_000);
        rig.passAt(0, "100", 120 * Rig.SECOND);
        assertTrue(
                !Scenes.isNakedAtVenue(rig) && rig.all("PositionOpened").size() == 1,
                "the filled entry was given up, size=" + rig.venue.sizes + "\n" + Scenes.tail(rig));
    }

    /** The process dies between sending the entry and its answer; the host's clock is 6 s ahead of the venue's. */
    @Test
    void shouldNotGiveAnEntryUpWhenItSeemsOlderAfterARestart() {
        final Rig rig = Scenes.withMark();
        rig.venue.clockOffMs = -6_000;
        rig.crashAt = rig.commands + 2;
        rig.isCrashExecuted = true;
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.isDead, Scenes.tail(rig));
        assertEquals(Rig.quantity("1"), rig.venue.sizes.get(0));
        rig.crashAndRestart(3 * Rig.SECOND);
        rig.passAt(0, "100", 120 * Rig.SECOND);
        assertTrue(!Scenes.isNakedAtVenue(rig), "naked for good after a restart\n" + Scenes.tail(rig));
    }

    /** The same for a stop whose answer was lost: it rests, the engine takes it for refused. */
    @Test
    void shouldNotCloseWhenAStopSeemsOlderThanItsCommand() {
        final Rig rig = Scenes.withMark();
        rig.venue.clockOffMs = -6_000;
        rig.venue.areUpdatesLost = true;
        rig.venue.next(STOP, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertEquals(0, rig.all("CloseStarted").size(), Scenes.tail(rig));
    }
}
