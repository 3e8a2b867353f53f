package io.ratchet.adapters.binance.stream;

import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_DECIMALS;

import io.ratchet.adapters.binance.BinanceParser;
import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.TradeRow;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.Venue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.agrona.MutableDirectBuffer;
import tools.jackson.databind.JsonNode;

/**
 * Private events into inputs. A trade comes out as a Fill followed by the OrderUpdate that tells the state after it.
 * Trades seen before (two connections overlap for a moment) are dropped, by a bounded memory. One thread.
 */
public final class UserEventDecoder {
    private static final int TRADES_REMEMBERED = 2_048;
    private static final String BOTH = "BOTH";
    /** Reasons of a change that is no result of trading. */
    private static final Set<String> TRANSFERS = Set.of(
            "DEPOSIT",
            "WITHDRAW",
            "WITHDRAW_REJECT",
            "ADMIN_DEPOSIT",
            "ADMIN_WITHDRAW",
            "MARGIN_TRANSFER",
            "ASSET_TRANSFER",
            "ADJUSTMENT",
            "COIN_SWAP_DEPOSIT",
            "COIN_SWAP_WITHDRAW",
            "AUTO_EXCHANGE");

    private static final int STREAM_COIN_MARGINED = 2;

    private final InstrumentRegistry registry;
    private final BinanceParser parser;
    private final Sink sink;
    private final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
    private final OrderRow order = new OrderRow();
    private final TradeRow trade = new TradeRow();
    private final Map<String, Boolean> trades = new LinkedHashMap<>();

    /** Takes what events say. */
    public interface Sink {
        /**
         * One input.
         *
         * @param buffer that holds it at offset 0, valid during the call.
         * @param length in bytes.
         */
        void input(MutableDirectBuffer buffer, int length);

        /** The listen key is dead: the socket stays open and silent. */
        void listenKeyExpired();

        /**
         * An event names a symbol that exchangeInfo has not told of.
         *
         * @param symbol of the event.
         */
        void unknownSymbol(String symbol);
    }

    /**
     * For one account.
     *
     * @param registry instruments by symbol.
     * @param parser   of rows.
     * @param sink     takes the inputs.
     */
    public UserEventDecoder(final InstrumentRegistry registry, final BinanceParser parser, final Sink sink) {
        this.registry = registry;
        this.parser = parser;
        this.sink = sink;
    }

    /**
     * Decodes one message, raw or wrapped in {@code {"stream":…,"data":…}}.
     *
     * @param root of the message.
     * @return whether it was an event that we know.
     * @throws io.ratchet.adapters.common.VenueFormatException if an event that we know does not say what it must.
     */
    public boolean decode(final JsonNode root) {
        final JsonNode event = root.has("data") ? root.path("data") : root;
        switch (JsonFields.text(event, "e")) {
            case "ORDER_TRADE_UPDATE":
                orderTradeUpdate(event);
                return true;
            case "ALGO_UPDATE":
                algoUpdate(event);
                return true;
            case "ACCOUNT_UPDATE":
                accountUpdate(event);
                return true;
            case "listenKeyExpired":
                sink.listenKeyExpired();
                return true;
            default:
                return false;
        }
    }

    private void orderTradeUpdate(final JsonNode event) {
        if (isForeignMarket(event.path("o"))) {
            return;
        }
        if (parser.tradeOfOrderEvent(event, trade) && isNewTrade()) {
            sink.input(encoder.buffer(), encoder.fill(trade));
        }
        parser.orderEvent(event, order);
        sink.input(encoder.buffer(), encoder.orderUpdate(order));
    }

    private void algoUpdate(final JsonNode event) {
        if (!isForeignMarket(event.path("o"))) {
            parser.algoEvent(event, order);
            sink.input(encoder.buffer(), encoder.orderUpdate(order));
        }
    }

    private void accountUpdate(final JsonNode event) {
        final JsonNode account = event.path("a");
        final long timeMs = JsonFields.integer(event, "T", JsonFields.integer(event, "E", 0));
        final boolean isTransfer = TRANSFERS.contains(JsonFields.text(account, "m"));
        for (final JsonNode balance : account.path("B")) {
            sink.input(
                    encoder.buffer(),
                    encoder.balanceUpdate(
                            BinanceParser.asset(JsonFields.required(balance, "a")),
                            JsonFields.truncated(balance, "wb", QUANTITY_DECIMALS, 0),
                            FixedPoint.NULL,
                            timeMs,
                            isTransfer ? JsonFields.truncated(balance, "bc", QUANTITY_DECIMALS, 0) : 0));
        }
        for (final JsonNode position : account.path("P")) {
            final String side = JsonFields.text(position, "ps");
            if (!isForeignMarket(position) && (side.isEmpty() || BOTH.equals(side))) {
                sink.input(
                        encoder.buffer(),
                        encoder.positionUpdate(
                                parser.instrumentId(position, "s"),
                                JsonFields.requiredDecimal(position, "pa", QUANTITY_DECIMALS),
                                JsonFields.truncated(position, "ep", PRICE_DECIMALS, 0),
                                timeMs));
            }
        }
        if ("FUNDING_FEE".equals(JsonFields.text(account, "m"))) {
            funding(account, timeMs);
        }
    }

    private void funding(final JsonNode account, final long timeMs) {
        final String symbol = JsonFields.text(account, "S");
        final JsonNode positions = account.path("P");
        final int instrumentId;
        if (!symbol.isEmpty()) {
            instrumentId = registry.instrumentId(Venue.BINANCE, symbol);
        } else {
            instrumentId =
                    positions.size() == 1 ? parser.instrumentId(positions.path(0), "s") : InstrumentRegistry.UNKNOWN;
        }
        for (final JsonNode balance : account.path("B")) {
            sink.input(
                    encoder.buffer(),
                    encoder.fundingPaid(
                            instrumentId,
                            BinanceParser.asset(JsonFields.required(balance, "a")),
                            JsonFields.truncated(balance, "bc", QUANTITY_DECIMALS, 0),
                            timeMs));
        }
    }

    /** COIN-M shares the stream since 2026-06-30; its symbols are not in our exchangeInfo. */
    private boolean isForeignMarket(final JsonNode node) {
        if (JsonFields.integer(node, "st", 1) == STREAM_COIN_MARGINED) {
            return true;
        }
        if (parser.instrumentId(node, "s") != InstrumentRegistry.UNKNOWN) {
            return false;
        }
        sink.unknownSymbol(JsonFields.text(node, "s"));
        return true;
    }

    private boolean isNewTrade() {
        final String key = trade.instrumentId + ":" + trade.tradeId;
        if (trades.put(key, Boolean.TRUE) != null) {
            return false;
        }
        if (trades.size() > TRADES_REMEMBERED) {
            trades.remove(trades.keySet().iterator().next());
        }
        return true;
    }
}
