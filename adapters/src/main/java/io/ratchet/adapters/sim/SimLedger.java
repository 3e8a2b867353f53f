package io.ratchet.adapters.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The exchange's own book of the account: every change of a wallet, one entry each, as the venue lists it as income. One
 * thread.
 */
public final class SimLedger {
    private static final int ENTRIES_MAX = 200_000;

    /** Why a wallet changed, as the venue names it. */
    public enum Kind {
        /** Profit of a trade that reduced a position, fee not counted. */
        REALIZED_PNL,
        /** Fee of a trade, negative. */
        COMMISSION,
        /** Funding; negative when paid. */
        FUNDING_FEE,
        /** Moved into or out of the account. */
        TRANSFER
    }

    /**
     * One change.
     *
     * @param id         unique in its exchange.
     * @param kind       of it.
     * @param instrument index of the contract, -1 for none.
     * @param asset      that changed.
     * @param amount     1e-8 of the asset.
     * @param tradeId    of the trade, 0 for none.
     * @param timeMs     exchange time.
     */
    public record Entry(long id, Kind kind, int instrument, String asset, long amount, long tradeId, long timeMs) {}

    private final List<Entry> entries = new ArrayList<>();
    private long nextId = 1;

    /** The newest half of what fits is kept when it is full. */
    void add(
            final Kind kind,
            final int instrument,
            final String asset,
            final long amount,
            final long tradeId,
            final long timeMs) {
        if (amount == 0) {
            return;
        }
        if (entries.size() == ENTRIES_MAX) {
            entries.subList(0, ENTRIES_MAX / 2).clear();
        }
        entries.add(new Entry(nextId++, kind, instrument, asset, amount, tradeId, timeMs));
    }

    /**
     * All changes.
     *
     * @return the newest 100,000 at least, in order.
     */
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * The sum of changes.
     *
     * @param kind       of them, null for all.
     * @param instrument index of the contract, -1 for all.
     * @param asset      that changed.
     * @return 1e-8 of the asset.
     */
    public long sum(final Kind kind, final int instrument, final String asset) {
        long sum = 0;
        for (final Entry entry : entries) {
            final boolean isMeant = (kind == null || entry.kind() == kind)
                    && (instrument < 0 || entry.instrument() == instrument)
                    && entry.asset().equals(asset);
            sum += isMeant ? entry.amount() : 0;
        }
        return sum;
    }
}
