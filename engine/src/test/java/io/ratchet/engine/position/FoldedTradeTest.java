package io.ratchet.engine.position;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;
import org.junit.jupiter.api.Test;

final class FoldedTradeTest {
    private static final long ONE = FixedPoint.QUANTITY_ONE;
    private static final long HUNDRED = 100 * FixedPoint.PRICE_ONE;

    private final EngineTime time = new EngineTime();
    private final OrderTracker tracker = new OrderTracker(time, new Policy(), new Decisions(time));
    private final Position position = new PositionTable().claim(0, Venue.BINANCE, PositionSide.LONG, 1);

    private void enter() {
        final OrderSlot entry = position.claimOrder();
        entry.role = OrderRole.ENTRY;
        entry.state = OrderState.SENT;
        entry.quantity = ONE;
        tracker.onReported(position, entry, 1, FixedPoint.NULL, ONE, HUNDRED, OrderStatus.FILLED, OrderBook.ORDINARY);
    }

    /** A stop that ended, and was folded since all other places are taken. */
    private void fold(final long filled, final OrderStatus status) {
        final OrderSlot first = ended(filled, status);
        first.isEndHandled = true;
        for (int i = 2; i < Position.ORDERS_MAX; i++) {
            ended(0, OrderStatus.CANCELED);
        }
        assertSame(first, ended(0, OrderStatus.CANCELED));
    }

    private OrderSlot ended(final long filled, final OrderStatus status) {
        final OrderSlot stop = position.claimOrder();
        stop.role = OrderRole.STOP;
        stop.revision = ++position.revisions[OrderRole.STOP.value()];
        stop.state = OrderState.ENDED;
        stop.endStatus = status;
        stop.quantity = ONE;
        stop.filled = filled;
        stop.averagePrice = filled == 0 ? 0 : HUNDRED;
        position.recount();
        return stop;
    }

    private void trade(final long id, final long quantity) {
        tracker.onFoldedTrade(position, OrderRole.STOP, id, HUNDRED, quantity, 7, false, 1);
    }

    @Test
    void shouldReduceThePositionByALateTradeOfAStopThatSeemedAbsent() {
        enter();
        fold(0, OrderStatus.ABSENT);
        assertEquals(ONE, position.quantity());
        trade(11, ONE);
        trade(11, ONE);
        assertEquals(0, position.quantity());
        assertEquals(ONE, position.exitByStop());
        assertEquals(0, position.pnlAt(0));
        assertEquals(7, position.knownFees());
    }

    @Test
    void shouldCountATradeOnceWhenTheOrderHadToldItsAmount() {
        enter();
        fold(ONE / 2, OrderStatus.CANCELED);
        assertEquals(ONE / 2, position.quantity());
        trade(11, ONE / 4);
        trade(12, ONE / 4);
        assertEquals(ONE / 2, position.quantity());
        // Of the entry no trade is known.
        assertEquals(ONE, position.quantityWithoutTrades());
        assertEquals(14, position.knownFees());
        trade(13, ONE / 4);
        assertEquals(ONE / 4, position.quantity());
    }

    @Test
    void shouldExplainWhatTheVenueShowedAsMissing() {
        enter();
        fold(0, OrderStatus.ABSENT);
        tracker.adjust(position, 0);
        trade(11, ONE);
        assertEquals(0, position.quantity());
        assertEquals(0, position.adjustment());
    }
}
