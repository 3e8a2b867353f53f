package io.ratchet.bench.simulator;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * What the entry of each position cost, by the inputs in the journal: its trades, each once, as they were told or read; while
 * some are missing, the average that the venue gives.
 */
final class EntryPrices {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final SnapshotTradeDecoder trade = new SnapshotTradeDecoder();
    private final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
    private final OrderUpdateDecoder update = new OrderUpdateDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final Map<Long, Entry> entries = new HashMap<>();
    /** The venue's number of an entry: rows of trades carry no id of ours. */
    private final Map<String, Long> owners = new HashMap<>();

    private final List<Row> rows = new ArrayList<>();

    /** What is known of one entry. */
    private static final class Entry {
        private final Set<Long> trades = new HashSet<>();
        private BigInteger notional = BigInteger.ZERO;
        private long traded;
        private long filled;
        private long average;
    }

    /** A trade of a read that has not ended. */
    private record Row(long snapshotId, String order, long tradeId, long price, long quantity) {}

    /** The end of the journal was lost. */
    void forget() {
        entries.clear();
        owners.clear();
        rows.clear();
    }

    /**
     * What entered a position.
     *
     * @param positionId of it.
     * @param estimate   where nothing is known, 1e-10.
     * @return average price, 1e-10.
     */
    long price(final long positionId, final long estimate) {
        final Entry entry = entries.get(positionId);
        if (entry == null) {
            return estimate;
        }
        if (entry.traded > 0 && (entry.traded >= entry.filled || entry.average == 0)) {
            return entry.notional.divide(BigInteger.valueOf(entry.traded)).longValueExact();
        }
        return entry.average == 0 ? estimate : entry.average;
    }

    void onRecord(final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case FillDecoder.TEMPLATE_ID:
                fill.wrapAndApplyHeader(buffer, offset, header);
                owned(fill.instrumentId(), fill.venueOrderId(), fill.clientOrderId());
                onTrade(order(fill.instrumentId(), fill.venueOrderId()), fill.tradeId(), fill.price(), fill.quantity());
                break;
            case SnapshotTradeDecoder.TEMPLATE_ID:
                trade.wrapAndApplyHeader(buffer, offset, header);
                owned(trade.instrumentId(), trade.venueOrderId(), trade.clientOrderId());
                rows.add(new Row(
                        trade.snapshotId(),
                        order(trade.instrumentId(), trade.venueOrderId()),
                        trade.tradeId(),
                        trade.price(),
                        trade.quantity()));
                break;
            case VenueSnapshotEndDecoder.TEMPLATE_ID:
                onEnd(end.wrapAndApplyHeader(buffer, offset, header));
                break;
            case OrderUpdateDecoder.TEMPLATE_ID:
                update.wrapAndApplyHeader(buffer, offset, header);
                owned(update.instrumentId(), update.venueOrderId(), update.clientOrderId());
                onReported(update.clientOrderId(), update.filledQuantity(), update.averagePrice());
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                result.wrapAndApplyHeader(buffer, offset, header);
                owned(result.instrumentId(), result.venueOrderId(), result.clientOrderId());
                onReported(result.clientOrderId(), result.filledQuantity(), result.averagePrice());
                break;
            default:
                break;
        }
    }

    private void onEnd(final VenueSnapshotEndDecoder read) {
        for (final Row row : rows) {
            if (row.snapshotId() == read.snapshotId() && read.success() == Flag.YES) {
                onTrade(row.order(), row.tradeId(), row.price(), row.quantity());
            }
        }
        rows.removeIf(row -> row.snapshotId() == read.snapshotId());
    }

    private void owned(final int instrumentId, final long venueOrderId, final ClientOrderIdDecoder id) {
        if (id.role() == OrderRole.ENTRY && venueOrderId != FixedPoint.NULL) {
            owners.put(order(instrumentId, venueOrderId), id.positionId());
        }
    }

    private void onTrade(final String order, final long tradeId, final long price, final long quantity) {
        final Long positionId = owners.get(order);
        if (positionId != null) {
            final Entry entry = entries.computeIfAbsent(positionId, id -> new Entry());
            if (entry.trades.add(tradeId)) {
                entry.traded += quantity;
                entry.notional = entry.notional.add(BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)));
            }
        }
    }

    private void onReported(final ClientOrderIdDecoder id, final long filled, final long average) {
        if (id.role() == OrderRole.ENTRY && filled != FixedPoint.NULL) {
            final Entry entry = entries.computeIfAbsent(id.positionId(), unused -> new Entry());
            if (filled >= entry.filled && average != FixedPoint.NULL && average > 0) {
                entry.average = average;
            } else if (filled > entry.filled) {
                // An average of less than this is no average of this.
                entry.average = 0;
            }
            entry.filled = Math.max(entry.filled, filled);
        }
    }

    private static String order(final int instrumentId, final long venueOrderId) {
        return instrumentId + "." + venueOrderId;
    }
}
