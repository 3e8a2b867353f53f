package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.VenueState;
import org.junit.jupiter.api.Test;

/** Reads that never come, never succeed, or come too often. */
final class MissingReadsTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;
    private static final int QUERY = QueryOrderDecoder.TEMPLATE_ID;

    /** Restart; REST and order entry work, the user stream does not come up. */
    @Test
    void shouldReadAndProtectAfterARestartWithoutTheUserStream() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        // The stop goes while the node is down.
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.EXPIRED);
        rig.venue.areUpdatesLost = false;
        rig.venue.dropInFlight();
        rig.pending.clear();
        rig.core = rig.replayed();
        rig.nowNs += 5 * Rig.SECOND;
        rig.nodeStarted();
        rig.config();
        rig.feedEpoch++;
        rig.feed(MarketFeed.TRADE, FeedState.UP);
        rig.feed(MarketFeed.MARKET, FeedState.UP);
        rig.health(VenueState.DEGRADED);
        final int reads = rig.all("RequestSnapshot").size();
        rig.passAt(0, "100", 300 * Rig.SECOND);
        assertTrue(
                !Scenes.isNakedAtVenue(rig),
                "naked 300 s after the start; reads asked for: "
                        + (rig.all("RequestSnapshot").size() - reads) + "\n" + Scenes.tail(rig));
    }

    /** The stop vanishes, lists show it, the read by id never succeeds. */
    @Test
    void shouldNotBelieveAStopThatListsDoNotShowWhileItsReadByIdFails() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        for (int i = 0; i < 5_000; i++) {
            rig.venue.next(QUERY, Fate.UNKNOWN_LOST, OutcomeReason.UNPARSABLE);
        }
        rig.passAt(0, "100", 70 * Rig.SECOND);
        // Now at least one good read has not shown it; ask for more good reads.
        for (int i = 0; i < 10; i++) {
            rig.feed(MarketFeed.USER, FeedState.DOWN);
            rig.feed(MarketFeed.USER, FeedState.UP);
            rig.passAt(0, "100", 30 * Rig.SECOND);
        }
        assertTrue(
                !Scenes.isNakedAtVenue(rig) || rig.core.unprotectedCount() == 1,
                "naked for 370 s after many good reads, believed protected\n" + Scenes.tail(rig));
    }

    /** SIGSTOP or a slow host during an entry: the protect deadline against a lost stop at panic. */
    @Test
    void shouldAlertAndStopEntriesWhenNoReadSucceeds() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.areReadsFailing = true;
        rig.passAt(0, "100", 600 * Rig.SECOND);
        assertTrue(
                rig.core.unprotectedCount() == 1 || !rig.all("AlertRaised").isEmpty(),
                "no read succeeded for 10 min, nobody was told\n" + Scenes.tail(rig));
    }

    /** Another bot trades on the same account, 10 fills a second on another symbol. */
    @Test
    void shouldSpaceTheReadsThatForeignFillsAskFor() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(2 * Rig.SECOND);
        rig.venue.readDelayNs = 50 * Rig.MS;
        final int before = rig.all("RequestSnapshot").size();
        for (int i = 0; i < 600; i++) {
            rig.pass(100 * Rig.MS);
            Scenes.foreignFill(rig, 1, 50_000 + i, "0.1");
            if (i % 10 == 0) {
                rig.mark(0, "100");
            }
        }
        final int reads = rig.all("RequestSnapshot").size() - before;
        assertTrue(reads * 90 <= 1_920, "full reads in 60 s: " + reads + ", weight " + reads * 90 + " of 1920");
    }

    /** Two orders in question whose reads find nothing: weight of the reads by id. */
    @Test
    void shouldSlowDownReadsByIdThatGiveNoAnswer() {
        final Rig rig = Scenes.withMark();
        rig.mark(1, "2000");
        rig.open(0, PositionSide.LONG, "1");
        rig.open(1, PositionSide.LONG, "1");
        rig.pass(2 * Rig.SECOND);
        for (int i = 0; i < 5_000; i++) {
            rig.venue.next(QUERY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        }
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.pass(61 * Rig.SECOND);
        final int before = rig.all("QueryOrder").size();
        rig.passAt(0, "100", 60 * Rig.SECOND);
        final int queries = rig.all("QueryOrder").size() - before;
        assertTrue(queries * 7 <= 1_920, "reads by id in 60 s: " + queries + ", weight " + queries * 7 + " of 1920");
    }

    /** An order of an earlier journal with the same position number on another instrument. */
    @Test
    void shouldBeFlatWhenAnOrderOfAnotherInstrumentHasThePositionsNumber() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.mark(1, "2000");
        rig.venue.sizes.put(1, Rig.quantity("1"));
        final FakeVenue.Order old = rig.venue.late(1, 1, OrderRole.ANCHOR, "0");
        old.epochSeconds -= 100_000;
        old.side = OrderSide.SELL;
        old.level = Rig.price("1900");
        old.closePosition = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertEquals(1, rig.all("PositionFlatVerified").size(), Scenes.tail(rig));
    }

    /** The venue says that a close-position order exists (-4130): it is a foreign take-profit. */
    @Test
    void shouldNotTakeAForeignTakeProfitForAStop() {
        final Rig rig = Scenes.withMark();
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.CLOSE_POSITION_STOP_EXISTS);
        for (int i = 0; i < 2_000; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "0");
        foreign.side = OrderSide.SELL;
        foreign.level = Rig.price("130");
        foreign.closePosition = true;
        foreign.conditionalType = OrderType.OTHER;
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 120 * Rig.SECOND);
        assertTrue(
                rig.venue.sizes.getOrDefault(0, 0L) == 0 || rig.core.unprotectedCount() == 1,
                "a sell order at 130 counts as the stop of a long at 100\n" + Scenes.tail(rig));
    }

    /** The foreign stop that serves as the anchor is cancelled by hand; the stream says so. */
    @Test
    void shouldNoticeAtOnceWhenTheForeignStopIsCancelled() {
        final Rig rig = Scenes.withMark();
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.CLOSE_POSITION_STOP_EXISTS);
        for (int i = 0; i < 2_000; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "0");
        foreign.side = OrderSide.SELL;
        foreign.level = Rig.price("97");
        foreign.closePosition = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        foreign.status = OrderStatus.CANCELED;
        rig.venue.update(foreign, OrderBook.CONDITIONAL);
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertTrue(
                rig.venue.sizes.getOrDefault(0, 0L) == 0 || rig.core.unprotectedCount() == 1,
                "20 s after the foreign stop was cancelled\n" + Scenes.tail(rig));
    }
}
