package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopEncoder;
import io.ratchet.engine.sbe.CloseAtMarketEncoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveExitEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PlaceExitEncoder;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.PositionUpdateDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.QueryOrderEncoder;
import io.ratchet.engine.sbe.RequestSnapshotEncoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaperVenueTest {
    private static final long NONE = FixedPoint.NULL;
    private static final int ID = 7;
    private static final long T = 1_760_129_100_000_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final InputQueue queue = new InputQueue();
    private final PaperVenue venue = new PaperVenue(Venue.BINANCE, SimConfig.matchingOnly(), 1, queue);
    private long sequence = 100;

    @BeforeEach
    void list() {
        venue.list(ID, "BTCUSDT", new SimInstrument.Filters(1, 1, 1, 0, 0, 0, 0, 0, 0, 0));
    }

    private void send(final int bodyLength) {
        venue.onCommand(++sequence, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength, T);
    }

    private void entry(final int revision, final OrderSide side, final String quantity) {
        final PlaceEntryEncoder e = new PlaceEntryEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .quantity(SimExchangeTest.quantity(quantity))
                .price(NONE)
                .instrumentId(ID);
        e.clientOrderId()
                .epochSeconds(1_760_000_000L)
                .positionId(3)
                .revision(revision)
                .role(OrderRole.ENTRY);
        e.venue(Venue.BINANCE).side(side).orderType(OrderType.MARKET);
        send(e.encodedLength());
    }

    private void stop(final OrderRole role, final int revision, final String level, final String quantity) {
        final PlaceStopEncoder e = new PlaceStopEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .level(SimExchangeTest.price(level))
                .quantity(SimExchangeTest.quantity(quantity))
                .instrumentId(ID);
        e.clientOrderId()
                .epochSeconds(1_760_000_000L)
                .positionId(3)
                .revision(revision)
                .role(role);
        e.venue(Venue.BINANCE).side(OrderSide.SELL).closePosition(role == OrderRole.ANCHOR ? Flag.YES : Flag.NO);
        send(e.encodedLength());
    }

    private void exit(final int revision, final String price, final String quantity) {
        final PlaceExitEncoder e = new PlaceExitEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .quantity(SimExchangeTest.quantity(quantity))
                .price(SimExchangeTest.price(price))
                .instrumentId(ID);
        e.clientOrderId()
                .epochSeconds(1_760_000_000L)
                .positionId(3)
                .revision(revision)
                .role(OrderRole.EXIT);
        e.venue(Venue.BINANCE).side(OrderSide.SELL);
        send(e.encodedLength());
    }

    private void moveExit(final int revision, final String price, final String quantity) {
        final MoveExitEncoder e = new MoveExitEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .quantity(SimExchangeTest.quantity(quantity))
                .price(SimExchangeTest.price(price))
                .venueOrderId(NONE)
                .instrumentId(ID);
        e.clientOrderId()
                .epochSeconds(1_760_000_000L)
                .positionId(3)
                .revision(revision)
                .role(OrderRole.EXIT);
        e.venue(Venue.BINANCE).side(OrderSide.SELL);
        send(e.encodedLength());
    }

    @Test
    void shouldRestAmendAndFillAnExit() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        take();
        exit(1, "102", "2");
        assertEquals(
                List.of("result 102 ACCEPTED NONE NEW EXIT1", "order ORDINARY EXIT1 NEW"), without(take(), "template"));
        moveExit(1, "101", "2");
        assertEquals(
                List.of("result 103 ACCEPTED NONE NEW EXIT1", "order ORDINARY EXIT1 NEW"), without(take(), "template"));
        moveExit(1, "101", "2");
        assertEquals(List.of("result 104 REJECTED NO_CHANGE NONE EXIT1"), take());
        moveExit(2, "101", "2");
        assertEquals(List.of("result 105 REJECTED UNKNOWN_ORDER NONE EXIT2"), take());
        price("101.5");
        assertEquals(
                List.of("fill EXIT 101 fee 0.0404", "order ORDINARY EXIT1 FILLED", "position 0", "price"),
                without(take(), "template"));
        moveExit(1, "103", "2");
        assertEquals(List.of("result 106 REJECTED UNKNOWN_ORDER NONE EXIT1"), take());
    }

    @Test
    void shouldLeaveAnAmendmentUnknownAsTheFaultSays() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        exit(1, "102", "2");
        take();
        venue.faults().add(SimFault.of(SimFault.Operation.OTHER, SimFault.Kind.DROP_REPLY), 1);
        moveExit(1, "101", "2");
        assertEquals("result 103 UNKNOWN TIMEOUT NONE EXIT1", take().get(0));
        venue.faults().add(SimFault.of(SimFault.Operation.OTHER, SimFault.Kind.DROP_REQUEST), 1);
        moveExit(1, "100.5", "2");
        assertEquals(List.of("result 104 UNKNOWN TIMEOUT NONE EXIT1"), take());
        price("100.9");
        price("101");
        assertTrue(take().contains("fill EXIT 101 fee 0.0404"));
    }

    private void price(final String mark) {
        venue.onPriceRow(ID, SimExchangeTest.price(mark), NONE, NONE, NONE, T);
    }

    private List<String> take() {
        final List<String> lines = new ArrayList<>();
        while (queue.poll((b, offset, length) -> lines.add(describe(b, offset)))) {
            continue;
        }
        return lines;
    }

    private static String describe(final DirectBuffer b, final int offset) {
        final MessageHeaderDecoder h = new MessageHeaderDecoder().wrap(b, offset);
        switch (h.templateId()) {
            case CommandResultDecoder.TEMPLATE_ID: {
                final CommandResultDecoder d = new CommandResultDecoder().wrapAndApplyHeader(b, offset, h);
                return "result " + d.commandSequence() + " " + d.outcome() + " " + d.reason() + " " + d.status() + " "
                        + d.clientOrderId().role() + d.clientOrderId().revision();
            }
            case OrderUpdateDecoder.TEMPLATE_ID: {
                final OrderUpdateDecoder d = new OrderUpdateDecoder().wrapAndApplyHeader(b, offset, h);
                return "order " + d.book() + " " + d.clientOrderId().role()
                        + d.clientOrderId().revision() + " " + d.status();
            }
            case FillDecoder.TEMPLATE_ID: {
                final FillDecoder d = new FillDecoder().wrapAndApplyHeader(b, offset, h);
                return "fill " + d.clientOrderId().role() + " " + SimDecimal.plain(d.price(), 10) + " fee "
                        + SimDecimal.plain(d.fee(), 8);
            }
            case PositionUpdateDecoder.TEMPLATE_ID: {
                final PositionUpdateDecoder d = new PositionUpdateDecoder().wrapAndApplyHeader(b, offset, h);
                return "position " + SimDecimal.plain(d.quantity(), 8);
            }
            case SnapshotPositionDecoder.TEMPLATE_ID: {
                final SnapshotPositionDecoder d = new SnapshotPositionDecoder().wrapAndApplyHeader(b, offset, h);
                return "row position " + SimDecimal.plain(d.quantity(), 8);
            }
            case SnapshotOrderDecoder.TEMPLATE_ID: {
                final SnapshotOrderDecoder d = new SnapshotOrderDecoder().wrapAndApplyHeader(b, offset, h);
                return "row order " + d.book() + " " + d.clientOrderId().role() + " " + SimDecimal.plain(d.level(), 10);
            }
            case VenueSnapshotEndDecoder.TEMPLATE_ID: {
                final VenueSnapshotEndDecoder d = new VenueSnapshotEndDecoder().wrapAndApplyHeader(b, offset, h);
                return "end " + d.rows() + " " + d.success();
            }
            case PriceDecoder.TEMPLATE_ID:
                return "price";
            default:
                return "template " + h.templateId();
        }
    }

    private static List<String> without(final List<String> lines, final String prefix) {
        final List<String> kept = new ArrayList<>(lines);
        kept.removeIf(line -> line.startsWith(prefix));
        return kept;
    }

    @Test
    void shouldAnswerFirstAndThenTellWhatItCausedWhenEntering() {
        price("100");
        take();
        entry(1, OrderSide.BUY, "2");
        assertEquals(
                List.of(
                        "result 101 ACCEPTED NONE NEW ENTRY1",
                        "order ORDINARY ENTRY1 NEW",
                        "fill ENTRY 100 fee 0.1",
                        "order ORDINARY ENTRY1 FILLED",
                        "position 2"),
                without(take(), "template"));
    }

    @Test
    void shouldTriggerBeforeTheCoreSeesThePrice() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        stop(OrderRole.ANCHOR, 1, "98", "0");
        stop(OrderRole.STOP, 1, "99", "2");
        take();
        price("97.5");
        final List<String> lines = without(take(), "template");
        assertEquals(
                List.of(
                        "order CONDITIONAL STOP1 TRIGGERING",
                        "order ORDINARY STOP1 NEW",
                        "fill STOP 97.5 fee 0.0975",
                        "order ORDINARY STOP1 FILLED",
                        "position 0",
                        "order CONDITIONAL STOP1 TRIGGERED",
                        "order CONDITIONAL STOP1 FINISHED",
                        "order CONDITIONAL ANCHOR1 EXPIRED",
                        "price"),
                lines);
    }

    @Test
    void shouldRefuseWithReasonWhenTheLevelIsCrossed() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        take();
        stop(OrderRole.ANCHOR, 1, "100", "0");
        assertEquals(List.of("result 102 REJECTED WOULD_TRIGGER NONE ANCHOR1"), take());
    }

    @Test
    void shouldFillNothingWhenThereIsNoMark() {
        venue.onPriceRow(ID, NONE, SimExchangeTest.price("100"), NONE, NONE, T);
        take();
        entry(1, OrderSide.BUY, "2");
        assertEquals(List.of("result 101 REJECTED PRICE_BAND NONE ENTRY1"), take());
    }

    @Test
    void shouldCancelQueryAndList() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        stop(OrderRole.STOP, 1, "99", "2");
        take();
        snapshot();
        assertEquals(
                List.of("row position 2", "row order CONDITIONAL STOP 99", "end 2 YES"), without(take(), "template"));
        query(1, OrderRole.STOP);
        assertEquals(List.of("result 104 ACCEPTED NONE NEW STOP1"), take());
        query(2, OrderRole.STOP);
        assertEquals(List.of("result 105 ACCEPTED NONE ABSENT STOP2"), take());
        cancelStop(1);
        assertEquals(List.of("result 106 ACCEPTED NONE CANCELED STOP1", "order CONDITIONAL STOP1 CANCELED"), take());
        cancelStop(1);
        assertEquals(List.of("result 107 REJECTED UNKNOWN_ORDER NONE STOP1"), take());
    }

    @Test
    void shouldCloseReduceOnly() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        take();
        final CloseAtMarketEncoder e = new CloseAtMarketEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .quantity(SimExchangeTest.quantity("2"))
                .price(NONE)
                .instrumentId(ID);
        e.clientOrderId().epochSeconds(1_760_000_000L).positionId(3).revision(1).role(OrderRole.CLOSE);
        e.venue(Venue.BINANCE)
                .side(OrderSide.SELL)
                .orderType(OrderType.MARKET)
                .rung(0)
                .reason(CloseReason.OPERATOR);
        send(e.encodedLength());
        assertTrue(take().contains("position 0"));
    }

    @Test
    void shouldBeUnknownWhenTheAnswerIsLost() {
        price("100");
        take();
        venue.faults().add(SimFault.of(SimFault.Operation.PLACE_ORDER, SimFault.Kind.DROP_REPLY), 1);
        entry(1, OrderSide.BUY, "2");
        final List<String> lines = take();
        assertEquals(
                "result 101 " + CommandOutcome.UNKNOWN + " " + OutcomeReason.TIMEOUT + " " + OrderStatus.NONE
                        + " ENTRY1",
                lines.get(0));
        assertTrue(lines.contains("position 2"));
    }

    @Test
    void shouldNotConfirmWhenNewIsWithheld() {
        price("100");
        entry(1, OrderSide.BUY, "2");
        take();
        venue.faults().add(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.WITHHOLD_NEW), 1);
        stop(OrderRole.ANCHOR, 1, "98", "0");
        assertEquals(List.of("result 102 ACCEPTED NONE NONE ANCHOR1"), take());
        query(1, OrderRole.ANCHOR);
        assertEquals(List.of("result 103 ACCEPTED NONE ABSENT ANCHOR1"), take());
    }

    private void snapshot() {
        final RequestSnapshotEncoder e = new RequestSnapshotEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .snapshotId(9)
                .tradesSinceMs(NONE)
                .instrumentId(-1)
                .venue(Venue.BINANCE)
                .positions(Flag.YES)
                .ordinaryOrders(Flag.YES)
                .conditionalOrders(Flag.YES)
                .trades(Flag.NO);
        send(e.encodedLength());
    }

    private void query(final int revision, final OrderRole role) {
        final QueryOrderEncoder e = new QueryOrderEncoder();
        e.wrapAndApplyHeader(buffer, 0, header).inputSequence(1).timeNs(T).instrumentId(ID);
        e.clientOrderId()
                .epochSeconds(1_760_000_000L)
                .positionId(3)
                .revision(revision)
                .role(role);
        e.venue(Venue.BINANCE).book(OrderBook.NONE);
        send(e.encodedLength());
    }

    private void cancelStop(final int revision) {
        final CancelStopEncoder e = new CancelStopEncoder();
        e.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(1)
                .timeNs(T)
                .venueOrderId(NONE)
                .instrumentId(ID);
        e.clientOrderId()
                .epochSeconds(1_760_000_000L)
                .positionId(3)
                .revision(revision)
                .role(OrderRole.STOP);
        e.venue(Venue.BINANCE);
        send(e.encodedLength());
    }
}
