package io.ratchet.adapters.sim;

import io.ratchet.adapters.sim.PaperInputs.PaperIds;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.MoveStopDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A venue without a network: SBE commands in, SBE inputs out, at latency 0. One thread; deterministic.
 *
 * <p>Use: {@link #list} and {@link #announce} each instrument, {@link #connect} once, then {@link #onPriceRow} and
 * {@link #onCommand} in time order. Inputs come out through the sink given, in the order the venue would send them: of
 * a command first its CommandResult, then what it caused; of a price row first what it triggered, then the Price. The
 * sink must not call back; give it an {@link InputQueue} and drain that.
 */
public final class PaperVenue implements SimListener {
    static final long NS_PER_MS = 1_000_000L;

    private final SimExchange exchange;
    private final SimFaults faults = new SimFaults();
    private final boolean isBybit;
    private final PaperInputs inputs;
    private final InputQueue deferred = new InputQueue();
    private final PaperCommand command = new PaperCommand();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SetLeverageDecoder setLeverage = new SetLeverageDecoder();
    private final PlaceEntryDecoder placeEntry = new PlaceEntryDecoder();
    private final PlaceStopDecoder placeStop = new PlaceStopDecoder();
    private final CancelStopDecoder cancelStop = new CancelStopDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final CloseAtMarketDecoder closeAtMarket = new CloseAtMarketDecoder();
    private final PlaceExitDecoder placeExit = new PlaceExitDecoder();
    private final MoveExitDecoder moveExit = new MoveExitDecoder();
    private final MoveStopDecoder moveStop = new MoveStopDecoder();
    private final QueryOrderDecoder queryOrder = new QueryOrderDecoder();
    private final RequestSnapshotDecoder requestSnapshot = new RequestSnapshotDecoder();
    private int[] indexOfId = new int[0];
    private int[] idOfIndex = new int[0];
    private int feedEpoch;

    /**
     * An empty venue.
     *
     * @param venue  it stands for.
     * @param config its rules; {@link SimConfig#matchingOnly()} for {@code simulate}.
     * @param seed   of its randomness (unused unless executions are split).
     * @param sink   receives the inputs.
     */
    public PaperVenue(final Venue venue, final SimConfig config, final long seed, final InputSink sink) {
        this.isBybit = venue == Venue.BYBIT;
        this.exchange = new SimExchange(config, this, seed, isBybit ? SimStyle.BYBIT : SimStyle.BINANCE);
        this.inputs = new PaperInputs(venue, sink);
    }

    /**
     * Lists an instrument; nothing is emitted.
     *
     * @param instrumentId of the engine, not yet listed.
     * @param symbol       its name.
     * @param filters      its filters, 0 is off.
     */
    public void list(final int instrumentId, final String symbol, final SimInstrument.Filters filters) {
        final int index = exchange.list(symbol, filters);
        if (instrumentId >= indexOfId.length) {
            final int old = indexOfId.length;
            indexOfId = Arrays.copyOf(indexOfId, instrumentId + 1);
            Arrays.fill(indexOfId, old, indexOfId.length, -1);
        }
        indexOfId[instrumentId] = index;
        idOfIndex = Arrays.copyOf(idOfIndex, index + 1);
        idOfIndex[index] = instrumentId;
    }

    /**
     * Whether an instrument is listed.
     *
     * @param instrumentId of the engine.
     * @return true after {@link #list}.
     */
    public boolean lists(final int instrumentId) {
        return instrumentId >= 0 && instrumentId < indexOfId.length && indexOfId[instrumentId] >= 0;
    }

    /**
     * Emits InstrumentDefined.
     *
     * @param instrumentId listed before.
     * @param timeNs       engine time.
     */
    public void announce(final int instrumentId, final long timeNs) {
        at(timeNs);
        inputs.instrument(instrumentId, exchange.instruments().get(indexOfId[instrumentId]));
    }

    /**
     * Emits FeedStatus UP of the market, user and trade connections and VenueHealth OK.
     *
     * @param timeNs engine time.
     */
    public void connect(final long timeNs) {
        at(timeNs);
        feedEpoch++;
        inputs.feed(MarketFeed.MARKET, FeedState.UP, feedEpoch);
        connectPrivate(VenueState.OK, "", timeNs);
    }

    /**
     * Emits FeedStatus UP of the user and trade connections and VenueHealth, where the market feed is a real one.
     *
     * @param state  of the venue.
     * @param text   what is wrong, printable ASCII; empty for nothing.
     * @param timeNs engine time.
     */
    public void connectPrivate(final VenueState state, final String text, final long timeNs) {
        at(timeNs);
        inputs.feed(MarketFeed.USER, FeedState.UP, 1);
        inputs.feed(MarketFeed.TRADE, FeedState.UP, 1);
        inputs.health(state, text);
        balance(FixedPoint.NULL);
    }

    /**
     * Emits VenueHealth.
     *
     * @param state  of the venue.
     * @param text   what is wrong, printable ASCII; empty for nothing.
     * @param timeNs engine time.
     */
    public void health(final VenueState state, final String text, final long timeNs) {
        at(timeNs);
        inputs.health(state, text);
    }

    /**
     * One price row: triggers and fills first, then the Price input. NULL is unchanged.
     *
     * @param instrumentId listed before.
     * @param mark         1e-10.
     * @param last         1e-10.
     * @param bid          1e-10.
     * @param ask          1e-10.
     * @param timeNs       engine time.
     */
    public void onPriceRow(
            final int instrumentId,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long timeNs) {
        match(instrumentId, mark, last, bid, ask, timeNs);
        inputs.price(instrumentId, feedEpoch, mark, last, bid, ask);
    }

    /**
     * Prices without a Price input: triggers and fills only.
     *
     * @param instrumentId listed before.
     * @param mark         1e-10.
     * @param last         1e-10.
     * @param bid          1e-10.
     * @param ask          1e-10.
     * @param timeNs       engine time.
     */
    public void match(
            final int instrumentId,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long timeNs) {
        at(timeNs);
        exchange.price(indexOfId[instrumentId], mark, last, bid, ask);
    }

    /**
     * Moves time without a price: stops on their way arrive, withheld orders come to rest.
     *
     * @param timeNs engine time.
     */
    public void advance(final long timeNs) {
        at(timeNs);
    }

    /**
     * Executes one command of the engine.
     *
     * @param sequence of the command in the journal.
     * @param buffer   that holds the SBE message, header first.
     * @param offset   of the message.
     * @param length   of the message in bytes.
     * @param timeNs   engine time.
     */
    public void onCommand(
            final long sequence, final DirectBuffer buffer, final int offset, final int length, final long timeNs) {
        at(timeNs);
        header.wrap(buffer, offset);
        command.begin(sequence, header.templateId());
        final InputSink sink = inputs.sink;
        switch (header.templateId()) {
            case SetLeverageDecoder.TEMPLATE_ID ->
                onSetLeverage(setLeverage.wrapAndApplyHeader(buffer, offset, header));
            case PlaceEntryDecoder.TEMPLATE_ID ->
                onPlaceEntry(placeEntry.wrapAndApplyHeader(buffer, offset, header), sink);
            case PlaceStopDecoder.TEMPLATE_ID ->
                onPlaceStop(placeStop.wrapAndApplyHeader(buffer, offset, header), sink);
            case CancelStopDecoder.TEMPLATE_ID ->
                onCancelStop(cancelStop.wrapAndApplyHeader(buffer, offset, header), sink);
            case CancelOrderDecoder.TEMPLATE_ID ->
                onCancelOrder(cancelOrder.wrapAndApplyHeader(buffer, offset, header), sink);
            case CloseAtMarketDecoder.TEMPLATE_ID ->
                onClose(closeAtMarket.wrapAndApplyHeader(buffer, offset, header), sink);
            case PlaceExitDecoder.TEMPLATE_ID ->
                onPlaceExit(placeExit.wrapAndApplyHeader(buffer, offset, header), sink);
            case MoveStopDecoder.TEMPLATE_ID -> onMoveStop(moveStop.wrapAndApplyHeader(buffer, offset, header), sink);
            case MoveExitDecoder.TEMPLATE_ID -> onMoveExit(moveExit.wrapAndApplyHeader(buffer, offset, header), sink);
            case QueryOrderDecoder.TEMPLATE_ID -> onQuery(queryOrder.wrapAndApplyHeader(buffer, offset, header));
            case RequestSnapshotDecoder.TEMPLATE_ID ->
                onSnapshot(requestSnapshot.wrapAndApplyHeader(buffer, offset, header));
            case SubscribeDecoder.TEMPLATE_ID, UnsubscribeDecoder.TEMPLATE_ID -> {
                // Prices come as they come; there is nothing to answer.
            }
            default ->
                throw new IllegalArgumentException("command: sequence=" + sequence + " templateId="
                        + header.templateId() + " expected=a command of the schema, length=" + length);
        }
    }

    /**
     * Faults for the next commands: REFUSE, OVERLOAD, DROP_REPLY, DROP_REQUEST, UNKNOWN_AFTER (all three come out as
     * UNKNOWN), WITHHOLD_NEW, REJECT_AT_TRIGGER, PARTIAL.
     *
     * @return to arm.
     */
    public SimFaults faults() {
        return faults;
    }

    /**
     * The exchange behind it, to look at and to meddle with (cancel a stop by hand).
     *
     * @return live.
     */
    public SimExchange exchange() {
        return exchange;
    }

    @Override
    public void onOrder(final SimOrder order, final Execution execution, final int expiryReason) {
        inputs.order(idOfIndex[order.instrument().index()], order);
    }

    @Override
    public void onFill(final SimFill fill) {
        final int id = idOfIndex[fill.order().instrument().index()];
        inputs.fill(id, fill);
        inputs.order(id, fill.order());
    }

    @Override
    public void onConditional(final SimOrder order) {
        final boolean isSaidByChild = PositionStops.isChild(order)
                && (order.status() == SimStatus.TRIGGERED || order.status() == SimStatus.FINISHED);
        if (isSaidByChild) {
            // There the stop and what it becomes are one order.
            return;
        }
        inputs.order(idOfIndex[order.instrument().index()], order);
    }

    @Override
    public void onAccount(final SimPosition position, final long walletBalance) {
        inputs.position(idOfIndex[position.instrument().index()], position, stopLevel(position));
        inputs.balance(walletBalance, exchange.margin().availableBalance(), 0);
    }

    @Override
    public void onFunding(final SimPosition position, final long money, final long walletBalance, final long timeMs) {
        inputs.balance(walletBalance, exchange.margin().availableBalance(), 0);
        inputs.funding(idOfIndex[position.instrument().index()], money, timeMs);
    }

    /**
     * Moves money into or out of the account.
     *
     * @param money  1e-8, negative for out.
     * @param timeNs engine time.
     */
    public void transfer(final long money, final long timeNs) {
        at(timeNs);
        exchange.transfer(money);
        balance(money);
    }

    private void balance(final long transfer) {
        inputs.balance(exchange.margin().walletBalance(), exchange.margin().availableBalance(), transfer);
    }

    @Override
    public void onLeverage(final SimInstrument instrument) {
        // The engine hears of it in the CommandResult.
    }

    private long stopLevel(final SimPosition position) {
        return isBybit ? exchange.stopLevel(position.instrument().index()) : FixedPoint.NULL;
    }

    private void at(final long timeNs) {
        inputs.timeNs = timeNs;
        exchange.advance(timeNs / NS_PER_MS);
    }

    private void onSetLeverage(final SetLeverageDecoder c) {
        command.on(c.instrumentId(), null);
        if (unlisted(c.instrumentId())) {
            return;
        }
        final int index = indexOfId[c.instrumentId()];
        final SimInstrument it = exchange.instruments().get(index);
        final boolean isolated = c.marginMode() == MarginMode.ISOLATED;
        SimRefusal refusal = it.isolated() == isolated ? null : exchange.marginType(index, isolated);
        if (refusal == null && it.leverage() != c.leverage()) {
            refusal = exchange.leverage(index, c.leverage());
        }
        if (refusal == null) {
            inputs.result(command, CommandOutcome.ACCEPTED, OutcomeReason.NONE, 0, "");
        } else {
            refuse(refusal);
        }
    }

    private void onPlaceEntry(final PlaceEntryDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        if (!unlisted(c.instrumentId())) {
            place(
                    ordinary(
                            c.instrumentId(),
                            c.clientOrderId(),
                            c.side(),
                            c.orderType(),
                            c.quantity(),
                            c.price(),
                            false),
                    SimFault.Operation.PLACE_ORDER,
                    isBybit ? c.stopLevel() : FixedPoint.NULL,
                    false,
                    sink);
        }
    }

    private void onClose(final CloseAtMarketDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        if (!unlisted(c.instrumentId())) {
            place(
                    ordinary(
                            c.instrumentId(),
                            c.clientOrderId(),
                            c.side(),
                            c.orderType(),
                            c.quantity(),
                            c.price(),
                            true),
                    SimFault.Operation.PLACE_ORDER,
                    FixedPoint.NULL,
                    isBybit && c.closePosition() == Flag.YES,
                    sink);
        }
    }

    private void onPlaceExit(final PlaceExitDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        if (!unlisted(c.instrumentId())) {
            place(
                    ordinary(
                            c.instrumentId(),
                            c.clientOrderId(),
                            c.side(),
                            OrderType.LIMIT,
                            c.quantity(),
                            c.price(),
                            true),
                    SimFault.Operation.PLACE_ORDER,
                    sink);
        }
    }

    private void onMoveExit(final MoveExitDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        final String id = PaperIds.text(c.clientOrderId());
        final SimOrder order = exchange.order(id);
        final SimFault fault = faults.take(
                SimFault.Operation.OTHER,
                order == null ? null : order.instrument().symbol(),
                id);
        if (fault != null && ends(fault)) {
            return;
        }
        inputs.sink = deferred;
        final SimResult result = exchange.amend(order, c.quantity(), c.price());
        inputs.sink = sink;
        if (!result.accepted()) {
            refuse(result.refusal());
        } else if (silent(fault)) {
            unknown();
        } else {
            inputs.accepted(command, order, PaperInputs.status(order.status()), true);
        }
        flush(sink);
    }

    private SimOrderRequest ordinary(
            final int instrumentId,
            final ClientOrderIdDecoder id,
            final OrderSide side,
            final OrderType type,
            final long quantity,
            final long price,
            final boolean reduceOnly) {
        final int index = indexOfId[instrumentId];
        final String text = PaperIds.text(id);
        if (type == OrderType.MARKET) {
            return SimOrderRequest.market(index, text, side(side), quantity, reduceOnly);
        }
        final SimTimeInForce life = type == OrderType.LIMIT_IOC ? SimTimeInForce.IOC : SimTimeInForce.GTC;
        return SimOrderRequest.limit(index, text, side(side), quantity, price, life, reduceOnly);
    }

    private void onPlaceStop(final PlaceStopDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        if (!unlisted(c.instrumentId())) {
            final boolean whole = c.closePosition() == Flag.YES;
            place(
                    new SimOrderRequest(
                            indexOfId[c.instrumentId()],
                            PaperIds.text(c.clientOrderId()),
                            side(c.side()),
                            SimType.STOP_MARKET,
                            SimTimeInForce.GTC,
                            whole ? 0 : c.quantity(),
                            FixedPoint.NULL,
                            c.level(),
                            true,
                            !whole,
                            whole,
                            0),
                    SimFault.Operation.PLACE_ALGO,
                    sink);
        }
    }

    private void place(final SimOrderRequest request, final SimFault.Operation operation, final InputSink sink) {
        place(request, operation, FixedPoint.NULL, false, sink);
    }

    private SimResult place(
            final SimOrderRequest request, final long stopLevel, final boolean isWhole, final SimFault fault) {
        if (stopLevel != FixedPoint.NULL) {
            return exchange.placeWithStop(request, stopLevel, fault);
        }
        return isWhole
                ? exchange.closeAll(request.instrument(), request.clientId(), request.side(), fault)
                : exchange.place(request, fault);
    }

    private void place(
            final SimOrderRequest request,
            final SimFault.Operation operation,
            final long stopLevel,
            final boolean isWhole,
            final InputSink sink) {
        final SimFault fault = takeFault(operation, request);
        if (fault != null && ends(fault)) {
            return;
        }
        inputs.sink = deferred;
        final SimResult result = place(request, stopLevel, isWhole, fault);
        inputs.sink = sink;
        if (result.accepted()) {
            answer(result.order(), fault);
        } else {
            refuse(result.refusal());
        }
        flush(sink);
    }

    private void onMoveStop(final MoveStopDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), null);
        if (unlisted(c.instrumentId())) {
            return;
        }
        final int index = indexOfId[c.instrumentId()];
        final SimFault fault = faults.take(
                SimFault.Operation.PLACE_ALGO, exchange.instruments().get(index).symbol(), null);
        if (fault != null && ends(fault)) {
            return;
        }
        inputs.sink = deferred;
        final SimRefusal refusal = exchange.stop(index, c.level(), true);
        inputs.sink = sink;
        if (refusal != null) {
            refuse(refusal);
        } else if (silent(fault)) {
            unknown();
        } else {
            inputs.result(command, CommandOutcome.ACCEPTED, OutcomeReason.NONE, 0, "");
        }
        flush(sink);
    }

    private void answer(final SimOrder order, final SimFault fault) {
        if (fault != null && fault.kind() == SimFault.Kind.WITHHOLD_NEW) {
            inputs.accepted(command, order, OrderStatus.NONE, true);
        } else if (silent(fault)) {
            unknown();
        } else {
            inputs.accepted(command, order, OrderStatus.NEW, true);
        }
    }

    private static boolean silent(final SimFault fault) {
        return fault != null
                && (fault.kind() == SimFault.Kind.DROP_REPLY || fault.kind() == SimFault.Kind.UNKNOWN_AFTER);
    }

    private SimFault takeFault(final SimFault.Operation operation, final SimOrderRequest request) {
        return faults.take(
                operation, exchange.instruments().get(request.instrument()).symbol(), request.clientId());
    }

    /** Answers a command whose fault keeps it from being executed. */
    private boolean ends(final SimFault fault) {
        switch (fault.kind()) {
            case REFUSE ->
                inputs.result(
                        command,
                        CommandOutcome.REJECTED,
                        isBybit ? BybitCodes.reason(fault.code()) : PaperReasons.ofCode(fault.code()),
                        fault.code(),
                        fault.text());
            case OVERLOAD ->
                inputs.result(
                        command,
                        CommandOutcome.REJECTED,
                        OutcomeReason.OVERLOAD,
                        PaperReasons.OVERLOAD_CODE,
                        "overload");
            case DROP_REQUEST -> unknown();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void unknown() {
        inputs.result(command, CommandOutcome.UNKNOWN, OutcomeReason.TIMEOUT, 0, "");
    }

    private void onCancelStop(final CancelStopDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        cancel(exchange.conditional(PaperIds.text(c.clientOrderId())), true, sink);
    }

    private void onCancelOrder(final CancelOrderDecoder c, final InputSink sink) {
        command.on(c.instrumentId(), c.clientOrderId());
        cancel(exchange.order(PaperIds.text(c.clientOrderId())), false, sink);
    }

    private void cancel(final SimOrder order, final boolean conditional, final InputSink sink) {
        final SimFault fault = faults.take(
                conditional ? SimFault.Operation.CANCEL_ALGO : SimFault.Operation.CANCEL_ORDER,
                order == null ? null : order.instrument().symbol(),
                order == null ? null : order.clientId());
        if (fault != null && ends(fault)) {
            return;
        }
        inputs.sink = deferred;
        final SimResult result = conditional ? exchange.cancelConditional(order) : exchange.cancelOrder(order);
        inputs.sink = sink;
        if (!result.accepted()) {
            refuse(result.refusal());
        } else if (silent(fault)) {
            unknown();
        } else {
            inputs.accepted(command, order, OrderStatus.CANCELED, false);
        }
        flush(sink);
    }

    private void onQuery(final QueryOrderDecoder c) {
        command.on(c.instrumentId(), c.clientOrderId());
        final String id = PaperIds.text(c.clientOrderId());
        final SimOrder ordinary = exchange.order(id);
        final SimOrder conditional = exchange.conditional(id);
        final SimFault fault = faults.take(SimFault.Operation.READ, null, id);
        if (fault != null && ends(fault)) {
            return;
        }
        final boolean preferOrdinary = c.book() == OrderBook.ORDINARY || conditional == null;
        final SimOrder found = preferOrdinary ? ordinary : conditional;
        if (found == null || found.status() == SimStatus.WITHHELD) {
            inputs.absent(command);
        } else {
            inputs.accepted(command, found, PaperInputs.status(found.status()), false);
        }
    }

    private void onSnapshot(final RequestSnapshotDecoder c) {
        final long snapshotId = c.snapshotId();
        inputs.snapshotBegin(
                snapshotId,
                c.instrumentId(),
                c.positions() == Flag.YES,
                c.ordinaryOrders() == Flag.YES,
                c.conditionalOrders() == Flag.YES,
                c.trades() == Flag.YES);
        int rows = 0;
        for (int index = 0; index < idOfIndex.length; index++) {
            if (c.instrumentId() < 0 || idOfIndex[index] == c.instrumentId()) {
                rows += snapshotRows(c, snapshotId, index);
            }
        }
        inputs.snapshotEnd(snapshotId, rows);
        if (c.positions() == Flag.YES) {
            balance(FixedPoint.NULL);
        }
    }

    private int snapshotRows(final RequestSnapshotDecoder c, final long snapshotId, final int index) {
        final int id = idOfIndex[index];
        final List<SimOrder> ordinary = exchange.openOrders(index);
        final List<SimOrder> conditional = exchange.openConditionals(index);
        int rows = 0;
        if (c.positions() == Flag.YES) {
            final SimPosition position = exchange.position(index);
            // As the venue does it: only contracts with a position or open orders.
            final boolean isListed = isBybit
                    ? position.quantity() != 0 && !exchange.hides(index)
                    : position.quantity() != 0 || !ordinary.isEmpty() || !conditional.isEmpty();
            if (isListed) {
                inputs.snapshotPosition(
                        snapshotId, id, position, exchange.margin().liquidationPrice(position), stopLevel(position));
                rows++;
            }
        }
        if (c.ordinaryOrders() == Flag.YES) {
            rows += snapshotOrders(snapshotId, id, ordinary);
        }
        if (c.conditionalOrders() == Flag.YES) {
            rows += snapshotOrders(snapshotId, id, conditional);
        }
        return c.trades() == Flag.YES ? rows + snapshotTrades(snapshotId, id, index, c.tradesSinceMs()) : rows;
    }

    private int snapshotOrders(final long snapshotId, final int id, final List<SimOrder> orders) {
        for (final SimOrder order : orders) {
            inputs.snapshotOrder(snapshotId, id, order);
        }
        return orders.size();
    }

    private int snapshotTrades(final long snapshotId, final int id, final int index, final long sinceMs) {
        int rows = 0;
        for (final SimFill fill : exchange.fills()) {
            if (fill.order().instrument().index() == index && fill.timeMs() >= sinceMs) {
                inputs.snapshotTrade(snapshotId, id, fill);
                rows++;
            }
        }
        return rows;
    }

    private boolean unlisted(final int instrumentId) {
        if (lists(instrumentId)) {
            return false;
        }
        inputs.result(
                command,
                CommandOutcome.REJECTED,
                OutcomeReason.SYMBOL_CLOSED,
                PaperReasons.BAD_SYMBOL_CODE,
                "unlisted");
        return true;
    }

    private void refuse(final SimRefusal refusal) {
        final int code = isBybit ? BybitCodes.code(refusal) : refusal.code();
        inputs.result(command, CommandOutcome.REJECTED, PaperReasons.of(refusal), code, refusal.text());
    }

    private void flush(final InputSink sink) {
        while (deferred.poll((buffer, offset, length) -> {
            sink.onInput(buffer, offset, length);
            return true;
        })) {
            continue;
        }
    }

    private static SimSide side(final OrderSide side) {
        return side == OrderSide.BUY ? SimSide.BUY : SimSide.SELL;
    }
}
