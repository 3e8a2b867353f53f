package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** Reads that lag behind what is true, and reads that cannot be used: neither takes a stop away nor gives a position up. */
final class LaggingReadsTest {

    /** One successful read whose positions lag behind (positionRisk is eventually consistent). */
    @Test
    void shouldKeepTheStopWhenOneReadOfPositionsLagsBehind() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(1, rig.all("StopConfirmed").size());
        Scenes.tellPosition(rig, 0, "1");
        // The list of open stops is right, the list of positions is empty once.
        final long size = rig.venue.sizes.get(0);
        final int before = rig.all("RequestSnapshot").size();
        rig.venue.sizes.put(0, 0L);
        for (int s = 0; s < 70 && rig.all("RequestSnapshot").size() == before; s++) {
            rig.venue.readDelayNs = 0;
            rig.pass(Rig.SECOND);
            if (rig.all("RequestSnapshot").size() > before) {
                break;
            }
            rig.mark(0, "100");
        }
        rig.venue.sizes.put(0, size);
        assertTrue(
                rig.venue.open(OrderRole.ANCHOR) != null,
                "the only stop was cancelled by one lagging read\n" + Scenes.tail(rig));
    }

    /** As T2, one read; how long without a stop while reads take 400 ms. */
    @Test
    void shouldNeverBeWithoutAStopWhenOneReadLagsAndReadsAreSlow() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        Scenes.tellPosition(rig, 0, "1");
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.venue.sizes.put(0, size);
        rig.venue.readDelayNs = 400 * Rig.MS;
        long naked = 0;
        for (int i = 0; i < 1_000; i++) {
            rig.pass(10 * Rig.MS);
            naked += Scenes.isNakedAtVenue(rig) ? 10 : 0;
        }
        assertEquals(0, naked, "ms without any stop\n" + Scenes.tail(rig));
    }

    /** The positions lag for 900 ms, the book of stops does not. */
    @Test
    void shouldKeepThePositionWhenReadsLagForNearlyASecond() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        Scenes.tellPosition(rig, 0, "1");
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        rig.pass(50 * Rig.MS);
        // Any reason for a read: here the user stream connects again.
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.pass(900 * Rig.MS);
        rig.venue.sizes.put(0, size);
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertTrue(!Scenes.isNakedAtVenue(rig), "naked for good\n" + Scenes.tail(rig));
    }

    /** What is believed flat and comes back is told closed twice. */
    @Test
    void shouldTellTheEndOnceWhenAReadLagsBehind() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        final long size = rig.venue.sizes.get(0);
        rig.venue.sizes.put(0, 0L);
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.venue.readDelayNs = 100 * Rig.MS;
        rig.pass(350 * Rig.MS);
        rig.venue.sizes.put(0, size);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertTrue(rig.all("PositionClosed").size() <= 1, rig.all("PositionClosed") + "\n" + Scenes.tail(rig));
    }

    /** The stop filled; the read that verifies it lags. */
    @Test
    void shouldNotCloseAgainWhenTheReadAfterAStopLagsBehind() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.readDelayNs = 50 * Rig.MS;
        rig.mark(0, "97.5");
        assertEquals(0L, rig.venue.sizes.get(0));
        rig.venue.sizes.put(0, Rig.quantity("1"));
        final int before =
                rig.all("PlaceStop").size() + rig.all("CloseAtMarket").size();
        rig.pass(200 * Rig.MS);
        rig.venue.sizes.put(0, 0L);
        rig.passAt(0, "97.5", 30 * Rig.SECOND);
        assertEquals(
                before,
                rig.all("PlaceStop").size() + rig.all("CloseAtMarket").size(),
                rig.all("PositionClosed") + "\n" + Scenes.tail(rig));
    }

    /** The entry is filled, its answer and its events are lost, reads by id lag 4 s behind, the position does not. */
    @Test
    void shouldNotGiveAnEntryUpWhenReadsByIdLagBehind() {
        final Rig rig = Scenes.withMark();
        rig.venue.queryLagNs = 4 * Rig.SECOND;
        rig.venue.areFillsLost = true;
        rig.venue.areUpdatesLost = true;
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(100 * Rig.MS);
        rig.venue.areFillsLost = false;
        rig.venue.areUpdatesLost = false;
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertTrue(!Scenes.isNakedAtVenue(rig), "naked for good\n" + Scenes.tail(rig));
    }

    /** Killed with the entry on its way; after the restart reads by id lag behind. */
    @Test
    void shouldNotGiveAnEntryUpWhenReadsByIdLagBehindAfterARestart() {
        final Rig rig = Scenes.withMark();
        rig.venue.queryLagNs = 6 * Rig.SECOND;
        rig.crashAt = rig.commands + 2;
        rig.isCrashExecuted = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.crashAndRestart(2 * Rig.SECOND);
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertTrue(!Scenes.isNakedAtVenue(rig), "naked for good\n" + Scenes.tail(rig));
    }

    /** A read that is ignored for a position since it was touched meanwhile: who asks again? */
    @Test
    void shouldReadAgainWhenAReadWasIgnoredForAPosition() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        // The stop vanishes without an event; a gap of the stream asks for a read that takes 400 ms.
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.areUpdatesLost = false;
        rig.venue.readDelayNs = 400 * Rig.MS;
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.pass(200 * Rig.MS);
        // Something harmless touches the position while the read is on its way.
        Scenes.tellPosition(rig, 0, "1");
        final long at = rig.nowNs;
        while (Scenes.isNakedAtVenue(rig) && rig.nowNs - at < 120 * Rig.SECOND) {
            rig.passAt(0, "100", 100 * Rig.MS);
        }
        assertTrue(
                rig.nowNs - at < 6 * Rig.SECOND,
                "naked for " + (rig.nowNs - at) / Rig.MS + " ms, told: " + rig.all("NakedInterval") + "\n"
                        + Scenes.tail(rig));
    }
}
