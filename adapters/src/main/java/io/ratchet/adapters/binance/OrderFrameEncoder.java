package io.ratchet.adapters.binance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;

/**
 * Writes an order command as a signed frame of the WebSocket API and, from the same parameters, as a signed REST query.
 * Parameters are written in the order of their names because the WebSocket API signs them sorted; the REST signature is
 * over what is sent, in any order. Nothing is allocated. Egress thread.
 *
 * <pre>
 *   {"id":7,"method":"algoOrder.place","params":{"algoType":"CONDITIONAL","apiKey":"…",…,"signature":"…"}}
 * </pre>
 */
public final class OrderFrameEncoder {
    private static final int LENGTH_MAX = 2_048;

    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] METHOD = ascii(",\"method\":\"");
    private static final byte[] PARAMS = ascii("\",\"params\":{");
    private static final byte[] SIGNATURE = ascii(",\"signature\":\"");
    private static final byte[] END = ascii("\"}}");
    private static final byte[] QUERY_SIGNATURE = ascii("&signature=");

    private static final byte[] ORDER_PLACE = ascii("order.place");
    private static final byte[] ORDER_CANCEL = ascii("order.cancel");
    private static final byte[] ORDER_MODIFY = ascii("order.modify");
    private static final byte[] ALGO_PLACE = ascii("algoOrder.place");
    private static final byte[] ALGO_CANCEL = ascii("algoOrder.cancel");

    private static final byte[] ALGO_ID = ascii("algoId");
    private static final byte[] ALGO_TYPE = ascii("algoType");
    private static final byte[] API_KEY = ascii("apiKey");
    private static final byte[] CLIENT_ALGO_ID = ascii("clientAlgoId");
    private static final byte[] CLOSE_POSITION = ascii("closePosition");
    private static final byte[] NEW_CLIENT_ORDER_ID = ascii("newClientOrderId");
    private static final byte[] NEW_ORDER_RESP_TYPE = ascii("newOrderRespType");
    private static final byte[] ORDER_ID = ascii("orderId");
    private static final byte[] ORIG_CLIENT_ORDER_ID = ascii("origClientOrderId");
    private static final byte[] PRICE = ascii("price");
    private static final byte[] PRICE_PROTECT = ascii("priceProtect");
    private static final byte[] QUANTITY = ascii("quantity");
    private static final byte[] RECV_WINDOW = ascii("recvWindow");
    private static final byte[] REDUCE_ONLY = ascii("reduceOnly");
    private static final byte[] SIDE = ascii("side");
    private static final byte[] SYMBOL = ascii("symbol");
    private static final byte[] TIME_IN_FORCE = ascii("timeInForce");
    private static final byte[] TIMESTAMP = ascii("timestamp");
    private static final byte[] TRIGGER_PRICE = ascii("triggerPrice");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] WORKING_TYPE = ascii("workingType");

    private static final byte[] CONDITIONAL = ascii("CONDITIONAL");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] RESULT = ascii("RESULT");
    private static final byte[] BUY = ascii("BUY");
    private static final byte[] SELL = ascii("SELL");
    private static final byte[] IOC = ascii("IOC");
    private static final byte[] GTC = ascii("GTC");
    private static final byte[] MARKET = ascii("MARKET");
    private static final byte[] LIMIT = ascii("LIMIT");
    private static final byte[] STOP_MARKET = ascii("STOP_MARKET");
    private static final byte[] MARK_PRICE = ascii("MARK_PRICE");

    private static final byte[] HEX = ascii("0123456789ABCDEF");

    private final InstrumentRegistry registry;
    private final ClientOrderIds clientIds;
    private final HmacSha256Signer signer;
    private final byte[] apiKey;

    private final byte[] frame = new byte[LENGTH_MAX];
    private final byte[] payload = new byte[LENGTH_MAX];
    private final byte[] query = new byte[LENGTH_MAX];
    private final byte[] scratch = new byte[Decimals.FORMATTED_LENGTH_MAX];
    private int frameLength;
    private int payloadLength;
    private int queryLength;
    private boolean isFirst;
    /** Whether the parameter being written is a header in REST. */
    private boolean isHeader;

    /**
     * For one account.
     *
     * @param registry  symbols by instrument.
     * @param clientIds writes the order ids.
     * @param apiKey    of the account.
     * @param secretKey signs; the caller may wipe it afterwards.
     */
    public OrderFrameEncoder(
            final InstrumentRegistry registry,
            final ClientOrderIds clientIds,
            final String apiKey,
            final byte[] secretKey) {
        this.registry = registry;
        this.clientIds = clientIds;
        this.apiKey = apiKey.getBytes(UTF_8);
        this.signer = new HmacSha256Signer(secretKey);
    }

    /**
     * The frame of the last command.
     *
     * @return its bytes, valid until the next command.
     */
    public byte[] frame() {
        return frame;
    }

    /**
     * Length of {@link #frame()}.
     *
     * @return bytes.
     */
    public int frameLength() {
        return frameLength;
    }

    /**
     * The REST query of the last command: percent-encoded, signed, signature last.
     *
     * @return its bytes, valid until the next command.
     */
    public byte[] query() {
        return query;
    }

    /**
     * Length of {@link #query()}.
     *
     * @return bytes.
     */
    public int queryLength() {
        return queryLength;
    }

    /**
     * A market or IOC limit entry.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void entry(
            final long requestId, final PlaceEntryDecoder command, final long timestampMs, final long recvWindowMs) {
        begin(requestId, ORDER_PLACE);
        text(API_KEY, apiKey);
        clientId(NEW_CLIENT_ORDER_ID, command.clientOrderId());
        text(NEW_ORDER_RESP_TYPE, RESULT);
        if (command.orderType() == OrderType.LIMIT_IOC) {
            decimal(PRICE, command.price(), FixedPoint.PRICE_DECIMALS);
        }
        decimal(QUANTITY, command.quantity(), FixedPoint.QUANTITY_DECIMALS);
        integer(RECV_WINDOW, recvWindowMs);
        text(SIDE, side(command.side()));
        text(SYMBOL, registry.symbolBytes(command.instrumentId()));
        orderType(command.orderType(), timestampMs);
        end();
    }

    /**
     * A reduce-only close, at market or as an IOC limit.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void close(
            final long requestId, final CloseAtMarketDecoder command, final long timestampMs, final long recvWindowMs) {
        begin(requestId, ORDER_PLACE);
        text(API_KEY, apiKey);
        clientId(NEW_CLIENT_ORDER_ID, command.clientOrderId());
        text(NEW_ORDER_RESP_TYPE, RESULT);
        if (command.orderType() == OrderType.LIMIT_IOC) {
            decimal(PRICE, command.price(), FixedPoint.PRICE_DECIMALS);
        }
        decimal(QUANTITY, command.quantity(), FixedPoint.QUANTITY_DECIMALS);
        integer(RECV_WINDOW, recvWindowMs);
        text(REDUCE_ONLY, TRUE);
        text(SIDE, side(command.side()));
        text(SYMBOL, registry.symbolBytes(command.instrumentId()));
        orderType(command.orderType(), timestampMs);
        end();
    }

    /**
     * A reduce-only limit order that rests.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void exit(
            final long requestId, final PlaceExitDecoder command, final long timestampMs, final long recvWindowMs) {
        begin(requestId, ORDER_PLACE);
        text(API_KEY, apiKey);
        clientId(NEW_CLIENT_ORDER_ID, command.clientOrderId());
        text(NEW_ORDER_RESP_TYPE, RESULT);
        decimal(PRICE, command.price(), FixedPoint.PRICE_DECIMALS);
        decimal(QUANTITY, command.quantity(), FixedPoint.QUANTITY_DECIMALS);
        integer(RECV_WINDOW, recvWindowMs);
        text(REDUCE_ONLY, TRUE);
        text(SIDE, side(command.side()));
        text(SYMBOL, registry.symbolBytes(command.instrumentId()));
        text(TIME_IN_FORCE, GTC);
        integer(TIMESTAMP, timestampMs);
        text(TYPE, LIMIT);
        end();
    }

    /**
     * The amendment of that order in place: price and quantity, both, always.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void moveExit(
            final long requestId, final MoveExitDecoder command, final long timestampMs, final long recvWindowMs) {
        begin(requestId, ORDER_MODIFY);
        text(API_KEY, apiKey);
        clientId(ORIG_CLIENT_ORDER_ID, command.clientOrderId());
        decimal(PRICE, command.price(), FixedPoint.PRICE_DECIMALS);
        decimal(QUANTITY, command.quantity(), FixedPoint.QUANTITY_DECIMALS);
        integer(RECV_WINDOW, recvWindowMs);
        text(SIDE, side(command.side()));
        text(SYMBOL, registry.symbolBytes(command.instrumentId()));
        integer(TIMESTAMP, timestampMs);
        end();
    }

    /**
     * A stop-market on mark: close-position, or reduce-only over its quantity.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void stop(
            final long requestId, final PlaceStopDecoder command, final long timestampMs, final long recvWindowMs) {
        final boolean isClosePosition = command.closePosition() == Flag.YES;
        begin(requestId, ALGO_PLACE);
        text(ALGO_TYPE, CONDITIONAL);
        text(API_KEY, apiKey);
        clientId(CLIENT_ALGO_ID, command.clientOrderId());
        if (isClosePosition) {
            text(CLOSE_POSITION, TRUE);
        }
        text(PRICE_PROTECT, FALSE);
        if (!isClosePosition) {
            decimal(QUANTITY, command.quantity(), FixedPoint.QUANTITY_DECIMALS);
        }
        integer(RECV_WINDOW, recvWindowMs);
        if (!isClosePosition) {
            text(REDUCE_ONLY, TRUE);
        }
        text(SIDE, side(command.side()));
        text(SYMBOL, registry.symbolBytes(command.instrumentId()));
        integer(TIMESTAMP, timestampMs);
        decimal(TRIGGER_PRICE, command.level(), FixedPoint.PRICE_DECIMALS);
        text(TYPE, STOP_MARKET);
        text(WORKING_TYPE, MARK_PRICE);
        end();
    }

    /**
     * The cancellation of a conditional order, by our id or, if it is not ours, by the venue's.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void cancelStop(
            final long requestId, final CancelStopDecoder command, final long timestampMs, final long recvWindowMs) {
        final boolean isOurs = command.clientOrderId().role() != OrderRole.NONE;
        begin(requestId, ALGO_CANCEL);
        if (!isOurs) {
            integer(ALGO_ID, command.venueOrderId());
        }
        text(API_KEY, apiKey);
        if (isOurs) {
            clientId(CLIENT_ALGO_ID, command.clientOrderId());
        }
        integer(RECV_WINDOW, recvWindowMs);
        integer(TIMESTAMP, timestampMs);
        end();
    }

    /**
     * The cancellation of an ordinary order, by our id or, if it is not ours, by the venue's.
     *
     * @param requestId    echoed by the venue.
     * @param command      wrapped around it.
     * @param timestampMs  of the venue's clock.
     * @param recvWindowMs after which the venue must refuse it.
     */
    public void cancelOrder(
            final long requestId, final CancelOrderDecoder command, final long timestampMs, final long recvWindowMs) {
        begin(requestId, ORDER_CANCEL);
        text(API_KEY, apiKey);
        if (command.clientOrderId().role() == OrderRole.NONE) {
            integer(ORDER_ID, command.venueOrderId());
        } else {
            clientId(ORIG_CLIENT_ORDER_ID, command.clientOrderId());
        }
        integer(RECV_WINDOW, recvWindowMs);
        text(SYMBOL, registry.symbolBytes(command.instrumentId()));
        integer(TIMESTAMP, timestampMs);
        end();
    }

    private void orderType(final OrderType type, final long timestampMs) {
        if (type == OrderType.LIMIT_IOC) {
            text(TIME_IN_FORCE, IOC);
            integer(TIMESTAMP, timestampMs);
            text(TYPE, LIMIT);
        } else {
            integer(TIMESTAMP, timestampMs);
            text(TYPE, MARKET);
        }
    }

    private void begin(final long requestId, final byte[] method) {
        frameLength = 0;
        payloadLength = 0;
        queryLength = 0;
        isFirst = true;
        frame(ID);
        frameLength += formatInteger(requestId, frame, frameLength);
        frame(METHOD);
        frame(method);
        frame(PARAMS);
    }

    private void end() {
        frame(SIGNATURE);
        frameLength += signer.sign(payload, 0, payloadLength, frame, frameLength);
        frame(END);
        final int signedLength = queryLength;
        System.arraycopy(QUERY_SIGNATURE, 0, query, queryLength, QUERY_SIGNATURE.length);
        queryLength += QUERY_SIGNATURE.length;
        queryLength += signer.sign(query, 0, signedLength, query, queryLength);
    }

    private void clientId(final byte[] name, final ClientOrderIdDecoder id) {
        clientIds.format(id.epochSeconds(), id.positionId(), id.role(), id.revision(), scratch, 0);
        text(name, scratch, ClientOrderIds.LENGTH);
    }

    private void decimal(final byte[] name, final long value, final int decimals) {
        text(name, scratch, Decimals.format(value, decimals, scratch, 0));
    }

    private void integer(final byte[] name, final long value) {
        name(name);
        final int length = formatInteger(value, scratch, 0);
        put(scratch, length);
    }

    private void text(final byte[] name, final byte[] value) {
        text(name, value, value.length);
    }

    private void text(final byte[] name, final byte[] value, final int length) {
        name(name);
        frame[frameLength++] = '"';
        put(value, length);
        frame[frameLength++] = '"';
    }

    private void name(final byte[] name) {
        if (!isFirst) {
            frame[frameLength++] = ',';
            payload[payloadLength++] = '&';
        }
        isFirst = false;
        frame[frameLength++] = '"';
        frame(name);
        frame[frameLength++] = '"';
        frame[frameLength++] = ':';
        System.arraycopy(name, 0, payload, payloadLength, name.length);
        payloadLength += name.length;
        payload[payloadLength++] = '=';
        isHeader = name == API_KEY;
        if (!isHeader) {
            if (queryLength > 0) {
                query[queryLength++] = '&';
            }
            System.arraycopy(name, 0, query, queryLength, name.length);
            queryLength += name.length;
            query[queryLength++] = '=';
        }
    }

    private void put(final byte[] value, final int length) {
        System.arraycopy(value, 0, frame, frameLength, length);
        frameLength += length;
        System.arraycopy(value, 0, payload, payloadLength, length);
        payloadLength += length;
        if (!isHeader) {
            percentEncode(value, length);
        }
    }

    private void percentEncode(final byte[] value, final int length) {
        for (int i = 0; i < length; i++) {
            final byte octet = value[i];
            if (isUnreserved(octet)) {
                query[queryLength++] = octet;
            } else {
                query[queryLength++] = '%';
                query[queryLength++] = HEX[octet >> 4 & 0xf];
                query[queryLength++] = HEX[octet & 0xf];
            }
        }
    }

    private static boolean isUnreserved(final byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || octet == '-'
                || octet == '_'
                || octet == '.'
                || octet == '~';
    }

    private void frame(final byte[] bytes) {
        System.arraycopy(bytes, 0, frame, frameLength, bytes.length);
        frameLength += bytes.length;
    }

    private static int formatInteger(final long value, final byte[] target, final int offset) {
        return Decimals.format(value, 0, target, offset);
    }

    private static byte[] side(final OrderSide side) {
        if (side == OrderSide.NONE) {
            throw new IllegalArgumentException("side of an order: actual=NONE expected=BUY or SELL");
        }
        return side == OrderSide.BUY ? BUY : SELL;
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(UTF_8);
    }
}
