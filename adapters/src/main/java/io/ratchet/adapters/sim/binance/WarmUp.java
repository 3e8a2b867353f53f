package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimDecimal;
import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimMath;
import io.ratchet.adapters.sim.VenueClock;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.engine.market.FixedPoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/**
 * Trades against a throw-away exchange before the real one opens: a venue that loads its classes during the first order
 * answers it after 100 ms, and that would count as naked time of the client.
 */
final class WarmUp {
    private static final int ROUNDS = 300;
    private static final long MONEY = 100L * FixedPoint.QUANTITY_ONE;

    private final BinanceVenueConfig config;
    private final VenueClock clock;
    private final SimExchange exchange;
    private final WireApi api;
    private final WireSignature signature;
    private final ObjectMapper json = new ObjectMapper();

    private WarmUp(final BinanceVenueConfig config, final VenueClock clock, final PriceSymbol symbol)
            throws IOException {
        this.config = config;
        this.clock = clock;
        this.signature = new WireSignature(config.apiSecret());
        final UserStreams nobody = new UserStreams();
        final VenueLog nowhere = new VenueLog(null, clock);
        final WireEvents events = new WireEvents(nobody, nowhere);
        this.exchange = new SimExchange(SimConfig.venue(), events, 1);
        exchange.list(symbol.symbol(), symbol.filters());
        final WireContext context = new WireContext(
                exchange,
                clock,
                new WireLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                new ListenKeys(clock, config.listenKeyLifeMs(), 1));
        events.attach(context);
        this.api = new WireApi(context, nobody, nowhere, config);
    }

    static void run(final BinanceVenueConfig config, final VenueClock clock, final PriceSymbol symbol)
            throws IOException {
        final WarmUp warmUp = new WarmUp(config, clock, symbol);
        for (int round = 0; round < ROUNDS; round++) {
            warmUp.round(round, symbol.firstPrice());
        }
    }

    private void round(final int round, final long price) {
        final SimInstrument it = exchange.instruments().get(0);
        final SimInstrument.Filters f = it.filters();
        exchange.advance(clock.nowMs());
        exchange.price(0, price, price, price - f.tickSize(), price + f.tickSize());
        WireFrames.markPrice(it, 0, 0);
        WireFrames.bookTicker(it, 0, 0);
        WireFrames.aggTrade(it, 0, false, 0);
        final long size = SimMath.mulDiv(MONEY, FixedPoint.PRICE_ONE, price) / f.stepSize() * f.stepSize();
        final String quantity = SimDecimal.plain(Math.max(f.minQuantity(), size), FixedPoint.QUANTITY_DECIMALS);
        final String level = SimDecimal.plain(price * 9 / 10 / f.tickSize() * f.tickSize(), FixedPoint.PRICE_DECIMALS);
        order("BUY", "e" + round, quantity, false);
        call("algoOrder.place", stop(it, "s" + round, quantity, level));
        final Map<String, String> cancel = new HashMap<>();
        cancel.put("clientAlgoId", "s" + round);
        call("algoOrder.cancel", cancel);
        call("v2/account.position", new HashMap<>());
        order("SELL", "c" + round, quantity, true);
    }

    private void order(final String side, final String id, final String quantity, final boolean reduceOnly) {
        final Map<String, String> params = new HashMap<>();
        params.put("symbol", exchange.instruments().get(0).symbol());
        params.put("side", side);
        params.put("type", "MARKET");
        params.put("quantity", quantity);
        params.put("newClientOrderId", id);
        params.put("reduceOnly", Boolean.toString(reduceOnly));
        params.put("newOrderRespType", "RESULT");
        call("order.place", params);
    }

    private static Map<String, String> stop(
            final SimInstrument it, final String id, final String quantity, final String level) {
        final Map<String, String> params = new HashMap<>();
        params.put("algoType", "CONDITIONAL");
        params.put("symbol", it.symbol());
        params.put("side", "SELL");
        params.put("type", "STOP_MARKET");
        params.put("triggerPrice", level);
        params.put("quantity", quantity);
        params.put("reduceOnly", "true");
        params.put("workingType", "MARK_PRICE");
        params.put("clientAlgoId", id);
        return params;
    }

    private void call(final String method, final Map<String, String> params) {
        params.put("apiKey", config.apiKey());
        params.put("timestamp", Long.toString(clock.nowMs()));
        params.put("signature", signature.of(WireParams.sorted(params).signed()));
        json.readTree(api.call("ws", method, WireParams.sorted(params), config.apiKey())
                .body());
    }
}
