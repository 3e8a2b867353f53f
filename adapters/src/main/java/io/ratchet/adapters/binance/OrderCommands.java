package io.ratchet.adapters.binance;

import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;

/**
 * What each order command is on this venue: whose order it is about, its book, its frame, its HTTP method and the band of
 * the rate budget that pays for it. Egress thread.
 */
final class OrderCommands {
    private static final long NS_PER_MS = 1_000_000;

    private final BinanceConfig config;
    private final VenueClock clock;
    private final OrderFrameEncoder frames;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SetLeverageDecoder setLeverage = new SetLeverageDecoder();
    private final PlaceEntryDecoder placeEntry = new PlaceEntryDecoder();
    private final PlaceStopDecoder placeStop = new PlaceStopDecoder();
    private final CancelStopDecoder cancelStop = new CancelStopDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final CloseAtMarketDecoder closeAtMarket = new CloseAtMarketDecoder();
    private final PlaceExitDecoder placeExit = new PlaceExitDecoder();
    private final MoveExitDecoder moveExit = new MoveExitDecoder();
    private final QueryOrderDecoder queryOrder = new QueryOrderDecoder();

    OrderCommands(final BinanceConfig config, final VenueClock clock, final OrderFrameEncoder frames) {
        this.config = config;
        this.clock = clock;
        this.frames = frames;
    }

    /** Reads from the command what its result repeats. */
    void describe(final CommandSlot slot) {
        switch (slot.commandType) {
            case SetLeverageDecoder.TEMPLATE_ID:
                setLeverage.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = setLeverage.instrumentId();
                break;
            case PlaceEntryDecoder.TEMPLATE_ID:
                placeEntry.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = placeEntry.instrumentId();
                slot.side = placeEntry.side();
                slot.book = OrderBook.ORDINARY;
                slot.clientId.read(placeEntry.clientOrderId());
                break;
            case PlaceStopDecoder.TEMPLATE_ID:
                placeStop.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = placeStop.instrumentId();
                slot.side = placeStop.side();
                slot.book = OrderBook.CONDITIONAL;
                slot.clientId.read(placeStop.clientOrderId());
                break;
            case CancelStopDecoder.TEMPLATE_ID:
                cancelStop.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = cancelStop.instrumentId();
                slot.book = OrderBook.CONDITIONAL;
                slot.clientId.read(cancelStop.clientOrderId());
                break;
            case CancelOrderDecoder.TEMPLATE_ID:
                cancelOrder.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = cancelOrder.instrumentId();
                slot.book = OrderBook.ORDINARY;
                slot.clientId.read(cancelOrder.clientOrderId());
                break;
            case CloseAtMarketDecoder.TEMPLATE_ID:
                closeAtMarket.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = closeAtMarket.instrumentId();
                slot.side = closeAtMarket.side();
                slot.book = OrderBook.ORDINARY;
                slot.clientId.read(closeAtMarket.clientOrderId());
                break;
            case PlaceExitDecoder.TEMPLATE_ID:
                placeExit.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = placeExit.instrumentId();
                slot.side = placeExit.side();
                slot.book = OrderBook.ORDINARY;
                slot.clientId.read(placeExit.clientOrderId());
                break;
            case MoveExitDecoder.TEMPLATE_ID:
                moveExit.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = moveExit.instrumentId();
                slot.side = moveExit.side();
                slot.book = OrderBook.ORDINARY;
                slot.clientId.read(moveExit.clientOrderId());
                break;
            case QueryOrderDecoder.TEMPLATE_ID:
                queryOrder.wrapAndApplyHeader(slot.command, 0, header);
                slot.instrumentId = queryOrder.instrumentId();
                slot.book = queryOrder.book();
                slot.clientId.read(queryOrder.clientOrderId());
                break;
            default:
                throw new IllegalArgumentException(
                        "command: actual=template " + slot.commandType + " expected=one that Binance knows");
        }
    }

    /** Of the command described last, a SetLeverage. */
    int leverage() {
        return setLeverage.leverage();
    }

    /** Of the command described last, a SetLeverage. */
    MarginMode marginMode() {
        return setLeverage.marginMode();
    }

    /** When the command described last was decided, a CloseAtMarket. */
    long closeTimeNs() {
        return closeAtMarket.timeNs();
    }

    /** Writes and signs the frame of the command described last. */
    void encode(final CommandSlot slot) {
        final long timestampMs = clock.nowMs();
        final long windowMs = config.engineNs(config.recvWindowMs()) / NS_PER_MS;
        switch (slot.commandType) {
            case PlaceEntryDecoder.TEMPLATE_ID:
                final long entryWindowMs = config.engineNs(config.entryRecvWindowMs()) / NS_PER_MS;
                frames.entry(slot.requestId, placeEntry, timestampMs, entryWindowMs);
                break;
            case PlaceStopDecoder.TEMPLATE_ID:
                frames.stop(slot.requestId, placeStop, timestampMs, windowMs);
                break;
            case CancelStopDecoder.TEMPLATE_ID:
                frames.cancelStop(slot.requestId, cancelStop, timestampMs, windowMs);
                break;
            case CancelOrderDecoder.TEMPLATE_ID:
                frames.cancelOrder(slot.requestId, cancelOrder, timestampMs, windowMs);
                break;
            case PlaceExitDecoder.TEMPLATE_ID:
                frames.exit(slot.requestId, placeExit, timestampMs, windowMs);
                break;
            case MoveExitDecoder.TEMPLATE_ID:
                frames.moveExit(slot.requestId, moveExit, timestampMs, windowMs);
                break;
            default:
                frames.close(slot.requestId, closeAtMarket, timestampMs, windowMs);
        }
    }

    /** Of the REST request that stands for the frame. */
    static String method(final int commandType) {
        switch (commandType) {
            case CancelStopDecoder.TEMPLATE_ID:
            case CancelOrderDecoder.TEMPLATE_ID:
                return "DELETE";
            case MoveExitDecoder.TEMPLATE_ID:
                return "PUT";
            default:
                return "POST";
        }
    }

    /** Cancels cost request weight, orders the order budgets. */
    static boolean isAffordable(final RateBudget budget, final CommandSlot slot) {
        switch (slot.commandType) {
            case CloseAtMarketDecoder.TEMPLATE_ID:
                return budget.tryOrder(Band.CLOSE);
            case PlaceStopDecoder.TEMPLATE_ID:
                return budget.tryOrder(slot.clientId.role() == OrderRole.ANCHOR ? Band.FIRST_STOP : Band.MOVE);
            case CancelStopDecoder.TEMPLATE_ID:
            case CancelOrderDecoder.TEMPLATE_ID:
                return budget.tryWeight(Band.CANCEL, 1);
            case PlaceExitDecoder.TEMPLATE_ID:
            case MoveExitDecoder.TEMPLATE_ID:
                return budget.tryOrder(Band.AGED_EXIT);
            default:
                return budget.tryOrder(Band.ENTRY);
        }
    }
}
