package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import io.ratchet.adapters.sim.SimDecimal;
import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimLedger;
import io.ratchet.adapters.sim.SimMargin;
import io.ratchet.adapters.sim.SimPosition;
import io.ratchet.adapters.sim.SimRefusal;
import io.ratchet.engine.market.FixedPoint;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Account, configuration, listen keys and public market data by REST. */
final class AccountEndpoints {
    private static final Set<String> NOTHING = Set.of();
    private static final Set<String> SYMBOL = Set.of("symbol");
    private static final Set<String> INCOME = Set.of("symbol", "incomeType", "startTime", "endTime", "page", "limit");
    private static final int INCOME_LIMIT = 100;
    private static final int INCOME_LIMIT_MAX = 1_000;
    private static final long INCOME_RECENT_MS = 7L * 24 * 3_600_000;
    private static final int ACCOUNT_WEIGHT = 5;
    private static final int MODE_WEIGHT = 30;
    private static final int BOOK_ALL_WEIGHT = 5;
    private static final int MARK_ALL_WEIGHT = 10;
    private static final int BOOK_WEIGHT = 2;

    private final WireContext context;
    private final SimExchange exchange;
    private final UserStreams streams;

    AccountEndpoints(final WireContext context, final UserStreams streams) {
        this.context = context;
        this.exchange = context.exchange;
        this.streams = streams;
    }

    void register(final Map<String, Endpoint> endpoints) {
        final ToIntFunction<WireParams> five = p -> ACCOUNT_WEIGHT;
        final ToIntFunction<WireParams> one = p -> 1;
        final ToIntFunction<WireParams> thirty = p -> MODE_WEIGHT;
        endpoints.put("GET /fapi/v3/balance", Endpoint.read(five, NOTHING, this::balance));
        endpoints.put("GET /fapi/v2/balance", Endpoint.read(five, NOTHING, this::balance));
        endpoints.put("GET /fapi/v3/account", Endpoint.read(five, NOTHING, this::account));
        endpoints.put("GET /fapi/v3/positionRisk", Endpoint.read(five, SYMBOL, p -> positions(p, false)));
        endpoints.put("GET /fapi/v1/income", Endpoint.read(thirty, INCOME, this::income));
        endpoints.put("GET /fapi/v1/symbolConfig", Endpoint.read(five, SYMBOL, this::symbolConfig));
        endpoints.put("GET /fapi/v1/accountConfig", Endpoint.read(five, NOTHING, this::accountConfig));
        endpoints.put("GET /fapi/v1/positionSide/dual", Endpoint.read(thirty, NOTHING, this::dual));
        endpoints.put("GET /fapi/v1/multiAssetsMargin", Endpoint.read(thirty, NOTHING, this::multiAssets));
        endpoints.put("GET /fapi/v1/leverageBracket", Endpoint.read(one, SYMBOL, this::brackets));
        endpoints.put("GET /fapi/v1/rateLimit/order", Endpoint.read(one, NOTHING, p -> context.limits.ordersJson()));
        endpoints.put(
                "POST /fapi/v1/positionSide/dual",
                Endpoint.change(1, SimFault.Operation.OTHER, Set.of("dualSidePosition"), this::setDual));
        endpoints.put(
                "POST /fapi/v1/marginType",
                Endpoint.change(1, SimFault.Operation.OTHER, Set.of("symbol", "marginType"), this::setMarginType));
        endpoints.put(
                "POST /fapi/v1/leverage",
                Endpoint.change(1, SimFault.Operation.OTHER, Set.of("symbol", "leverage"), this::setLeverage));
        registerKeys(endpoints);
        registerPublic(endpoints);
    }

    private void registerKeys(final Map<String, Endpoint> endpoints) {
        final Set<String> key = Set.of("listenKey");
        endpoints.put("POST /fapi/v1/listenKey", Endpoint.keyed(key, p -> listenKey(context.listenKeys.start())));
        endpoints.put("PUT /fapi/v1/listenKey", Endpoint.keyed(key, p -> listenKey(context.listenKeys.extend())));
        endpoints.put("DELETE /fapi/v1/listenKey", Endpoint.keyed(key, p -> stopKey()));
        endpoints.put("userDataStream.start", endpoints.get("POST /fapi/v1/listenKey"));
        endpoints.put("userDataStream.ping", endpoints.get("PUT /fapi/v1/listenKey"));
        endpoints.put("userDataStream.stop", endpoints.get("DELETE /fapi/v1/listenKey"));
        endpoints.put("v2/account.balance", endpoints.get("GET /fapi/v3/balance"));
        endpoints.put("account.balance", endpoints.get("GET /fapi/v3/balance"));
        endpoints.put("v2/account.status", endpoints.get("GET /fapi/v3/account"));
        endpoints.put("v2/account.position", Endpoint.read(p -> ACCOUNT_WEIGHT, SYMBOL, p -> positions(p, true)));
        for (final String session : new String[] {"session.logon", "session.status", "session.logout"}) {
            endpoints.put(
                    session,
                    new Endpoint(
                            Endpoint.Security.NONE,
                            p -> 2,
                            false,
                            SimFault.Operation.OTHER,
                            Set.of("apiKey", "timestamp", "recvWindow", "signature"),
                            p -> {
                                // A session takes an Ed25519 key; the one key here signs by HMAC.
                                throw WireRefusal.of(WireError.KEY);
                            }));
        }
    }

    private void registerPublic(final Map<String, Endpoint> endpoints) {
        endpoints.put("GET /fapi/v1/ping", Endpoint.open(1, NOTHING, p -> "{}"));
        endpoints.put("GET /fapi/v1/time", Endpoint.open(1, NOTHING, p -> time()));
        endpoints.put("time", Endpoint.open(1, NOTHING, p -> time()));
        endpoints.put("GET /fapi/v1/exchangeInfo", Endpoint.open(1, NOTHING, p -> exchangeInfo()));
        endpoints.put(
                "GET /fapi/v1/premiumIndex",
                new Endpoint(
                        Endpoint.Security.NONE,
                        p -> p.has("symbol") ? 1 : MARK_ALL_WEIGHT,
                        false,
                        SimFault.Operation.READ,
                        SYMBOL,
                        this::premiumIndex));
        endpoints.put(
                "GET /fapi/v1/ticker/bookTicker",
                new Endpoint(
                        Endpoint.Security.NONE,
                        p -> p.has("symbol") ? BOOK_WEIGHT : BOOK_ALL_WEIGHT,
                        false,
                        SimFault.Operation.READ,
                        SYMBOL,
                        this::bookTickers));
    }

    private String time() {
        return new JsonText()
                .object()
                .number("serverTime", context.nowMs())
                .end()
                .toString();
    }

    /** The account's book, oldest first, a page at a time; the last seven days if no time is asked for. */
    private String income(final WireParams p) {
        final String symbol = p.get("symbol", "");
        final String kind = p.get("incomeType", "");
        final boolean isOpenEnded = !p.has("startTime") && !p.has("endTime");
        final long from = isOpenEnded ? context.nowMs() - INCOME_RECENT_MS : Long.parseLong(p.get("startTime", "0"));
        final long to = Long.parseLong(p.get("endTime", Long.toString(Long.MAX_VALUE)));
        final int limit = Math.min(INCOME_LIMIT_MAX, Integer.parseInt(p.get("limit", Integer.toString(INCOME_LIMIT))));
        final int skip = (Integer.parseInt(p.get("page", "1")) - 1) * limit;
        final JsonText json = new JsonText().array();
        int found = 0;
        for (final SimLedger.Entry entry : exchange.ledger().entries()) {
            final String name = entry.instrument() < 0
                    ? ""
                    : exchange.instruments().get(entry.instrument()).symbol();
            final boolean isMeant = (symbol.isEmpty() || symbol.equals(name))
                    && (kind.isEmpty() || kind.equals(entry.kind().name()))
                    && entry.timeMs() >= from
                    && entry.timeMs() <= to;
            if (isMeant && found++ >= skip && found <= skip + limit) {
                json.raw(WireFrames.income(entry, name));
            }
        }
        return json.close().toString();
    }

    private String balance(final WireParams p) {
        return new JsonText()
                .array()
                .raw(WireFrames.balance(exchange.margin(), crossed(), context.nowMs()))
                .close()
                .toString();
    }

    private long crossed() {
        long sum = 0;
        for (final SimInstrument it : exchange.instruments()) {
            final SimPosition position = exchange.position(it.index());
            if (position.quantity() != 0 && !it.isolated()) {
                sum += exchange.margin().unrealised(position);
            }
        }
        return sum;
    }

    private String account(final WireParams p) {
        final SimMargin margin = exchange.margin();
        long unrealised = 0;
        long initial = 0;
        long maintenance = 0;
        final JsonText rows = new JsonText().array();
        for (final SimInstrument it : exchange.instruments()) {
            final SimPosition position = exchange.position(it.index());
            if (position.quantity() != 0) {
                unrealised += margin.unrealised(position);
                initial += margin.initialMargin(position);
                maintenance += margin.maintenanceMargin(position);
                rows.raw(slimPosition(position, margin));
            }
        }
        final JsonText json = new JsonText().object();
        totals(json, "total", "Wallet", margin, unrealised, initial, maintenance);
        json.array("assets").object().text("asset", "USDT");
        totals(json, "", "wallet", margin, unrealised, initial, maintenance);
        return json.number("updateTime", context.nowMs())
                .end()
                .close()
                .raw("positions", rows.close().toString())
                .end()
                .toString();
    }

    private static void totals(
            final JsonText json,
            final String prefix,
            final String wallet,
            final SimMargin margin,
            final long unrealised,
            final long initial,
            final long maintenance) {
        final String zero = WireFrames.money(0);
        json.text(name(prefix, "InitialMargin"), WireFrames.money(initial))
                .text(name(prefix, "MaintMargin"), WireFrames.money(maintenance))
                .text(prefix + wallet + "Balance", WireFrames.money(margin.walletBalance()))
                .text(name(prefix, "UnrealizedProfit"), WireFrames.money(unrealised))
                .text(name(prefix, "MarginBalance"), WireFrames.money(margin.walletBalance() + unrealised))
                .text(name(prefix, "PositionInitialMargin"), WireFrames.money(initial))
                .text(name(prefix, "OpenOrderInitialMargin"), zero)
                .text(name(prefix, "CrossWalletBalance"), WireFrames.money(margin.crossWalletBalance()))
                .text(name(prefix, "CrossUnPnl"), zero)
                .text("availableBalance", WireFrames.money(margin.availableBalance()))
                .text("maxWithdrawAmount", WireFrames.money(margin.availableBalance()));
    }

    private static String name(final String prefix, final String rest) {
        return prefix.isEmpty() ? rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1) : prefix + rest;
    }

    private static String slimPosition(final SimPosition position, final SimMargin margin) {
        final SimInstrument it = position.instrument();
        final String initial = WireFrames.money(margin.initialMargin(position));
        return new JsonText()
                .object()
                .text("symbol", it.symbol())
                .text("positionSide", "BOTH")
                .text("positionAmt", WireFrames.quantity(it, position.quantity()))
                .text("unrealizedProfit", WireFrames.money(margin.unrealised(position)))
                .text("isolatedMargin", it.isolated() ? initial : "0")
                .text("notional", WireFrames.money(position.profitAt(2 * position.entryPrice())))
                .text("isolatedWallet", it.isolated() ? initial : "0")
                .text("initialMargin", initial)
                .text("maintMargin", WireFrames.money(margin.maintenanceMargin(position)))
                .number("updateTime", position.updateMs())
                .end()
                .toString();
    }

    private String positions(final WireParams p, final boolean webSocket) {
        final SimInstrument only = context.symbolOrAll(p);
        final JsonText json = new JsonText().array();
        for (final SimInstrument it : exchange.instruments()) {
            final SimPosition position = exchange.position(it.index());
            final boolean shown = position.quantity() != 0
                    || !exchange.openOrders(it.index()).isEmpty()
                    || !exchange.openConditionals(it.index()).isEmpty();
            if (shown && (only == null || it == only)) {
                json.raw(WireFrames.position(position, exchange.margin(), webSocket));
            }
        }
        return json.close().toString();
    }

    private String symbolConfig(final WireParams p) {
        final SimInstrument only = context.symbolOrAll(p);
        final JsonText json = new JsonText().array();
        for (final SimInstrument it : exchange.instruments()) {
            if (only == null || it == only) {
                json.object()
                        .text("symbol", it.symbol())
                        .text("marginType", it.isolated() ? "ISOLATED" : "CROSSED")
                        .text("isAutoAddMargin", "false")
                        .number("leverage", it.leverage())
                        .text("maxNotionalValue", Long.toString(SimMargin.maxNotional(it.leverage())))
                        .end();
            }
        }
        return json.close().toString();
    }

    private String accountConfig(final WireParams p) {
        return new JsonText()
                .object()
                .number("feeTier", 0)
                .flag("canTrade", true)
                .flag("canDeposit", true)
                .flag("canWithdraw", false)
                .flag("dualSidePosition", exchange.hedgeMode())
                .number("updateTime", 0)
                .flag("multiAssetsMargin", false)
                .number("tradeGroupId", -1)
                .end()
                .toString();
    }

    private String dual(final WireParams p) {
        return new JsonText()
                .object()
                .flag("dualSidePosition", exchange.hedgeMode())
                .end()
                .toString();
    }

    private String multiAssets(final WireParams p) {
        return new JsonText().object().flag("multiAssetsMargin", false).end().toString();
    }

    private String brackets(final WireParams p) {
        final SimInstrument only = context.symbolOrAll(p);
        final JsonText json = new JsonText().array();
        for (final SimInstrument it : exchange.instruments()) {
            if (only == null || it == only) {
                json.object().text("symbol", it.symbol()).array("brackets");
                json.raw(bracket(1, 125, 0)).raw(bracket(2, 50, 125)).raw(bracket(3, 20, 50));
                json.close().end();
            }
        }
        return json.close().toString();
    }

    private static String bracket(final int number, final int leverage, final int above) {
        return new JsonText()
                .object()
                .number("bracket", number)
                .number("initialLeverage", leverage)
                .number("notionalCap", SimMargin.maxNotional(leverage))
                .number("notionalFloor", above == 0 ? 0 : SimMargin.maxNotional(above))
                .raw("maintMarginRatio", "0.005")
                .number("cum", 0)
                .end()
                .toString();
    }

    private String setDual(final WireParams p) {
        p.required("dualSidePosition");
        return done(exchange.hedgeMode(p.flag("dualSidePosition")));
    }

    private String setMarginType(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        final String type = p.required("marginType");
        if (!"ISOLATED".equals(type) && !"CROSSED".equals(type)) {
            throw WireRefusal.of(WireError.BAD_VALUE, "marginType");
        }
        return done(exchange.marginType(it.index(), "ISOLATED".equals(type)));
    }

    private String setLeverage(final WireParams p) {
        final SimInstrument it = context.symbol(p);
        p.required("leverage");
        done(exchange.leverage(it.index(), (int) Math.min(Integer.MAX_VALUE, p.whole("leverage", 0))));
        return new JsonText()
                .object()
                .number("leverage", it.leverage())
                .text("maxNotionalValue", Long.toString(SimMargin.maxNotional(it.leverage())))
                .text("symbol", it.symbol())
                .end()
                .toString();
    }

    private static String done(final SimRefusal refusal) {
        if (refusal != null) {
            throw WireRefusal.of(refusal);
        }
        return WireFrames.done("success");
    }

    private static String listenKey(final String key) {
        return new JsonText().object().text("listenKey", key).end().toString();
    }

    private String stopKey() {
        final String ended = context.listenKeys.stop();
        if (ended != null) {
            streams.end(ended, context.nowMs());
        }
        return "{}";
    }

    private String premiumIndex(final WireParams p) {
        final SimInstrument only = context.symbolOrAll(p);
        if (only != null) {
            return premium(only);
        }
        final JsonText json = new JsonText().array();
        exchange.instruments().forEach(it -> json.raw(premium(it)));
        return json.close().toString();
    }

    private String premium(final SimInstrument it) {
        final String mark = WireFrames.mark(it.mark());
        return new JsonText()
                .object()
                .text("symbol", it.symbol())
                .text("markPrice", mark)
                .text("indexPrice", mark)
                .text("estimatedSettlePrice", mark)
                .text("lastFundingRate", "0.00010000")
                .text("interestRate", "0.00010000")
                .number("nextFundingTime", exchange.nextFundingMs())
                .number("time", context.nowMs())
                .end()
                .toString();
    }

    private String bookTickers(final WireParams p) {
        final SimInstrument only = context.symbolOrAll(p);
        if (only != null) {
            return WireFrames.bookTicker(only, 1, context.nowMs());
        }
        final JsonText json = new JsonText().array();
        exchange.instruments().forEach(it -> json.raw(WireFrames.bookTicker(it, 1, context.nowMs())));
        return json.close().toString();
    }

    private String exchangeInfo() {
        final JsonText json = new JsonText()
                .object()
                .text("timezone", "UTC")
                .number("serverTime", context.nowMs())
                .text("futuresType", "U_MARGINED")
                .raw("rateLimits", context.limits.allJson())
                .raw("exchangeFilters", "[]")
                .raw("assets", "[{\"asset\":\"USDT\",\"marginAvailable\":true,\"autoAssetExchange\":\"-10000\"}]")
                .array("symbols");
        exchange.instruments().forEach(it -> json.raw(contract(it)));
        return json.close().end().toString();
    }

    private static String contract(final SimInstrument it) {
        final String symbol = it.symbol();
        final String base = symbol.endsWith("USDT") ? symbol.substring(0, symbol.length() - 4) : symbol;
        return new JsonText()
                .object()
                .text("symbol", symbol)
                .text("pair", symbol)
                .text("contractType", "PERPETUAL")
                .number("deliveryDate", 4_133_404_800_000L)
                .number("onboardDate", 1_569_398_400_000L)
                .text("status", status(it))
                .text("maintMarginPercent", "2.5000")
                .text("requiredMarginPercent", "5.0000")
                .text("baseAsset", base)
                .text("quoteAsset", "USDT")
                .text("marginAsset", "USDT")
                .number("pricePrecision", TradeEndpoints.pricePrecision(it))
                .number("quantityPrecision", TradeEndpoints.quantityPrecision(it))
                .number("baseAssetPrecision", 8)
                .number("quotePrecision", 8)
                .text("underlyingType", "COIN")
                .raw("underlyingSubType", "[\"SIMULATED\"]")
                .number("settlePlan", 0)
                .text("triggerProtect", "0.1500")
                .text("liquidationFee", "0.010000")
                .text("marketTakeBound", "0.30")
                .raw("filters", filters(it))
                .raw(
                        "orderTypes",
                        "[\"LIMIT\",\"MARKET\",\"STOP\",\"STOP_MARKET\",\"TAKE_PROFIT\",\"TAKE_PROFIT_MARKET\"]")
                .raw("timeInForce", "[\"GTC\",\"IOC\",\"FOK\",\"GTX\",\"GTD\"]")
                .end()
                .toString();
    }

    private static String status(final SimInstrument it) {
        return switch (it.status()) {
            case TRADING -> "TRADING";
            case SETTLING -> "SETTLING";
            case CLOSE -> "CLOSE";
        };
    }

    private static String filters(final SimInstrument it) {
        final SimInstrument.Filters f = it.filters();
        return new JsonText()
                .array()
                .object()
                .text("filterType", "PRICE_FILTER")
                .text("minPrice", plainPrice(f.minPrice()))
                .text("maxPrice", plainPrice(f.maxPrice()))
                .text("tickSize", plainPrice(f.tickSize()))
                .end()
                .raw(lot("LOT_SIZE", f, f.maxQuantity()))
                .raw(lot("MARKET_LOT_SIZE", f, f.maxMarketQuantity()))
                .object()
                .text("filterType", "MAX_NUM_ORDERS")
                .number("limit", 200)
                .end()
                .object()
                .text("filterType", "MIN_NOTIONAL")
                .text("notional", SimDecimal.plain(f.minNotional(), FixedPoint.QUANTITY_DECIMALS))
                .end()
                .object()
                .text("filterType", "PERCENT_PRICE")
                .text("multiplierUp", SimDecimal.fixed(FixedPoint.PPM_ONE + f.bandUpPpm(), 6, 4))
                .text("multiplierDown", SimDecimal.fixed(FixedPoint.PPM_ONE - f.bandDownPpm(), 6, 4))
                .text("multiplierDecimal", "4")
                .end()
                .close()
                .toString();
    }

    private static String lot(final String type, final SimInstrument.Filters f, final long max) {
        return new JsonText()
                .object()
                .text("filterType", type)
                .text("minQty", SimDecimal.plain(f.minQuantity(), FixedPoint.QUANTITY_DECIMALS))
                .text("maxQty", SimDecimal.plain(max, FixedPoint.QUANTITY_DECIMALS))
                .text("stepSize", SimDecimal.plain(f.stepSize(), FixedPoint.QUANTITY_DECIMALS))
                .end()
                .toString();
    }

    private static String plainPrice(final long price) {
        return SimDecimal.plain(price, FixedPoint.PRICE_DECIMALS);
    }
}
