package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import io.ratchet.adapters.sim.SimDecimal;
import io.ratchet.adapters.sim.SimFill;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimLedger;
import io.ratchet.adapters.sim.SimMargin;
import io.ratchet.adapters.sim.SimMath;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimOrderRequest;
import io.ratchet.adapters.sim.SimPosition;
import io.ratchet.adapters.sim.SimStatus;
import io.ratchet.adapters.sim.SimTimeInForce;
import io.ratchet.adapters.sim.SimType;
import io.ratchet.engine.market.FixedPoint;

/** Objects of the venue as JSON, field by field as the documentation and recorded frames have them. */
final class WireFrames {
    private static final int PRICE = FixedPoint.PRICE_DECIMALS;
    private static final int QUANTITY = FixedPoint.QUANTITY_DECIMALS;
    private static final int MONEY_SHOWN = 8;
    private static final String ASSET = "USDT";
    private static final String STP = "EXPIRE_MAKER";

    private WireFrames() {}

    static int decimals(final long step, final int scale) {
        int decimals = scale;
        long rest = step;
        while (decimals > 0 && rest > 0 && rest % 10 == 0) {
            rest /= 10;
            decimals--;
        }
        return step == 0 ? scale : decimals;
    }

    static String price(final SimInstrument it, final long value) {
        return value == FixedPoint.NULL || value == 0
                ? "0"
                : SimDecimal.fixed(value, PRICE, decimals(it.filters().tickSize(), PRICE));
    }

    /** An average has more decimals than the tick. */
    static String average(final SimInstrument it, final long value) {
        return SimDecimal.fixed(
                value, PRICE, Math.min(PRICE, decimals(it.filters().tickSize(), PRICE) + 3));
    }

    static String quantity(final SimInstrument it, final long value) {
        return SimDecimal.fixed(value, QUANTITY, decimals(it.filters().stepSize(), QUANTITY));
    }

    static String money(final long value) {
        return SimDecimal.fixed(value, QUANTITY, MONEY_SHOWN);
    }

    static String mark(final long value) {
        return value == FixedPoint.NULL ? "0" : SimDecimal.fixed(value, PRICE, MONEY_SHOWN);
    }

    /** Reply to placing, amending and cancelling an ordinary order: without avgPrice and cumQuote since 2026-06-30. */
    static String orderAck(final SimOrder order, final boolean asPlaced) {
        final SimInstrument it = order.instrument();
        final String executed = quantity(it, asPlaced ? 0 : order.executed());
        final JsonText json = new JsonText()
                .object()
                .text("clientOrderId", order.clientId())
                .text("cumQty", executed)
                .text("executedQty", executed)
                .number("orderId", order.orderId())
                .text("origQty", quantity(it, order.quantity()))
                .text("price", price(it, order.price()))
                .flag("reduceOnly", order.request().reduceOnly())
                .text("side", order.request().side().name())
                .text("positionSide", "BOTH")
                .text("status", asPlaced ? SimStatus.NEW.name() : order.status().name())
                .text("stopPrice", "0");
        return orderTail(json, order).end().toString();
    }

    /** An ordinary order as read: with avgPrice, cumQuote and time. */
    static String order(final SimOrder order) {
        final SimInstrument it = order.instrument();
        final JsonText json = new JsonText()
                .object()
                .text("avgPrice", average(it, order.averagePrice()))
                .text("clientOrderId", order.clientId())
                .text("cumQuote", money(SimMath.notional(order.averagePrice(), order.executed())))
                .text("executedQty", quantity(it, order.executed()))
                .number("orderId", order.orderId())
                .text("origQty", quantity(it, order.quantity()))
                .text("price", price(it, order.price()))
                .flag("reduceOnly", order.request().reduceOnly())
                .text("side", order.request().side().name())
                .text("positionSide", "BOTH")
                .text("status", order.status().name())
                .text("stopPrice", "0")
                .number("time", order.createMs());
        return orderTail(json, order).end().toString();
    }

    private static JsonText orderTail(final JsonText json, final SimOrder order) {
        final SimOrderRequest r = order.request();
        return json.flag("closePosition", false)
                .text("symbol", order.instrument().symbol())
                .text("timeInForce", ordinaryLife(r))
                .text("type", r.type().name())
                .text("origType", r.type().name())
                .number("updateTime", order.updateMs())
                .text("workingType", workingType(r))
                .flag("priceProtect", false)
                .text("priceMatch", "NONE")
                .text("selfTradePreventionMode", STP)
                .number("goodTillDate", 0);
    }

    private static String ordinaryLife(final SimOrderRequest r) {
        return r.timeInForce() == SimTimeInForce.GTE_GTC
                ? SimTimeInForce.GTC.name()
                : r.timeInForce().name();
    }

    private static String workingType(final SimOrderRequest r) {
        return r.type() == SimType.MARKET || r.type() == SimType.LIMIT || !r.onMark() ? "CONTRACT_PRICE" : "MARK_PRICE";
    }

    /** Reply to placing a conditional order; a receipt has no algoStatus. */
    static String algoAck(final SimOrder order, final boolean receiptOnly) {
        final JsonText json = algoHead(order);
        if (!receiptOnly) {
            json.text("algoStatus", SimStatus.NEW.name());
        }
        return algoTail(json, order, false).end().toString();
    }

    /** A conditional order with the status it has, in the shape of a placing reply. */
    static String algoChanged(final SimOrder order) {
        final JsonText json = algoHead(order).text("algoStatus", order.status().name());
        return algoTail(json, order, false).end().toString();
    }

    /** A conditional order as listed. */
    static String algoRow(final SimOrder order) {
        final SimInstrument it = order.instrument();
        final JsonText json = algoHead(order)
                .text("algoStatus", order.status().name())
                .text("actualOrderId", order.childId() == 0 ? "" : Long.toString(order.childId()))
                .text("actualPrice", average(it, order.averagePrice()))
                .text("actualQty", quantity(it, order.executed()));
        if (order.childId() != 0) {
            json.text("actualType", order.request().type().child().name());
        }
        return algoTail(json, order, true).flag("isActivated", false).end().toString();
    }

    private static JsonText algoHead(final SimOrder order) {
        final SimOrderRequest r = order.request();
        return new JsonText()
                .object()
                .number("algoId", order.orderId())
                .text("clientAlgoId", order.clientId())
                .text("algoType", "CONDITIONAL")
                .text("orderType", r.type().name())
                .text("symbol", order.instrument().symbol())
                .text("side", r.side().name())
                .text("positionSide", "BOTH")
                .text("timeInForce", r.timeInForce().name())
                .text("quantity", quantity(order.instrument(), order.quantity()));
    }

    private static JsonText algoTail(final JsonText json, final SimOrder order, final boolean listed) {
        final SimOrderRequest r = order.request();
        final SimInstrument it = order.instrument();
        json.text("triggerPrice", price(it, r.trigger()))
                .text("price", price(it, r.price()))
                .text("icebergQuantity", null);
        if (listed) {
            json.text("tpTriggerPrice", "0.000")
                    .text("tpPrice", "0.000")
                    .text("slTriggerPrice", "0.000")
                    .text("slPrice", "0.000")
                    .text("tpOrderType", "");
        }
        return json.text("selfTradePreventionMode", STP)
                .text("workingType", workingType(r))
                .text("priceMatch", "NONE")
                .flag("closePosition", r.closePosition())
                .flag("priceProtect", false)
                .flag("reduceOnly", r.reduceOnly())
                .number("createTime", order.createMs())
                .number("updateTime", order.updateMs())
                .number("triggerTime", order.triggerMs())
                .number("goodTillDate", 0);
    }

    static String algoCancelled(final SimOrder order) {
        return new JsonText()
                .object()
                .number("algoId", order.orderId())
                .text("clientAlgoId", order.clientId())
                .text("code", "200")
                .text("msg", "success")
                .end()
                .toString();
    }

    static String trade(final SimFill fill) {
        final SimOrder order = fill.order();
        final SimInstrument it = order.instrument();
        return new JsonText()
                .object()
                .flag("buyer", order.request().side().sign() > 0)
                .text("commission", money(fill.fee()))
                .text("commissionAsset", fill.feeAsset())
                .number("id", fill.tradeId())
                .flag("maker", fill.maker())
                .number("orderId", order.orderId())
                .text("price", price(it, fill.price()))
                .text("qty", quantity(it, fill.quantity()))
                .text("quoteQty", money(SimMath.notional(fill.price(), fill.quantity())))
                .text("realizedPnl", money(fill.realisedPnl()))
                .text("side", order.request().side().name())
                .text("positionSide", "BOTH")
                .text("symbol", it.symbol())
                .number("time", fill.timeMs())
                .end()
                .toString();
    }

    static String position(final SimPosition position, final SimMargin margin, final boolean webSocket) {
        final SimInstrument it = position.instrument();
        final long mark = it.mark() == FixedPoint.NULL ? position.entryPrice() : it.mark();
        final boolean isolated = it.isolated();
        final String initial = money(margin.initialMargin(position));
        return new JsonText()
                .object()
                .text("symbol", it.symbol())
                .text("positionSide", "BOTH")
                .text("positionAmt", quantity(it, position.quantity()))
                .text("entryPrice", average(it, position.entryPrice()))
                .text("breakEvenPrice", average(it, position.entryPrice()))
                .text("markPrice", mark(mark))
                .text(webSocket ? "unrealizedProfit" : "unRealizedProfit", money(margin.unrealised(position)))
                .text("liquidationPrice", price(it, margin.liquidationPrice(position)))
                .text("isolatedMargin", isolated ? initial : "0")
                .text("notional", money(SimMath.notional(mark, position.quantity())))
                .text("marginAsset", ASSET)
                .text("isolatedWallet", isolated ? initial : "0")
                .text("initialMargin", initial)
                .text("maintMargin", money(margin.maintenanceMargin(position)))
                .text("positionInitialMargin", initial)
                .text("openOrderInitialMargin", "0")
                .number("adl", 1)
                .text("bidNotional", "0")
                .text("askNotional", "0")
                .number("updateTime", position.updateMs())
                .end()
                .toString();
    }

    static String balance(final SimMargin margin, final long unrealised, final long nowMs) {
        final String available = money(margin.availableBalance());
        return new JsonText()
                .object()
                .text("accountAlias", "simulated")
                .text("asset", ASSET)
                .text("balance", money(margin.walletBalance()))
                .text("crossWalletBalance", money(margin.crossWalletBalance()))
                .text("crossUnPnl", money(unrealised))
                .text("availableBalance", available)
                .text("maxWithdrawAmount", available)
                .flag("marginAvailable", true)
                .number("updateTime", nowMs)
                .end()
                .toString();
    }

    /** ORDER_TRADE_UPDATE of an order; fill is null unless a trade caused it. */
    static String orderTradeUpdate(
            final SimOrder order,
            final String execution,
            final int expiryReason,
            final SimFill fill,
            final long nowMs) {
        final SimOrderRequest r = order.request();
        final SimInstrument it = order.instrument();
        return event("ORDER_TRADE_UPDATE", nowMs)
                .object("o")
                .text("s", it.symbol())
                .text("c", order.clientId())
                .text("S", r.side().name())
                .text("o", r.type().name())
                .text("f", ordinaryLife(r))
                .text("q", quantity(it, order.quantity()))
                .text("p", price(it, order.price()))
                .text("ap", average(it, order.averagePrice()))
                .text("sp", "0")
                .text("x", execution)
                .text("X", order.status().name())
                .number("i", order.orderId())
                .text("l", fill == null ? "0" : quantity(it, fill.quantity()))
                .text("z", quantity(it, order.executed()))
                .text("L", fill == null ? "0" : price(it, fill.price()))
                .text("N", fill == null ? ASSET : fill.feeAsset())
                .text("n", fill == null ? "0" : money(fill.fee()))
                .number("T", order.updateMs())
                .number("t", fill == null ? 0 : fill.tradeId())
                .text("b", "0")
                .text("a", "0")
                .flag("m", fill != null && fill.maker())
                .flag("R", r.reduceOnly())
                .text("wt", workingType(r))
                .text("ot", r.type().name())
                .text("ps", "BOTH")
                .flag("cp", false)
                .flag("pP", false)
                .number("si", 0)
                .number("ss", 0)
                .text("rp", fill == null ? "0" : money(fill.realisedPnl()))
                .text("V", STP)
                .text("pm", "NONE")
                .number("gtd", 0)
                .text("er", Integer.toString(expiryReason))
                .end()
                .end()
                .toString();
    }

    static String tradeLite(final SimFill fill, final long nowMs) {
        final SimOrder order = fill.order();
        final SimInstrument it = order.instrument();
        return event("TRADE_LITE", nowMs)
                .text("s", it.symbol())
                .text("q", quantity(it, order.quantity()))
                .text("p", price(it, order.price()))
                .flag("m", fill.maker())
                .text("c", order.clientId())
                .text("S", order.request().side().name())
                .text("L", price(it, fill.price()))
                .text("l", quantity(it, fill.quantity()))
                .number("t", fill.tradeId())
                .number("i", order.orderId())
                .end()
                .toString();
    }

    static String algoUpdate(final SimOrder order, final long nowMs) {
        final SimOrderRequest r = order.request();
        final SimInstrument it = order.instrument();
        final JsonText json = event("ALGO_UPDATE", nowMs)
                .object("o")
                .text("caid", order.clientId())
                .number("aid", order.orderId())
                .text("at", "CONDITIONAL")
                .text("o", r.type().name())
                .text("s", it.symbol())
                .text("S", r.side().name())
                .text("ps", "BOTH")
                .text("f", r.timeInForce().name())
                .text("q", quantity(it, order.quantity()))
                .text("X", order.status().name())
                .text("ai", order.childId() == 0 ? "" : Long.toString(order.childId()));
        if (order.status() != SimStatus.TRIGGERING) {
            json.text("ap", average(it, order.averagePrice()))
                    .text("aq", quantity(it, order.executed()))
                    .text("act", order.childId() == 0 ? "0" : r.type().child().name());
        }
        json.text("tp", price(it, r.trigger()))
                .text("p", price(it, r.price()))
                .text("V", STP)
                .text("wt", workingType(r))
                .text("pm", "NONE")
                .flag("cp", r.closePosition())
                .flag("pP", false)
                .flag("R", r.reduceOnly())
                .number("tt", order.triggerMs())
                .number("gtd", 0);
        if (!order.failure().isEmpty()) {
            json.text("rm", order.failure());
        }
        return json.end().end().toString();
    }

    static String accountUpdate(
            final SimPosition position, final SimMargin margin, final long change, final long nowMs) {
        final SimInstrument it = position.instrument();
        return event("ACCOUNT_UPDATE", nowMs)
                .object("a")
                .text("m", "ORDER")
                .array("B")
                .object()
                .text("a", ASSET)
                .text("wb", money(margin.walletBalance()))
                .text("cw", money(margin.crossWalletBalance()))
                .text("bc", money(change))
                .end()
                .close()
                .array("P")
                .object()
                .text("s", it.symbol())
                .text("pa", quantity(it, position.quantity()))
                .text("ep", average(it, position.entryPrice()))
                .text("bep", average(it, position.entryPrice()))
                .text("cr", money(position.realisedPnl()))
                .text("up", money(margin.unrealised(position)))
                .text("mt", it.isolated() ? "isolated" : "cross")
                .text("iw", it.isolated() ? money(position.isolatedMargin()) : "0")
                .text("ps", "BOTH")
                .end()
                .close()
                .end()
                .end()
                .toString();
    }

    /**
     * A funding payment: of a crossed position the venue lists no position. Its time is that of the transaction, a little
     * after the settlement that the list of income names.
     */
    static String fundingUpdate(
            final SimPosition position, final SimMargin margin, final long wallet, final long money, final long nowMs) {
        final SimInstrument it = position.instrument();
        return event("ACCOUNT_UPDATE", nowMs)
                .object("a")
                .text("m", "FUNDING_FEE")
                .text("S", it.symbol())
                .array("B")
                .object()
                .text("a", ASSET)
                .text("wb", money(wallet))
                .text("cw", money(margin.crossWalletBalance()))
                .text("bc", money(money))
                .end()
                .close()
                .array("P")
                .close()
                .end()
                .end()
                .toString();
    }

    /** An entry of the account's book. */
    static String income(final SimLedger.Entry entry, final String symbol) {
        return new JsonText()
                .object()
                .text("symbol", symbol)
                .text("incomeType", entry.kind().name())
                .text("income", money(entry.amount()))
                .text("asset", entry.asset())
                .text("info", entry.kind().name())
                .number("time", entry.timeMs())
                .number("tranId", entry.id())
                .text("tradeId", entry.tradeId() == 0 ? "" : Long.toString(entry.tradeId()))
                .end()
                .toString();
    }

    static String leverageUpdate(final SimInstrument it, final long nowMs) {
        return event("ACCOUNT_CONFIG_UPDATE", nowMs)
                .object("ac")
                .text("s", it.symbol())
                .number("l", it.leverage())
                .end()
                .end()
                .toString();
    }

    static String listenKeyExpired(final String listenKey, final long nowMs) {
        return new JsonText()
                .object()
                .text("e", "listenKeyExpired")
                .number("E", nowMs)
                .text("listenKey", listenKey)
                .end()
                .toString();
    }

    static String bookTicker(final SimInstrument it, final long updateId, final long nowMs) {
        return new JsonText()
                .object()
                .text("e", "bookTicker")
                .number("u", updateId)
                .text("s", it.symbol())
                .text("ps", it.symbol())
                .text("b", price(it, it.bid()))
                .text("B", depth(it))
                .text("a", price(it, it.ask()))
                .text("A", depth(it))
                .number("T", nowMs)
                .number("E", nowMs)
                .number("st", 1)
                .end()
                .toString();
    }

    private static String depth(final SimInstrument it) {
        return quantity(it, it.filters().maxMarketQuantity());
    }

    static String aggTrade(final SimInstrument it, final long tradeId, final boolean buyerMaker, final long nowMs) {
        final String size = quantity(it, it.filters().minQuantity());
        return new JsonText()
                .object()
                .text("e", "aggTrade")
                .number("E", nowMs)
                .text("s", it.symbol())
                .number("a", tradeId)
                .text("p", price(it, it.last()))
                .text("q", size)
                .text("nq", size)
                .number("f", tradeId)
                .number("l", tradeId)
                .number("T", nowMs)
                .flag("m", buyerMaker)
                .number("st", 1)
                .end()
                .toString();
    }

    static String markPrice(final SimInstrument it, final long nextFundingMs, final long nowMs) {
        final String mark = mark(it.mark());
        return new JsonText()
                .object()
                .text("e", "markPriceUpdate")
                .number("E", nowMs)
                .text("s", it.symbol())
                .text("p", mark)
                .text("ap", mark)
                .text("i", mark)
                .text("P", mark)
                .text("r", "0.00010000")
                .number("T", nextFundingMs)
                .number("st", 1)
                .end()
                .toString();
    }

    static String done(final String text) {
        return new JsonText()
                .object()
                .number("code", 200)
                .text("msg", text)
                .end()
                .toString();
    }

    private static JsonText event(final String type, final long nowMs) {
        return new JsonText().object().text("e", type).number("T", nowMs).number("E", nowMs);
    }
}
