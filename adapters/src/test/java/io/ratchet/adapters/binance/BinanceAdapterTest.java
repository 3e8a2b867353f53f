package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_ONE;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.RecordingIngress;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.sim.PriceRow;
import io.ratchet.adapters.sim.PriceSource;
import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimOrderRequest;
import io.ratchet.adapters.sim.SimSide;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.adapters.sim.binance.BinanceVenueConfig;
import io.ratchet.adapters.sim.binance.BinanceVenueServer;
import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionUpdateDecoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.sbe.WorkingType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The adapter against the simulated exchange, over real sockets. */
final class BinanceAdapterTest {
    private static final String KEY = "test-key-0123456789";
    private static final String SECRET = "test-secret-0123456789";
    private static final long PRICE = 60_000 * PRICE_ONE;
    private static final long QUANTITY = QUANTITY_ONE / 100;

    private final RecordingIngress ingress = new RecordingIngress();
    private final InstrumentRegistry registry = new InstrumentRegistry();
    private final AtomicLong durable = new AtomicLong(Long.MAX_VALUE);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private BinanceVenueServer venue;
    private BinanceAdapter adapter;
    private Commands commands;
    private long sequence = 100;

    @BeforeEach
    void start() throws IOException {
        final io.ratchet.adapters.sim.VenueClock clock = new io.ratchet.adapters.sim.VenueClock(0, 0, 1_000);
        venue = new BinanceVenueServer(
                        BinanceVenueConfig.loopback(0, KEY, SECRET),
                        SimConfig.venue(),
                        clock,
                        new TwoSymbols(),
                        new VenueLog(null, clock),
                        () -> {})
                .start();
        final BinanceConfig config = BinanceConfig.simulated(venue.port(), KEY, Secret.of(SECRET), "t1", 1_000, 1);
        adapter = new BinanceAdapter(config, ingress, durable::get, registry, Executors.defaultThreadFactory());
        commands = new Commands(adapter.gateway(), ingress::nowNs);
        price(PRICE);
        adapter.start();
        awaitHealth(VenueState.OK);
    }

    @AfterEach
    void stop() throws IOException {
        adapter.close();
        venue.close();
    }

    @Test
    void shouldDefineInstrumentsBeforeFeedsAreUp() {
        final List<Integer> templates = ingress.templates();
        assertEquals(2, ingress.inputs(InstrumentDefinedDecoder.TEMPLATE_ID).size());
        assertTrue(templates.lastIndexOf(InstrumentDefinedDecoder.TEMPLATE_ID)
                < templates.indexOf(FeedStatusDecoder.TEMPLATE_ID));
        final InstrumentDefinedDecoder instrument = new InstrumentDefinedDecoder();
        instrument.wrapAndApplyHeader(
                ingress.inputs(InstrumentDefinedDecoder.TEMPLATE_ID).get(0), 0, header);
        assertEquals("BTCUSDT", instrument.symbol());
        assertEquals(0, instrument.instrumentId());
        assertEquals(PRICE_ONE / 10, instrument.tickSize());
        assertEquals(5 * QUANTITY_ONE, instrument.minNotional());
        assertEquals(150_000, instrument.bandUpPpm());
        assertEquals(150_000, instrument.bandDownPpm());
        for (final MarketFeed feed : List.of(MarketFeed.USER, MarketFeed.TRADE, MarketFeed.MARKET)) {
            awaitFeed(feed, FeedState.UP, 1);
        }
        ingress.await(
                "balance",
                this::work,
                () -> !ingress.inputs(BalanceUpdateDecoder.TEMPLATE_ID).isEmpty());
    }

    @Test
    void shouldBringPricesOfSubscribedInstruments() {
        commands.subscribe(++sequence, 0);
        ingress.await(
                "mark", this::work, () -> ingress.prices().stream().anyMatch(p -> p.startsWith("0/1/" + PRICE + "/")));
        ingress.await(
                "book",
                () -> price(PRICE + PRICE_ONE),
                () -> ingress.prices().stream().anyMatch(p -> p.endsWith("/" + PRICE + "/" + (PRICE + 2 * PRICE_ONE))));
        assertFalse(ingress.prices().stream().anyMatch(p -> p.startsWith("1/")));
    }

    @Test
    void shouldOpenProtectMoveAndClose() {
        open(7);
        final CommandResultDecoder anchor = anchor(7);
        assertEquals(OrderStatus.NEW, anchor.status());
        assertEquals(OrderBook.CONDITIONAL, anchor.book());
        assertEquals(PRICE * 98 / 100, anchor.level());
        final OrderUpdateDecoder update = awaitOrder(Commands.id(7, OrderRole.ANCHOR, 0), OrderStatus.NEW);
        assertEquals(OrderBook.CONDITIONAL, update.book());
        assertEquals(WorkingType.MARK_PRICE, update.workingType());
        assertEquals(Flag.YES, update.closePosition());

        final OrderIdFields working = Commands.id(7, OrderRole.STOP, 1);
        commands.stop(++sequence, 0, working, OrderSide.SELL, PRICE * 99 / 100, QUANTITY);
        final CommandResultDecoder moved = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, moved.outcome());
        assertEquals(OrderStatus.NEW, moved.status());
        assertEquals(QUANTITY, moved.quantity());

        commands.cancelStop(++sequence, 0, working);
        final CommandResultDecoder cancelled = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, cancelled.outcome());
        assertEquals(OrderStatus.CANCELED, cancelled.status());
        awaitOrder(working, OrderStatus.CANCELED);

        commands.close(++sequence, 0, Commands.id(7, OrderRole.CLOSE, 1), OrderSide.SELL, QUANTITY);
        final CommandResultDecoder closed = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, closed.outcome());
        assertEquals(OrderStatus.FILLED, closed.status());
        assertEquals(QUANTITY, closed.filledQuantity());
        ingress.await("flat", PositionUpdateDecoder.TEMPLATE_ID, this::work, input -> {
            final PositionUpdateDecoder position = new PositionUpdateDecoder();
            position.wrapAndApplyHeader(input, 0, header);
            return position.quantity() == 0;
        });
    }

    @Test
    void shouldPlaceAmendAndFillAnExit() {
        open(17);
        final OrderIdFields exit = Commands.id(17, OrderRole.EXIT, 1);
        commands.exit(++sequence, 0, exit, OrderSide.SELL, PRICE * 102 / 100, QUANTITY);
        final CommandResultDecoder placed = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, placed.outcome());
        assertEquals(OrderStatus.NEW, placed.status());
        assertEquals(OrderBook.ORDINARY, placed.book());
        assertEquals(PRICE * 102 / 100, placed.price());
        commands.moveExit(++sequence, 0, exit, OrderSide.SELL, PRICE * 101 / 100, QUANTITY);
        final CommandResultDecoder moved = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, moved.outcome());
        assertEquals(OrderStatus.NEW, moved.status());
        assertEquals(PRICE * 101 / 100, moved.price());
        commands.moveExit(++sequence, 0, exit, OrderSide.SELL, PRICE * 101 / 100, QUANTITY);
        final CommandResultDecoder same = result(sequence);
        assertRejected(same, -5027, OutcomeReason.NO_CHANGE);
        commands.close(++sequence, 0, Commands.id(17, OrderRole.CLOSE, 1), OrderSide.SELL, QUANTITY);
        assertRejected(result(sequence), -2022, OutcomeReason.REDUCE_ONLY_REJECTED);
        commands.query(++sequence, 0, exit);
        assertEquals(PRICE * 101 / 100, result(sequence).price());
        commands.cancelOrder(++sequence, 0, exit);
        assertEquals(OrderStatus.CANCELED, result(sequence).status());
        final OrderIdFields second = Commands.id(17, OrderRole.EXIT, 2);
        commands.exit(++sequence, 0, second, OrderSide.SELL, PRICE * 101 / 100, QUANTITY);
        assertEquals(OrderStatus.NEW, result(sequence).status());
        price(PRICE * 102 / 100);
        final OrderUpdateDecoder filled = awaitOrder(second, OrderStatus.FILLED);
        assertEquals(QUANTITY, filled.filledQuantity());
    }

    @Test
    void shouldTellTheTriggeredStopAndItsFill() {
        open(8);
        anchor(8);
        price(PRICE * 97 / 100);
        final OrderUpdateDecoder finished = awaitOrder(Commands.id(8, OrderRole.ANCHOR, 0), OrderStatus.FINISHED);
        assertEquals(QUANTITY, finished.filledQuantity());
        ingress.await("fill of the stop", FillDecoder.TEMPLATE_ID, this::work, input -> {
            final FillDecoder fill = new FillDecoder();
            fill.wrapAndApplyHeader(input, 0, header);
            return fill.clientOrderId().role() == OrderRole.ANCHOR && fill.quantity() == QUANTITY;
        });
        commands.query(++sequence, 0, Commands.id(8, OrderRole.ANCHOR, 0));
        final CommandResultDecoder query = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, query.outcome());
        assertEquals(OrderStatus.FINISHED, query.status());
        assertEquals(QUANTITY, query.filledQuantity());
        assertTrue(query.linkedOrderId() != NULL);
    }

    @Test
    @DisplayName("A14, D05: a stop that fires after a manual close opens nothing")
    void shouldOpenNothingWhenAStopFiresAfterAManualClose() {
        open(21);
        final OrderIdFields working = Commands.id(21, OrderRole.STOP, 1);
        commands.stop(++sequence, 0, working, OrderSide.SELL, PRICE * 99 / 100, QUANTITY);
        assertEquals(OrderStatus.NEW, result(sequence).status());
        commands.close(++sequence, 0, Commands.id(21, OrderRole.CLOSE, 1), OrderSide.SELL, QUANTITY);
        assertEquals(OrderStatus.FILLED, result(sequence).status());
        price(PRICE * 97 / 100);
        assertEquals(0, held());
        commands.query(++sequence, 0, working);
        assertEquals(0, result(sequence).filledQuantity());
    }

    @Test
    @DisplayName("A26: a wick of the last price alone fires no stop")
    void shouldNotFireOnAWickOfTheLastPrice() {
        open(22);
        anchor(22);
        venue.call(() -> {
            venue.price(0, PRICE, PRICE * 90 / 100, PRICE - PRICE_ONE, PRICE + PRICE_ONE);
            return null;
        });
        commands.query(++sequence, 0, Commands.id(22, OrderRole.ANCHOR, 0));
        assertEquals(OrderStatus.NEW, result(sequence).status());
        assertEquals(QUANTITY, held());
        price(PRICE * 97 / 100);
        assertEquals(0, held());
    }

    @Test
    @DisplayName("A27: a close that is on its way while the stop fills leaves 0")
    void shouldEndAtZeroWhenCloseAndStopMeet() {
        open(23);
        anchor(23);
        commands.close(++sequence, 0, Commands.id(23, OrderRole.CLOSE, 1), OrderSide.SELL, QUANTITY);
        price(PRICE * 97 / 100);
        result(sequence);
        awaitOrderEnd(Commands.id(23, OrderRole.ANCHOR, 0));
        assertEquals(0, held());
    }

    private void awaitOrderEnd(final OrderIdFields id) {
        ingress.await("end of the stop", this::work, () -> {
            commands.query(++sequence, 0, id);
            final OrderStatus status = result(sequence).status();
            return status != OrderStatus.NEW && status != OrderStatus.TRIGGERING && status != OrderStatus.TRIGGERED;
        });
    }

    private long held() {
        return venue.call(() -> venue.exchange().position(0).quantity());
    }

    @Test
    void shouldRefuseAsTheVenueDoes() {
        open(9);
        commands.stop(++sequence, 0, Commands.id(9, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 101 / 100, 0);
        assertRejected(result(sequence), -2021, OutcomeReason.WOULD_TRIGGER);
        anchor(9);
        commands.stop(++sequence, 0, Commands.id(9, OrderRole.ANCHOR, 2), OrderSide.SELL, PRICE * 97 / 100, 0);
        assertRejected(result(sequence), -4130, OutcomeReason.CLOSE_POSITION_STOP_EXISTS);
        commands.cancelStop(++sequence, 0, Commands.id(9, OrderRole.STOP, 5));
        assertRejected(result(sequence), -2013, OutcomeReason.UNKNOWN_ORDER);
        commands.cancelOrder(++sequence, 0, Commands.id(9, OrderRole.EXIT, 5));
        assertRejected(result(sequence), -2011, OutcomeReason.UNKNOWN_ORDER);
        commands.close(++sequence, 1, Commands.id(9, OrderRole.CLOSE, 1), OrderSide.SELL, QUANTITY_ONE);
        assertRejected(result(sequence), -2022, OutcomeReason.REDUCE_ONLY_REJECTED);
    }

    /** So many conditional orders of somebody else have been and gone, some milliseconds apart. */
    private void othersStops(final int count) {
        for (int i = 0; i < count; i += 100) {
            final int first = i;
            venue.call(() -> {
                for (int n = first; n < first + 100; n++) {
                    final SimExchange exchange = venue.exchange();
                    exchange.cancelConditional(exchange.place(
                                    SimOrderRequest.stop(0, "other" + n, SimSide.SELL, QUANTITY, PRICE * 90 / 100))
                            .order());
                }
                return null;
            });
            final long untilMs = System.currentTimeMillis() + 2;
            ingress.await("another millisecond", this::work, () -> System.currentTimeMillis() > untilMs);
        }
    }

    @Test
    void shouldFindAStopOrProveItsAbsenceWhenItsHistoryHasMoreThanOnePage() {
        open(11);
        othersStops(1_100);
        final OrderIdFields stop = Commands.id(11, OrderRole.STOP, 1);
        commands.stop(++sequence, 0, stop, OrderSide.SELL, PRICE * 98 / 100, QUANTITY);
        assertEquals(OrderStatus.NEW, result(sequence).status());
        commands.cancelStop(++sequence, 0, stop);
        assertEquals(OrderStatus.CANCELED, result(sequence).status());
        othersStops(1_100);
        commands.query(++sequence, 0, stop);
        assertEquals(OrderStatus.CANCELED, result(sequence).status());
        commands.query(++sequence, 0, Commands.id(11, OrderRole.STOP, 2));
        assertEquals(OrderStatus.ABSENT, result(sequence).status());
    }

    @Test
    void shouldFindAnOrderInEachBookOrProveItsAbsence() {
        open(10);
        anchor(10);
        final long before = ingress.nowNs();
        commands.query(++sequence, 0, Commands.id(10, OrderRole.ENTRY, 0));
        final CommandResultDecoder entry = result(sequence);
        assertEquals(OrderStatus.FILLED, entry.status());
        assertEquals(OrderBook.ORDINARY, entry.book());
        assertEquals(QUANTITY, entry.filledQuantity());
        assertTrue(entry.sentNs() >= before);
        commands.query(++sequence, 0, Commands.id(10, OrderRole.ANCHOR, 0));
        final CommandResultDecoder anchor = result(sequence);
        assertEquals(OrderStatus.NEW, anchor.status());
        assertEquals(OrderBook.CONDITIONAL, anchor.book());
        assertEquals(PRICE * 98 / 100, anchor.level());
        commands.query(++sequence, 0, Commands.id(10, OrderRole.STOP, 3));
        final CommandResultDecoder absent = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, absent.outcome());
        assertEquals(OrderStatus.ABSENT, absent.status());
    }

    @Test
    void shouldReadASnapshotOfPositionsAndBothBooks() {
        open(11);
        anchor(11);
        commands.snapshot(++sequence, 55);
        final VenueSnapshotEndDecoder end = awaitEnd(55);
        assertEquals(Flag.YES, end.success(), end.text());
        assertEquals(2, end.rows());
        final VenueSnapshotBeginDecoder begin = new VenueSnapshotBeginDecoder();
        begin.wrapAndApplyHeader(
                ingress.inputs(VenueSnapshotBeginDecoder.TEMPLATE_ID).get(0), 0, header);
        assertEquals(Flag.NO, begin.hedgeMode());
        assertEquals(Flag.YES, begin.conditionalOrders());
        final SnapshotPositionDecoder position = new SnapshotPositionDecoder();
        position.wrapAndApplyHeader(
                ingress.inputs(SnapshotPositionDecoder.TEMPLATE_ID).get(0), 0, header);
        assertEquals(QUANTITY, position.quantity());
        assertEquals(0, position.instrumentId());
        final SnapshotOrderDecoder order = new SnapshotOrderDecoder();
        order.wrapAndApplyHeader(
                ingress.inputs(SnapshotOrderDecoder.TEMPLATE_ID).get(0), 0, header);
        assertEquals(OrderBook.CONDITIONAL, order.book());
        assertEquals(OrderStatus.NEW, order.status());
        assertEquals(OrderRole.ANCHOR, order.clientOrderId().role());
        assertEquals(Flag.YES, order.closePosition());
    }

    @Test
    void shouldReadTrades() {
        final long sinceMs = ingress.nowNs() / 1_000_000 - 60_000;
        open(12);
        commands.trades(++sequence, 56, 0, sinceMs);
        final VenueSnapshotEndDecoder end = awaitEnd(56);
        assertEquals(Flag.YES, end.success(), end.text());
        assertEquals(1, ingress.inputs(SnapshotTradeDecoder.TEMPLATE_ID).size());
        final SnapshotTradeDecoder trade = new SnapshotTradeDecoder();
        trade.wrapAndApplyHeader(
                ingress.inputs(SnapshotTradeDecoder.TEMPLATE_ID).get(0), 0, header);
        assertEquals(QUANTITY, trade.quantity());
        assertEquals(OrderSide.BUY, trade.side());
    }

    @Test
    void shouldFailASnapshotOfWhichOneReadFailed() {
        fault(SimFault.refuse(SimFault.Operation.READ, -1001, "Internal error."));
        commands.snapshot(++sequence, 57);
        assertEquals(Flag.NO, awaitEnd(57).success());
        assertTrue(ingress.inputs(SnapshotPositionDecoder.TEMPLATE_ID).isEmpty());
    }

    @Test
    void shouldSetLeverageAndMarginModeOnlyWhereTheyDiffer() {
        commands.setLeverage(++sequence, 1, 1);
        assertEquals(CommandOutcome.ACCEPTED, result(sequence).outcome());
        commands.setLeverage(++sequence, 1, 1);
        assertEquals(CommandOutcome.ACCEPTED, result(sequence).outcome());
        assertEquals(
                1,
                venue.call(() -> venue.exchange().instruments().get(1).leverage())
                        .intValue());
        assertTrue(venue.call(() -> venue.exchange().instruments().get(1).isolated()));
    }

    @Test
    void shouldNotCallAReceiptWithoutNewConfirmed() {
        open(13);
        fault(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.WITHHOLD_NEW));
        commands.stop(++sequence, 0, Commands.id(13, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 98 / 100, 0);
        final CommandResultDecoder receipt = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, receipt.outcome());
        assertEquals(OrderStatus.NONE, receipt.status());
    }

    @Test
    void shouldReportUnknownWhenTheAnswerIsLost() {
        open(14);
        fault(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.DROP_REPLY));
        commands.stop(++sequence, 0, Commands.id(14, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 98 / 100, 0);
        final CommandResultDecoder lost = result(sequence);
        assertEquals(CommandOutcome.UNKNOWN, lost.outcome());
        assertEquals(OutcomeReason.TIMEOUT, lost.reason());
        commands.query(++sequence, 0, Commands.id(14, OrderRole.ANCHOR, 0));
        assertEquals(OrderStatus.NEW, result(sequence).status());
    }

    @Test
    void shouldTellOverloadFromUnknown() {
        open(15);
        fault(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.OVERLOAD));
        commands.stop(++sequence, 0, Commands.id(15, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 98 / 100, 0);
        assertRejected(result(sequence), -1008, OutcomeReason.OVERLOAD);
        fault(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.UNKNOWN_AFTER));
        commands.stop(++sequence, 0, Commands.id(15, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 98 / 100, 0);
        final CommandResultDecoder unknown = result(sequence);
        assertEquals(CommandOutcome.UNKNOWN, unknown.outcome());
        assertEquals(-1007, unknown.venueCode());
        fault(SimFault.refuse(SimFault.Operation.CANCEL_ALGO, -9999, "News to us."));
        commands.cancelStop(++sequence, 0, Commands.id(15, OrderRole.ANCHOR, 0));
        assertEquals(OutcomeReason.UNLISTED, result(sequence).reason());
    }

    @Test
    void shouldSignAgainOnceWhenTheTimeStampIsRefused() {
        fault(SimFault.refuse(SimFault.Operation.PLACE_ORDER, -1021, "Timestamp for this request is outside."));
        open(16);
        fault(SimFault.refuse(SimFault.Operation.PLACE_ALGO, -1021, "Timestamp for this request is outside."));
        fault(SimFault.refuse(SimFault.Operation.PLACE_ALGO, -1021, "Timestamp for this request is outside."));
        commands.stop(++sequence, 0, Commands.id(16, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 98 / 100, 0);
        assertRejected(result(sequence), -1021, OutcomeReason.CLOCK);
    }

    @Test
    void shouldGetANewListenKeyWhenTheOldOneIsGone() throws IOException {
        final HttpURLConnection delete =
                (HttpURLConnection) new URL("http://127.0.0.1:" + venue.port() + "/fapi/v1/listenKey").openConnection();
        delete.setRequestMethod("DELETE");
        delete.setRequestProperty("X-MBX-APIKEY", KEY);
        assertEquals(200, delete.getResponseCode());
        awaitFeed(MarketFeed.USER, FeedState.DOWN, 1);
        awaitFeed(MarketFeed.USER, FeedState.UP, 2);
        open(17);
        awaitOrder(Commands.id(17, OrderRole.ENTRY, 0), OrderStatus.FILLED);
    }

    @Test
    void shouldKeepEntriesFromTheVenueUntilTheyAreDurable() {
        durable.set(0);
        commands.entry(++sequence, 0, Commands.id(18, OrderRole.ENTRY, 0), OrderSide.BUY, QUANTITY);
        final CommandResultDecoder waited = result(sequence);
        assertEquals(CommandOutcome.NOT_SENT, waited.outcome());
        assertEquals(OutcomeReason.WAITED_FOR_DISK, waited.reason());
        commands.entry(++sequence, 0, Commands.id(18, OrderRole.ENTRY, 1), OrderSide.BUY, QUANTITY);
        adapter.gateway().doWork();
        durable.set(sequence);
        assertEquals(CommandOutcome.ACCEPTED, result(sequence).outcome());
    }

    @Test
    void shouldDropACloseThatIsTooOld() {
        open(19);
        commands.close(
                ++sequence,
                0,
                Commands.id(19, OrderRole.CLOSE, 1),
                OrderSide.SELL,
                QUANTITY,
                ingress.nowNs() - 1_100_000_000L);
        final CommandResultDecoder stale = result(sequence);
        assertEquals(CommandOutcome.NOT_SENT, stale.outcome());
        assertEquals(OutcomeReason.STALE_COMMAND, stale.reason());
    }

    @Test
    void shouldLoseNothingWhileTheRingIsFull() {
        ingress.full(true);
        commands.entry(++sequence, 0, Commands.id(20, OrderRole.ENTRY, 0), OrderSide.BUY, QUANTITY);
        commands.stop(++sequence, 0, Commands.id(20, OrderRole.STOP, 1), OrderSide.SELL, PRICE * 98 / 100, QUANTITY);
        final long until = ingress.nowNs() + 300_000_000L;
        ingress.await("a while", this::work, () -> ingress.nowNs() > until);
        ingress.full(false);
        assertEquals(OrderStatus.FILLED, result(sequence - 1).status());
        assertEquals(OrderStatus.NEW, result(sequence).status());
        awaitOrder(Commands.id(20, OrderRole.ENTRY, 0), OrderStatus.FILLED);
        awaitOrder(Commands.id(20, OrderRole.STOP, 1), OrderStatus.NEW);
        assertEquals(1, ingress.results(sequence).size());
    }

    @Test
    void shouldBringPricesWithoutAnAccount() {
        final RecordingIngress paper = new RecordingIngress();
        final InstrumentRegistry paperRegistry = new InstrumentRegistry();
        final List<String> heard = new CopyOnWriteArrayList<>();
        final BinanceConfig config = BinanceConfig.simulated(venue.port(), "none", Secret.of("none"), "00", 1_000, 1);
        try (BinanceMarketData market = new BinanceMarketData(
                config, paper, paperRegistry, Executors.defaultThreadFactory(), new BinanceMarketData.Listener() {
                    @Override
                    public void instrument(final int id, final String symbol, final InstrumentSpec spec) {
                        heard.add(symbol);
                    }

                    @Override
                    public void price(final int id, final long mark, final long last, final long bid, final long ask) {
                        heard.add(id + "/" + mark);
                    }
                })) {
            market.start();
            paper.await(
                    "feed",
                    () -> {},
                    () -> !paper.inputs(FeedStatusDecoder.TEMPLATE_ID).isEmpty());
            assertTrue(heard.containsAll(List.of("BTCUSDT", "ETHUSDT")));
            market.subscribe(1, true);
            paper.await("price", () -> {}, () -> heard.contains("1/" + PRICE / 20));
            assertTrue(paper.prices().stream().allMatch(p -> p.startsWith("1/1/")));
        }
    }

    private void open(final long position) {
        commands.entry(++sequence, 0, Commands.id(position, OrderRole.ENTRY, 0), OrderSide.BUY, QUANTITY);
        final CommandResultDecoder result = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, result.outcome(), result.text());
        assertEquals(OrderStatus.FILLED, result.status());
        assertEquals(QUANTITY, result.filledQuantity());
        assertTrue(result.handedNs() <= result.sentNs() && result.sentNs() <= result.ackNs());
    }

    private CommandResultDecoder anchor(final long position) {
        commands.stop(++sequence, 0, Commands.id(position, OrderRole.ANCHOR, 0), OrderSide.SELL, PRICE * 98 / 100, 0);
        final CommandResultDecoder result = result(sequence);
        assertEquals(CommandOutcome.ACCEPTED, result.outcome(), result.text());
        return result;
    }

    private static void assertRejected(final CommandResultDecoder result, final int code, final OutcomeReason reason) {
        assertEquals(code, result.venueCode(), result.text());
        assertEquals(CommandOutcome.REJECTED, result.outcome());
        assertEquals(reason, result.reason());
    }

    private CommandResultDecoder result(final long commandSequence) {
        ingress.await(
                "result of " + commandSequence,
                this::work,
                () -> !ingress.results(commandSequence).isEmpty());
        return ingress.results(commandSequence).get(0);
    }

    private OrderUpdateDecoder awaitOrder(final OrderIdFields id, final OrderStatus status) {
        final DirectBuffer input =
                ingress.await("order " + status, OrderUpdateDecoder.TEMPLATE_ID, this::work, candidate -> {
                    final OrderUpdateDecoder order = new OrderUpdateDecoder();
                    order.wrapAndApplyHeader(candidate, 0, header);
                    return order.status() == status
                            && order.clientOrderId().role() == id.role()
                            && order.clientOrderId().positionId() == id.positionId()
                            && order.clientOrderId().revision() == id.revision();
                });
        final OrderUpdateDecoder order = new OrderUpdateDecoder();
        order.wrapAndApplyHeader(input, 0, header);
        return order;
    }

    private VenueSnapshotEndDecoder awaitEnd(final long snapshotId) {
        final DirectBuffer input =
                ingress.await("snapshot", VenueSnapshotEndDecoder.TEMPLATE_ID, this::work, candidate -> {
                    final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
                    end.wrapAndApplyHeader(candidate, 0, header);
                    return end.snapshotId() == snapshotId;
                });
        final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
        end.wrapAndApplyHeader(input, 0, header);
        return end;
    }

    private void awaitFeed(final MarketFeed feed, final FeedState state, final int epoch) {
        ingress.await(feed + " " + state, FeedStatusDecoder.TEMPLATE_ID, this::work, input -> {
            final FeedStatusDecoder status = new FeedStatusDecoder();
            status.wrapAndApplyHeader(input, 0, header);
            return status.feed() == feed && status.state() == state && status.epoch() == epoch;
        });
    }

    private void awaitHealth(final VenueState state) {
        ingress.await("health " + state, VenueHealthDecoder.TEMPLATE_ID, this::work, input -> {
            final VenueHealthDecoder health = new VenueHealthDecoder();
            health.wrapAndApplyHeader(input, 0, header);
            return health.state() == state;
        });
    }

    private void fault(final SimFault fault) {
        venue.call(() -> {
            venue.faults().add(fault, 1);
            return null;
        });
    }

    private void price(final long mark) {
        venue.call(() -> {
            venue.price(0, mark, mark, mark - PRICE_ONE, mark + PRICE_ONE);
            venue.price(1, mark / 20, mark / 20, mark / 20, mark / 20);
            return null;
        });
    }

    private void work() {
        adapter.gateway().doWork();
    }

    /** Two contracts; the test moves their prices by hand. */
    private static final class TwoSymbols implements PriceSource {
        @Override
        public List<PriceSymbol> symbols() {
            return List.of(
                    new PriceSymbol("binance", "BTCUSDT", 1, PRICE),
                    new PriceSymbol("binance", "ETHUSDT", 2, PRICE / 20));
        }

        @Override
        public long startMs() {
            return 0;
        }

        @Override
        public boolean next(final PriceRow row) {
            return false;
        }
    }
}
