package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimFill;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimOrderRequest;
import io.ratchet.adapters.sim.SimRefusal;
import io.ratchet.adapters.sim.SimSide;
import io.ratchet.adapters.sim.SimStatus;
import io.ratchet.adapters.sim.SimTimeInForce;
import io.ratchet.adapters.sim.SimType;
import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Orders of both books. */
final class TradeEndpoints {
    private static final Set<String> ORDER = Set.of(
            "symbol",
            "side",
            "type",
            "positionSide",
            "timeInForce",
            "quantity",
            "reduceOnly",
            "price",
            "newClientOrderId",
            "newOrderRespType",
            "priceMatch",
            "selfTradePreventionMode",
            "goodTillDate",
            "stopPrice",
            "closePosition",
            "activationPrice",
            "callbackRate",
            "workingType",
            "priceProtect");
    private static final Set<String> ALGO = Set.of(
            "algoType",
            "symbol",
            "side",
            "type",
            "positionSide",
            "triggerPrice",
            "quantity",
            "price",
            "workingType",
            "closePosition",
            "reduceOnly",
            "priceProtect",
            "timeInForce",
            "clientAlgoId",
            "activatePrice",
            "callbackRate",
            "newOrderRespType",
            "selfTradePreventionMode",
            "priceMatch",
            "goodTillDate");
    private static final Set<String> ORDER_ID = Set.of("symbol", "orderId", "origClientOrderId");
    private static final Set<String> ALGO_ID = Set.of("symbol", "algoId", "clientAlgoId", "algoType");
    private static final Set<String> HISTORY =
            Set.of("symbol", "orderId", "fromId", "startTime", "endTime", "limit", "algoId", "page", "algoType");
    private static final Pattern CLIENT_ID = Pattern.compile("[.A-Z:/a-z0-9_-]{1,36}");
    private static final int LIST_ALL = 40;
    private static final int HISTORY_WEIGHT = 5;
    private static final int LIMIT = 500;
    private static final int PRECISION_MAX = 8;
    private static final String ALL_DONE = "The operation of cancel all open order is done.";
    private static final String NONE = "NONE";

    private final WireContext context;
    private long generatedIds;

    TradeEndpoints(final WireContext context) {
        this.context = context;
    }

    void register(final Map<String, Endpoint> endpoints) {
        final ToIntFunction<WireParams> one = p -> 1;
        final ToIntFunction<WireParams> list = p -> p.has("symbol") ? 1 : LIST_ALL;
        final ToIntFunction<WireParams> history = p -> HISTORY_WEIGHT;
        endpoints.put("POST /fapi/v1/order", Endpoint.order(SimFault.Operation.PLACE_ORDER, ORDER, this::placeOrder));
        endpoints.put(
                "PUT /fapi/v1/order",
                Endpoint.order(
                        SimFault.Operation.OTHER,
                        Set.of(
                                "symbol",
                                "side",
                                "quantity",
                                "price",
                                "orderId",
                                "origClientOrderId",
                                "priceMatch",
                                "modifyId"),
                        this::amendOrder));
        endpoints.put(
                "DELETE /fapi/v1/order",
                Endpoint.change(1, SimFault.Operation.CANCEL_ORDER, ORDER_ID, this::cancelOrder));
        endpoints.put("GET /fapi/v1/order", Endpoint.read(one, ORDER_ID, this::readOrder));
        endpoints.put("GET /fapi/v1/openOrder", Endpoint.read(one, ORDER_ID, this::readOpenOrder));
        endpoints.put("GET /fapi/v1/openOrders", Endpoint.read(list, Set.of("symbol"), this::openOrders));
        endpoints.put("GET /fapi/v1/allOrders", Endpoint.read(history, HISTORY, this::allOrders));
        endpoints.put("GET /fapi/v1/userTrades", Endpoint.read(history, HISTORY, this::userTrades));
        endpoints.put(
                "DELETE /fapi/v1/allOpenOrders",
                Endpoint.change(1, SimFault.Operation.CANCEL_ORDER, Set.of("symbol"), this::cancelAllOrders));
        endpoints.put("POST /fapi/v1/algoOrder", Endpoint.order(SimFault.Operation.PLACE_ALGO, ALGO, this::placeAlgo));
        endpoints.put(
                "DELETE /fapi/v1/algoOrder",
                Endpoint.change(
                        1, SimFault.Operation.CANCEL_ALGO, ALGO_ID, p -> WireFrames.algoCancelled(cancelAlgo(p))));
        endpoints.put("GET /fapi/v1/algoOrder", Endpoint.read(one, ALGO_ID, this::readAlgo));
        endpoints.put("GET /fapi/v1/openAlgoOrders", Endpoint.read(list, ALGO_ID, this::openAlgos));
        endpoints.put("GET /fapi/v1/allAlgoOrders", Endpoint.read(history, HISTORY, this::allAlgos));
        endpoints.put(
                "DELETE /fapi/v1/algoOpenOrders",
                Endpoint.change(1, SimFault.Operation.CANCEL_ALGO, Set.of("symbol"), this::cancelAllAlgos));
        registerWebSocket(endpoints);
    }

    private void registerWebSocket(final Map<String, Endpoint> endpoints) {
        endpoints.put("order.place", endpoints.get("POST /fapi/v1/order"));
        endpoints.put("order.modify", endpoints.get("PUT /fapi/v1/order"));
        endpoints.put("order.cancel", endpoints.get("DELETE /fapi/v1/order"));
        endpoints.put("order.status", endpoints.get("GET /fapi/v1/order"));
        endpoints.put("algoOrder.place", endpoints.get("POST /fapi/v1/algoOrder"));
        endpoints.put(
                "algoOrder.cancel",
                endpoints.get("DELETE /fapi/v1/algoOrder").answering(p -> WireFrames.algoChanged(cancelAlgo(p))));
    }

    private String placeOrder(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        final SimSide side = side(p);
        final SimType type = type(p, false);
        oneWay(p);
        final SimTimeInForce life;
        long price = FixedPoint.NULL;
        if (type == SimType.LIMIT) {
            life = timeInForce(p.required("timeInForce"), false);
            price = p.decimal("price", FixedPoint.PRICE_DECIMALS, pricePrecision(it));
        } else {
            life = SimTimeInForce.GTC;
            notSent(p, "timeInForce");
            notSent(p, "price");
        }
        final long quantity = p.decimal("quantity", FixedPoint.QUANTITY_DECIMALS, quantityPrecision(it));
        final SimOrderRequest request = new SimOrderRequest(
                it.index(),
                clientId(p, "newClientOrderId"),
                side,
                type,
                life,
                quantity,
                price,
                FixedPoint.NULL,
                false,
                p.flag("reduceOnly"),
                false,
                0);
        final boolean result = result(p);
        final SimOrder order = WireContext.accepted(context.exchange.place(request, context.fault));
        final boolean atOnce = type == SimType.MARKET || life == SimTimeInForce.IOC || life == SimTimeInForce.FOK;
        return WireFrames.orderAck(order, !(result && atOnce));
    }

    private String amendOrder(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        final SimSide side = side(p);
        final long quantity = p.decimal("quantity", FixedPoint.QUANTITY_DECIMALS, quantityPrecision(it));
        final long price = p.decimal("price", FixedPoint.PRICE_DECIMALS, pricePrecision(it));
        final SimOrder order = found(p, it);
        if (order != null && order.request().side() != side) {
            throw WireRefusal.of(WireError.SIDE);
        }
        return WireFrames.orderAck(WireContext.accepted(context.exchange.amend(order, quantity, price)), false);
    }

    private String cancelOrder(final WireParams p) {
        final SimOrder order = found(p, context.symbol(p));
        return WireFrames.orderAck(WireContext.accepted(context.exchange.cancelOrder(order)), false);
    }

    private String readOrder(final WireParams p) {
        final SimOrder order = found(p, context.symbol(p));
        if (order == null) {
            throw WireRefusal.of(SimRefusal.NO_SUCH_ORDER);
        }
        return WireFrames.order(order);
    }

    private String readOpenOrder(final WireParams p) {
        final SimOrder order = found(p, context.symbol(p));
        if (order == null || !order.status().open()) {
            throw WireRefusal.of(SimRefusal.NO_SUCH_ORDER);
        }
        return WireFrames.order(order);
    }

    private String openOrders(final WireParams p) {
        return listed(p, context.exchange::openOrders, WireFrames::order);
    }

    private String openAlgos(final WireParams p) {
        return listed(p, context.exchange::openConditionals, WireFrames::algoRow);
    }

    private String listed(
            final WireParams p, final Function<Integer, List<SimOrder>> book, final Function<SimOrder, String> frame) {
        final SimInstrument only = context.symbolOrAll(p);
        final JsonText json = new JsonText().array();
        for (final SimInstrument it : context.exchange.instruments()) {
            if (only == null || it == only) {
                book.apply(it.index()).forEach(order -> json.raw(frame.apply(order)));
            }
        }
        return json.close().toString();
    }

    private String allOrders(final WireParams p) {
        return history(p, context.exchange.orders(), "orderId", WireFrames::order);
    }

    private String allAlgos(final WireParams p) {
        context.symbol(p);
        return history(p, context.exchange.conditionals(), "algoId", WireFrames::algoRow);
    }

    private String history(
            final WireParams p,
            final List<SimOrder> orders,
            final String idName,
            final Function<SimOrder, String> frame) {
        final SimInstrument only = context.symbolOrAll(p);
        final long from = p.whole("startTime", 0);
        final long to = p.whole("endTime", Long.MAX_VALUE);
        final long fromId = p.whole(idName, 0);
        final List<String> rows = new ArrayList<>();
        for (final SimOrder order : orders) {
            if ((only == null || order.instrument() == only)
                    && order.status() != SimStatus.WITHHELD
                    && order.createMs() >= from
                    && order.createMs() <= to
                    && order.orderId() >= fromId) {
                rows.add(frame.apply(order));
            }
        }
        return limited(rows, p, p.has("startTime") || p.has(idName));
    }

    private String userTrades(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        final long from = p.whole("startTime", 0);
        final long to = p.whole("endTime", Long.MAX_VALUE);
        final long fromId = p.whole("fromId", 0);
        final long orderId = p.whole("orderId", 0);
        final List<String> rows = new ArrayList<>();
        for (final SimFill fill : context.exchange.fills()) {
            if (fill.order().instrument() == it
                    && fill.timeMs() >= from
                    && fill.timeMs() <= to
                    && fill.tradeId() >= fromId
                    && (orderId == 0 || fill.order().orderId() == orderId)) {
                rows.add(WireFrames.trade(fill));
            }
        }
        return limited(rows, p, p.has("startTime") || p.has("fromId"));
    }

    /** At most limit rows: the oldest from a given start on, else the newest. */
    private static String limited(final List<String> rows, final WireParams p, final boolean oldest) {
        final int limit = (int) Math.min(1_000, Math.max(1, p.whole("limit", LIMIT)));
        final int from = oldest ? 0 : Math.max(0, rows.size() - limit);
        final JsonText json = new JsonText().array();
        rows.subList(from, Math.min(rows.size(), from + limit)).forEach(json::raw);
        return json.close().toString();
    }

    private String cancelAllOrders(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        new ArrayList<>(context.exchange.openOrders(it.index())).forEach(context.exchange::cancelOrder);
        return WireFrames.done(ALL_DONE);
    }

    private String cancelAllAlgos(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        context.exchange.openConditionals(it.index()).forEach(context.exchange::cancelConditional);
        return WireFrames.done(ALL_DONE);
    }

    private String placeAlgo(final WireParams p) {
        if (!"CONDITIONAL".equals(p.required("algoType"))) {
            throw WireRefusal.of(WireError.BAD_VALUE, "algoType");
        }
        final SimInstrument it = context.symbol(p);
        final SimSide side = side(p);
        final SimType type = type(p, true);
        oneWay(p);
        if (p.has("callbackRate") || p.has("activatePrice")) {
            throw WireRefusal.of(WireError.BAD_COMBINATION);
        }
        final boolean whole = p.flag("closePosition");
        final long quantity = whole && !p.has("quantity")
                ? 0
                : p.decimal("quantity", FixedPoint.QUANTITY_DECIMALS, quantityPrecision(it));
        final long trigger = p.decimal("triggerPrice", FixedPoint.PRICE_DECIMALS, pricePrecision(it));
        long price = FixedPoint.NULL;
        if (type.atMarket()) {
            notSent(p, "price");
        } else {
            price = p.decimal("price", FixedPoint.PRICE_DECIMALS, pricePrecision(it));
        }
        p.flag("priceProtect");
        final SimOrderRequest request = new SimOrderRequest(
                it.index(),
                clientId(p, "clientAlgoId"),
                side,
                type,
                timeInForce(p.get("timeInForce", "GTC"), true),
                quantity,
                price,
                trigger,
                onMark(p),
                p.flag("reduceOnly"),
                whole,
                0);
        final SimOrder order = WireContext.accepted(context.exchange.place(request, context.fault));
        return WireFrames.algoAck(order, order.status() == SimStatus.WITHHELD);
    }

    private SimOrder cancelAlgo(final WireParams p) {
        return WireContext.accepted(context.exchange.cancelConditional(foundAlgo(p)));
    }

    private String readAlgo(final WireParams p) {
        final SimOrder order = foundAlgo(p);
        // Seen live: by algoId an order that is open is not found; by clientAlgoId it is.
        final boolean hidden = order != null && !p.has("clientAlgoId") && order.status() == SimStatus.NEW;
        if (order == null || hidden || order.status() == SimStatus.WITHHELD) {
            throw WireRefusal.of(SimRefusal.NO_SUCH_ORDER);
        }
        return WireFrames.algoRow(order);
    }

    private SimOrder foundAlgo(final WireParams p) {
        if (p.has("algoId")) {
            return context.exchange.conditional(p.whole("algoId", 0));
        }
        return context.exchange.conditional(p.required("clientAlgoId"));
    }

    private SimOrder found(final WireParams p, final SimInstrument it) {
        final SimOrder order = p.has("orderId")
                ? context.exchange.order(p.whole("orderId", 0))
                : context.exchange.order(p.required("origClientOrderId"));
        return order != null && order.instrument() == it ? order : null;
    }

    private static SimSide side(final WireParams p) {
        final String side = p.required("side");
        for (final SimSide candidate : SimSide.values()) {
            if (candidate.name().equals(side)) {
                return candidate;
            }
        }
        throw WireRefusal.of(WireError.SIDE);
    }

    private static SimType type(final WireParams p, final boolean algo) {
        final String type = p.required("type");
        for (final SimType candidate : SimType.values()) {
            if (candidate.name().equals(type) && candidate.conditional() == algo) {
                return candidate;
            }
        }
        final boolean elsewhere = type.contains("STOP") || type.startsWith("TAKE_PROFIT");
        throw !algo && elsewhere ? WireRefusal.of(SimRefusal.USE_ALGO_ENDPOINT) : WireRefusal.of(WireError.ORDER_TYPE);
    }

    private void oneWay(final WireParams p) {
        final String side = p.get("positionSide", "BOTH");
        if (!Set.of("BOTH", "LONG", "SHORT").contains(side)) {
            throw WireRefusal.of(WireError.BAD_VALUE, "positionSide");
        }
        if (context.exchange.hedgeMode() || !"BOTH".equals(side)) {
            throw WireRefusal.of(SimRefusal.POSITION_SIDE_MISMATCH);
        }
        if (!NONE.equals(p.get("priceMatch", NONE))) {
            throw WireRefusal.of(WireError.BAD_COMBINATION);
        }
    }

    private static SimTimeInForce timeInForce(final String text, final boolean algo) {
        for (final SimTimeInForce candidate : SimTimeInForce.values()) {
            if (candidate.name().equals(text) && (algo || candidate != SimTimeInForce.GTE_GTC)) {
                return candidate;
            }
        }
        throw WireRefusal.of(WireError.TIME_IN_FORCE);
    }

    private static boolean onMark(final WireParams p) {
        final String type = p.get("workingType", "CONTRACT_PRICE");
        if (!"MARK_PRICE".equals(type) && !"CONTRACT_PRICE".equals(type)) {
            throw WireRefusal.of(WireError.BAD_VALUE, "workingType");
        }
        return "MARK_PRICE".equals(type);
    }

    private static boolean result(final WireParams p) {
        final String type = p.get("newOrderRespType", "ACK");
        if (!"ACK".equals(type) && !"RESULT".equals(type)) {
            throw WireRefusal.of(WireError.BAD_VALUE, "newOrderRespType");
        }
        return "RESULT".equals(type);
    }

    private String clientId(final WireParams p, final String name) {
        final String id = p.get(name);
        if (id == null) {
            generatedIds++;
            return "venue-" + context.nowMs() + "-" + generatedIds;
        }
        if (!CLIENT_ID.matcher(id).matches()) {
            throw WireRefusal.of(WireError.CLIENT_ID);
        }
        return id;
    }

    private static void notSent(final WireParams p, final String name) {
        if (p.has(name)) {
            throw WireRefusal.of(WireError.NOT_REQUIRED, name);
        }
    }

    /** Precision is finer than the tick: "please do not use it as tickSize". */
    static int pricePrecision(final SimInstrument it) {
        return Math.min(PRECISION_MAX, WireFrames.decimals(it.filters().tickSize(), FixedPoint.PRICE_DECIMALS) + 1);
    }

    static int quantityPrecision(final SimInstrument it) {
        return Math.min(PRECISION_MAX, WireFrames.decimals(it.filters().stepSize(), FixedPoint.QUANTITY_DECIMALS) + 1);
    }
}
