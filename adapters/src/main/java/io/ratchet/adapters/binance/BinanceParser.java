package io.ratchet.adapters.binance;

import static io.ratchet.adapters.common.JsonFields.decimal;
import static io.ratchet.adapters.common.JsonFields.flag;
import static io.ratchet.adapters.common.JsonFields.integer;
import static io.ratchet.adapters.common.JsonFields.priceOrNull;
import static io.ratchet.adapters.common.JsonFields.required;
import static io.ratchet.adapters.common.JsonFields.text;
import static io.ratchet.adapters.common.JsonFields.truncated;
import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_DECIMALS;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.TradeRow;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.WorkingType;
import tools.jackson.databind.JsonNode;

/**
 * Binance JSON into rows. Ordinary and conditional orders have different field names in replies, lists and events, so
 * there is one method for each. Stateless but for what it is built with; any thread.
 */
public final class BinanceParser {
    private static final int ASSET_LENGTH_MAX = 8;
    private static final int RATIO_DECIMALS = 6;
    private static final long PPM_ONE = 1_000_000;

    private final InstrumentRegistry registry;
    private final ClientOrderIds clientIds;

    /**
     * For one account.
     *
     * @param registry  instruments by symbol.
     * @param clientIds tells our orders.
     */
    public BinanceParser(final InstrumentRegistry registry, final ClientOrderIds clientIds) {
        this.registry = registry;
        this.clientIds = clientIds;
    }

    /**
     * The instrument of a node's symbol.
     *
     * @param node  that has the symbol.
     * @param field name of it.
     * @return id or {@link InstrumentRegistry#UNKNOWN}.
     */
    public int instrumentId(final JsonNode node, final String field) {
        return registry.instrumentId(Venue.BINANCE, required(node, field));
    }

    /**
     * An ordinary order of a reply or a list.
     *
     * @param node of it.
     * @param row  receives it.
     */
    public void ordinaryOrder(final JsonNode node, final OrderRow row) {
        row.clear();
        row.book = OrderBook.ORDINARY;
        row.instrumentId = instrumentId(node, "symbol");
        clientId(text(node, "clientOrderId"), row);
        row.venueOrderId = integer(node, "orderId", NULL);
        row.venueTimeMs = integer(node, "updateTime", 0);
        row.createdMs = integer(node, "time", row.venueTimeMs);
        row.price = priceOrNull(node, "price");
        row.level = priceOrNull(node, "stopPrice");
        row.quantity = decimal(node, "origQty", QUANTITY_DECIMALS, 0);
        row.filledQuantity = decimal(node, "executedQty", QUANTITY_DECIMALS, 0);
        row.averagePrice = priceOrNull(node, "avgPrice");
        row.side = side(text(node, "side"));
        row.type = type(text(node, "type"), text(node, "timeInForce"));
        row.status = ordinaryStatus(text(node, "status"));
        row.workingType = workingType(text(node, "workingType"));
        row.isReduceOnly = flag(node, "reduceOnly");
        row.isClosePosition = flag(node, "closePosition");
    }

    /**
     * A conditional order of a reply or a list.
     *
     * @param node of it.
     * @param row  receives it.
     */
    public void conditionalOrder(final JsonNode node, final OrderRow row) {
        row.clear();
        row.book = OrderBook.CONDITIONAL;
        row.instrumentId = instrumentId(node, "symbol");
        clientId(text(node, "clientAlgoId"), row);
        row.venueOrderId = integer(node, "algoId", NULL);
        row.linkedOrderId = integer(node, "actualOrderId", NULL);
        row.venueTimeMs = integer(node, "updateTime", 0);
        row.createdMs = integer(node, "createTime", row.venueTimeMs);
        row.price = priceOrNull(node, "price");
        row.level = priceOrNull(node, "triggerPrice");
        row.quantity = decimal(node, "quantity", QUANTITY_DECIMALS, 0);
        row.filledQuantity = decimal(node, "actualQty", QUANTITY_DECIMALS, 0);
        row.averagePrice = priceOrNull(node, "actualPrice");
        row.side = side(text(node, "side"));
        row.type = type(text(node, "orderType"), text(node, "timeInForce"));
        row.status = conditionalStatus(text(node, "algoStatus"));
        row.workingType = workingType(text(node, "workingType"));
        row.isReduceOnly = flag(node, "reduceOnly");
        row.isClosePosition = flag(node, "closePosition");
    }

    /**
     * The order of an ORDER_TRADE_UPDATE.
     *
     * @param event whole.
     * @param row   receives it.
     */
    public void orderEvent(final JsonNode event, final OrderRow row) {
        final JsonNode order = event.path("o");
        row.clear();
        row.book = OrderBook.ORDINARY;
        row.instrumentId = instrumentId(order, "s");
        clientId(text(order, "c"), row);
        row.venueOrderId = integer(order, "i", NULL);
        row.venueTimeMs = integer(event, "T", integer(event, "E", 0));
        row.createdMs = row.venueTimeMs;
        row.price = priceOrNull(order, "p");
        row.level = priceOrNull(order, "sp");
        row.quantity = decimal(order, "q", QUANTITY_DECIMALS, 0);
        row.filledQuantity = decimal(order, "z", QUANTITY_DECIMALS, 0);
        row.averagePrice = priceOrNull(order, "ap");
        row.side = side(text(order, "S"));
        row.type = type(text(order, "o"), text(order, "f"));
        row.status = ordinaryStatus(required(order, "X"));
        row.workingType = workingType(text(order, "wt"));
        row.isReduceOnly = flag(order, "R");
        row.isClosePosition = flag(order, "cp");
    }

    /**
     * The trade of an ORDER_TRADE_UPDATE, if it tells of one.
     *
     * @param event whole.
     * @param row   receives it.
     * @return whether there is a trade.
     */
    public boolean tradeOfOrderEvent(final JsonNode event, final TradeRow row) {
        final JsonNode order = event.path("o");
        final String execution = text(order, "x");
        final long quantity = decimal(order, "l", QUANTITY_DECIMALS, 0);
        if (quantity <= 0 || !"TRADE".equals(execution) && !"CALCULATED".equals(execution)) {
            return false;
        }
        row.clear();
        row.instrumentId = instrumentId(order, "s");
        final String id = text(order, "c");
        row.foreignId = clientIds.parse(id, row.clientId) ? "" : VenueText.sanitised(id);
        row.isAdl = id.startsWith("adl_autoclose");
        row.isLiquidation = id.startsWith("autoclose-") || id.startsWith("settlement_autoclose-");
        row.venueOrderId = integer(order, "i", NULL);
        row.tradeId = integer(order, "t", NULL);
        row.venueTimeMs = integer(order, "T", integer(event, "T", 0));
        row.price = decimal(order, "L", PRICE_DECIMALS, 0);
        row.quantity = quantity;
        row.fee = truncated(order, "n", QUANTITY_DECIMALS, 0);
        row.feeAsset = asset(text(order, "N"));
        row.realisedPnl = truncated(order, "rp", QUANTITY_DECIMALS, NULL);
        row.side = side(text(order, "S"));
        row.isMaker = flag(order, "m");
        return true;
    }

    /**
     * The conditional order of an ALGO_UPDATE.
     *
     * @param event whole.
     * @param row   receives it.
     */
    public void algoEvent(final JsonNode event, final OrderRow row) {
        final JsonNode order = event.path("o");
        row.clear();
        row.book = OrderBook.CONDITIONAL;
        row.instrumentId = instrumentId(order, "s");
        clientId(text(order, "caid"), row);
        row.venueOrderId = integer(order, "aid", NULL);
        row.linkedOrderId = integer(order, "ai", NULL);
        row.venueTimeMs = integer(event, "T", integer(event, "E", 0));
        row.createdMs = row.venueTimeMs;
        row.price = priceOrNull(order, "p");
        row.level = priceOrNull(order, "tp");
        row.quantity = decimal(order, "q", QUANTITY_DECIMALS, 0);
        row.filledQuantity = decimal(order, "aq", QUANTITY_DECIMALS, 0);
        row.averagePrice = priceOrNull(order, "ap");
        row.side = side(text(order, "S"));
        row.type = type(text(order, "o"), text(order, "f"));
        row.status = conditionalStatus(required(order, "X"));
        row.workingType = workingType(text(order, "wt"));
        row.isReduceOnly = flag(order, "R");
        row.isClosePosition = flag(order, "cp");
    }

    /**
     * A row of userTrades; the venue gives no client id there.
     *
     * @param node of it.
     * @param row  receives it.
     */
    public void trade(final JsonNode node, final TradeRow row) {
        row.clear();
        row.instrumentId = instrumentId(node, "symbol");
        row.venueOrderId = integer(node, "orderId", NULL);
        row.tradeId = integer(node, "id", NULL);
        row.venueTimeMs = integer(node, "time", 0);
        row.price = decimal(node, "price", PRICE_DECIMALS, 0);
        row.quantity = decimal(node, "qty", QUANTITY_DECIMALS, 0);
        row.fee = truncated(node, "commission", QUANTITY_DECIMALS, 0);
        row.feeAsset = asset(text(node, "commissionAsset"));
        row.realisedPnl = truncated(node, "realizedPnl", QUANTITY_DECIMALS, NULL);
        row.side = side(text(node, "side"));
        row.isMaker = flag(node, "maker");
    }

    /**
     * The filters of a symbol of exchangeInfo. Contracts other than perpetuals are announced as reduce-only: we may find
     * a position in one, but never open one.
     *
     * @param symbol node of it.
     * @return the specification.
     */
    public static InstrumentSpec instrument(final JsonNode symbol) {
        long tickSize = 0;
        long minPrice = 0;
        long maxPrice = 0;
        long stepSize = 0;
        long minQuantity = 0;
        long maxQuantity = 0;
        long maxMarketQuantity = 0;
        long minNotional = 0;
        int bandUpPpm = 0;
        int bandDownPpm = 0;
        for (final JsonNode filter : symbol.path("filters")) {
            switch (text(filter, "filterType")) {
                case "PRICE_FILTER":
                    tickSize = decimal(filter, "tickSize", PRICE_DECIMALS, 0);
                    minPrice = decimal(filter, "minPrice", PRICE_DECIMALS, 0);
                    maxPrice = decimal(filter, "maxPrice", PRICE_DECIMALS, 0);
                    break;
                case "LOT_SIZE":
                    stepSize = decimal(filter, "stepSize", QUANTITY_DECIMALS, 0);
                    minQuantity = decimal(filter, "minQty", QUANTITY_DECIMALS, 0);
                    maxQuantity = decimal(filter, "maxQty", QUANTITY_DECIMALS, 0);
                    break;
                case "MARKET_LOT_SIZE":
                    maxMarketQuantity = decimal(filter, "maxQty", QUANTITY_DECIMALS, 0);
                    break;
                case "MIN_NOTIONAL":
                    minNotional = decimal(filter, "notional", QUANTITY_DECIMALS, 0);
                    break;
                case "PERCENT_PRICE":
                    bandUpPpm = ppm(decimal(filter, "multiplierUp", RATIO_DECIMALS, 0) - PPM_ONE);
                    bandDownPpm = ppm(PPM_ONE - decimal(filter, "multiplierDown", RATIO_DECIMALS, PPM_ONE));
                    break;
                default:
                    break;
            }
        }
        return new InstrumentSpec(
                tickSize,
                stepSize,
                minQuantity,
                maxQuantity,
                maxMarketQuantity,
                minNotional,
                minPrice,
                maxPrice,
                bandUpPpm,
                bandDownPpm,
                status(text(symbol, "contractType"), text(symbol, "status")));
    }

    /**
     * An asset as a message carries it.
     *
     * @param name of the venue.
     * @return ASCII, at most 8 characters.
     */
    public static String asset(final String name) {
        final String clean = VenueText.sanitised(name);
        return clean.length() > ASSET_LENGTH_MAX ? clean.substring(0, ASSET_LENGTH_MAX) : clean;
    }

    private void clientId(final String id, final OrderRow row) {
        row.foreignId = clientIds.parse(id, row.clientId) ? "" : VenueText.sanitised(id);
    }

    private static int ppm(final long value) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
    }

    private static InstrumentStatus status(final String contractType, final String status) {
        switch (status) {
            case "TRADING":
                return "PERPETUAL".equals(contractType) ? InstrumentStatus.TRADING : InstrumentStatus.REDUCE_ONLY;
            case "TRADING_CANCEL_ONLY":
                return InstrumentStatus.CANCEL_ONLY;
            case "TRADING_HALT":
            case "PENDING_TRADING":
                return InstrumentStatus.HALTED;
            case "DELIVERED":
            case "CLOSE":
                return InstrumentStatus.CLOSED;
            case "PRE_DELIVERING":
            case "DELIVERING":
            case "PRE_SETTLE":
            case "SETTLING":
                return InstrumentStatus.REDUCE_ONLY;
            default:
                return InstrumentStatus.HALTED;
        }
    }

    private static OrderSide side(final String text) {
        if ("BUY".equals(text)) {
            return OrderSide.BUY;
        }
        return "SELL".equals(text) ? OrderSide.SELL : OrderSide.NONE;
    }

    private static OrderType type(final String type, final String timeInForce) {
        switch (type) {
            case "MARKET":
                return OrderType.MARKET;
            case "LIMIT":
                return "IOC".equals(timeInForce) ? OrderType.LIMIT_IOC : OrderType.LIMIT;
            case "STOP_MARKET":
                return OrderType.STOP_MARKET;
            default:
                return OrderType.OTHER;
        }
    }

    private static OrderStatus ordinaryStatus(final String status) {
        switch (status) {
            case "NEW":
            case "NEW_INSURANCE":
            case "NEW_ADL":
                return OrderStatus.NEW;
            case "PARTIALLY_FILLED":
                return OrderStatus.PARTIALLY_FILLED;
            case "FILLED":
                return OrderStatus.FILLED;
            case "CANCELED":
                return OrderStatus.CANCELED;
            case "REJECTED":
                return OrderStatus.REJECTED;
            case "EXPIRED":
            case "EXPIRED_IN_MATCH":
                return OrderStatus.EXPIRED;
            default:
                return OrderStatus.NONE;
        }
    }

    private static OrderStatus conditionalStatus(final String status) {
        switch (status) {
            case "NEW":
                return OrderStatus.NEW;
            case "TRIGGERING":
                return OrderStatus.TRIGGERING;
            case "TRIGGERED":
                return OrderStatus.TRIGGERED;
            case "FINISHED":
                return OrderStatus.FINISHED;
            case "CANCELED":
                return OrderStatus.CANCELED;
            case "REJECTED":
                return OrderStatus.REJECTED;
            case "EXPIRED":
                return OrderStatus.EXPIRED;
            default:
                return OrderStatus.NONE;
        }
    }

    private static WorkingType workingType(final String text) {
        if ("MARK_PRICE".equals(text)) {
            return WorkingType.MARK_PRICE;
        }
        return "CONTRACT_PRICE".equals(text) ? WorkingType.CONTRACT_PRICE : WorkingType.NONE;
    }
}
