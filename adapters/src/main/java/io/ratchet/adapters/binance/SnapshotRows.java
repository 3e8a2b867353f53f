package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_DECIMALS;

import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.TradeRow;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayDeque;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.databind.JsonNode;

/** The messages of one snapshot, encoded and in order, waiting for the ring. One thread at a time. */
final class SnapshotRows {
    private static final InstrumentSpec UNKNOWN_SPEC =
            new InstrumentSpec(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, InstrumentStatus.REDUCE_ONLY);

    private final long snapshotId;
    private final InstrumentRegistry registry;
    private final BinanceParser parser;
    private final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
    private static final String MONEY = "USDT";

    private final ArrayDeque<UnsafeBuffer> messages = new ArrayDeque<>();
    private final ArrayDeque<UnsafeBuffer> definitions = new ArrayDeque<>();
    private int rows;
    private boolean hasUnknownSymbol;

    SnapshotRows(final long snapshotId, final InstrumentRegistry registry, final BinanceParser parser) {
        this.snapshotId = snapshotId;
        this.registry = registry;
        this.parser = parser;
    }

    ArrayDeque<UnsafeBuffer> messages() {
        return messages;
    }

    /** Whether a row names a symbol that exchangeInfo has not told of. */
    boolean hasUnknownSymbol() {
        return hasUnknownSymbol;
    }

    void begin(
            final long readNs,
            final int instrumentId,
            final boolean hasPositions,
            final boolean hasOrdinary,
            final boolean hasConditional,
            final boolean hasTrades,
            final boolean isHedge) {
        add(encoder.snapshotBegin(
                snapshotId, readNs, instrumentId, hasPositions, hasOrdinary, hasConditional, hasTrades, isHedge));
    }

    void add(
            final JsonNode positions,
            final JsonNode ordinary,
            final JsonNode conditional,
            final Iterable<JsonNode> trades) {
        positions(positions);
        ordinary(ordinary);
        conditional(conditional);
        for (final JsonNode page : trades) {
            trades(page);
        }
    }

    /** Completes the messages: definitions of unknown symbols, begin, rows unless it failed, end. */
    void end(final SnapshotFailure failure, final String text) {
        if (failure != SnapshotFailure.NONE) {
            final UnsafeBuffer begin = messages.peek();
            messages.clear();
            messages.add(begin);
            rows = 0;
        }
        add(encoder.snapshotEnd(snapshotId, rows, failure, text));
        while (!definitions.isEmpty()) {
            messages.addFirst(definitions.pollLast());
        }
    }

    /** Balances after the read; not rows of it: without them the read counts all the same. */
    void balances(final JsonNode list, final long timeMs) {
        if (list == null || !list.isArray()) {
            return;
        }
        for (final JsonNode node : list) {
            final long wallet = JsonFields.truncated(node, "balance", QUANTITY_DECIMALS, 0);
            final String asset = BinanceParser.asset(JsonFields.text(node, "asset"));
            if (!asset.isEmpty() && (wallet != 0 || MONEY.equals(asset))) {
                add(encoder.balanceUpdate(
                        asset, wallet, JsonFields.truncated(node, "availableBalance", QUANTITY_DECIMALS, 0), timeMs));
            }
        }
    }

    private void positions(final JsonNode list) {
        if (list == null) {
            return;
        }
        checkArray("positionRisk", list);
        for (final JsonNode node : list) {
            final int instrumentId = known(node);
            final long quantity = JsonFields.requiredDecimal(node, "positionAmt", QUANTITY_DECIMALS);
            if (quantity != 0) {
                row(encoder.snapshotPosition(
                        snapshotId,
                        instrumentId,
                        quantity,
                        JsonFields.truncated(node, "entryPrice", PRICE_DECIMALS, 0),
                        JsonFields.priceOrNull(node, "markPrice"),
                        JsonFields.priceOrNull(node, "liquidationPrice"),
                        JsonFields.integer(node, "updateTime", 0),
                        marginMode(node)));
            }
        }
    }

    private void ordinary(final JsonNode list) {
        if (list == null) {
            return;
        }
        checkArray("openOrders", list);
        final OrderRow order = new OrderRow();
        for (final JsonNode node : list) {
            known(node);
            parser.ordinaryOrder(node, order);
            row(encoder.snapshotOrder(snapshotId, order));
        }
    }

    private void conditional(final JsonNode list) {
        if (list == null) {
            return;
        }
        checkArray("openAlgoOrders", list);
        final OrderRow order = new OrderRow();
        for (final JsonNode node : list) {
            known(node);
            parser.conditionalOrder(node, order);
            row(encoder.snapshotOrder(snapshotId, order));
        }
    }

    private void trades(final JsonNode list) {
        checkArray("userTrades", list);
        final TradeRow trade = new TradeRow();
        for (final JsonNode node : list) {
            known(node);
            parser.trade(node, trade);
            row(encoder.snapshotTrade(snapshotId, trade));
        }
    }

    /** A symbol that exchangeInfo has not told of is announced before its row: it may be a position, never "nothing". */
    private int known(final JsonNode node) {
        final int instrumentId = parser.instrumentId(node, "symbol");
        if (instrumentId != InstrumentRegistry.UNKNOWN) {
            return instrumentId;
        }
        final String symbol = JsonFields.required(node, "symbol");
        final int id = registry.register(Venue.BINANCE, symbol);
        if (id == InstrumentRegistry.UNKNOWN) {
            throw new VenueFormatException("symbol: actual=" + symbol + " expected=one that a message can carry");
        }
        hasUnknownSymbol = true;
        registry.announced(id, UNKNOWN_SPEC);
        definitions.add(copy(encoder.instrumentDefined(id, registry.engineSymbol(id), UNKNOWN_SPEC)));
        return id;
    }

    private static MarginMode marginMode(final JsonNode node) {
        final long isolated = JsonFields.truncated(node, "isolatedWallet", QUANTITY_DECIMALS, 0);
        return isolated != 0 ? MarginMode.ISOLATED : MarginMode.CROSSED;
    }

    private static void checkArray(final String what, final JsonNode list) {
        if (!list.isArray()) {
            throw new VenueFormatException(what + ": actual=no array expected=an array");
        }
    }

    private void row(final int length) {
        rows++;
        add(length);
    }

    private void add(final int length) {
        messages.add(copy(length));
    }

    private UnsafeBuffer copy(final int length) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, encoder.buffer(), 0, length);
        return copy;
    }
}
