package io.ratchet.engine.ledger;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;

/**
 * Fees that are paid in another asset than money (BNB): each is converted at the mark of that asset when its trade arrives.
 * Where no mark is known yet the fee is an estimate by the fee rate until the first mark comes, and is corrected then. The
 * prices of such an asset are subscribed to when it is first seen. Core thread; allocates nothing.
 */
public final class FeeAssets {
    /** Assets that fees are paid in, money not counted. */
    public static final int ASSETS_MAX = 8;
    /** Fees that wait for a mark. */
    public static final int PENDING_MAX = 256;

    private static final int NONE = -1;
    private static final byte[] QUOTE = {'U', 'S', 'D', 'T'};

    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final Ledger ledger;
    private final long[] assets = new long[ASSETS_MAX];
    private final Venue[] venues = new Venue[ASSETS_MAX];
    private final int[] instrumentIds = new int[ASSETS_MAX];
    private final boolean[] isPinned = new boolean[ASSETS_MAX];
    private final long[] pendingPositions = new long[PENDING_MAX];
    private final int[] pendingInstruments = new int[PENDING_MAX];
    private final int[] pendingAssets = new int[PENDING_MAX];
    private final long[] pendingAmounts = new long[PENDING_MAX];
    private final long[] pendingEstimates = new long[PENDING_MAX];
    private int size;
    private int pending;

    /**
     * No other asset seen yet.
     *
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param ledger      corrected when a position has ended before the mark came.
     */
    public FeeAssets(
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final Ledger ledger) {
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.ledger = ledger;
    }

    /**
     * An amount as money.
     *
     * @param venue  where it was paid.
     * @param asset  of it, as in {@link Assets}.
     * @param amount 1e-8 of the asset.
     * @return money 1e-8, half even; {@link FixedPoint#NULL} while the asset has no mark.
     */
    public long money(final Venue venue, final long asset, final long amount) {
        if (amount == 0 || Assets.isMoney(asset)) {
            return amount;
        }
        final int index = index(venue, asset);
        return index == NONE ? FixedPoint.NULL : moneyAt(index, amount);
    }

    private long moneyAt(final int index, final long amount) {
        final int id = instrument(index);
        if (id == NONE || !prices.hasMark(id)) {
            return FixedPoint.NULL;
        }
        return FixedPoint.money(prices.mark(id), amount, Rounding.HALF_EVEN);
    }

    private int index(final Venue venue, final long asset) {
        for (int i = 0; i < size; i++) {
            if (assets[i] == asset && venues[i] == venue) {
                return i;
            }
        }
        if (size == ASSETS_MAX) {
            return NONE;
        }
        assets[size] = asset;
        venues[size] = venue;
        instrumentIds[size] = NONE;
        return size++;
    }

    /** The asset's contract against USDT; looked for until it is known. */
    private int instrument(final int index) {
        if (instrumentIds[index] == NONE) {
            for (int id = 0; id < instruments.size(); id++) {
                if (instruments.isKnown(id) && isContract(id, index)) {
                    instrumentIds[index] = id;
                    return id;
                }
            }
        }
        return instrumentIds[index];
    }

    private boolean isContract(final int id, final int index) {
        if (instruments.at(id).venue() != venues[index]) {
            return false;
        }
        int length = 0;
        while (length < Assets.LENGTH && Assets.character(assets[index], length) != 0) {
            if (instruments.at(id).symbolByte(length) != Assets.character(assets[index], length)) {
                return false;
            }
            length++;
        }
        for (int i = 0; i < QUOTE.length; i++) {
            if (instruments.at(id).symbolByte(length + i) != QUOTE[i]) {
                return false;
            }
        }
        return instruments.at(id).symbolByte(length + QUOTE.length) == 0;
    }

    /**
     * A fee was booked by its estimate because its asset has no mark: it is corrected with the first one.
     *
     * @param position that paid it.
     * @param venue    where.
     * @param asset    of it.
     * @param amount   1e-8 of the asset.
     * @param estimate money 1e-8 that was booked.
     */
    public void pend(
            final Position position, final Venue venue, final long asset, final long amount, final long estimate) {
        final int index = index(venue, asset);
        if (index == NONE || pending == PENDING_MAX) {
            return;
        }
        pendingPositions[pending] = position.id();
        pendingInstruments[pending] = position.instrumentId();
        pendingAssets[pending] = index;
        pendingAmounts[pending] = amount;
        pendingEstimates[pending] = estimate;
        pending++;
    }

    /**
     * Whether a fee of a position waits for a mark.
     *
     * @param position asked about.
     * @return true if one does.
     */
    public boolean isPending(final Position position) {
        for (int i = 0; i < pending; i++) {
            if (pendingPositions[i] == position.id()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A mark was accepted: what waits for it is corrected.
     *
     * @param instrumentId of the mark.
     */
    public void onMark(final int instrumentId) {
        if (pending == 0) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < pending; i++) {
            final int index = pendingAssets[i];
            final long money = instrument(index) == instrumentId ? moneyAt(index, pendingAmounts[i]) : FixedPoint.NULL;
            if (money == FixedPoint.NULL) {
                keep(kept++, i);
            } else {
                correct(i, money - pendingEstimates[i]);
            }
        }
        pending = kept;
    }

    private void keep(final int to, final int from) {
        pendingPositions[to] = pendingPositions[from];
        pendingInstruments[to] = pendingInstruments[from];
        pendingAssets[to] = pendingAssets[from];
        pendingAmounts[to] = pendingAmounts[from];
        pendingEstimates[to] = pendingEstimates[from];
    }

    private void correct(final int index, final long more) {
        final Position position = positions.byId(pendingPositions[index]);
        if (position != null) {
            position.correctFees(more);
            positions.touch(position);
        } else {
            ledger.correct(
                    pendingPositions[index],
                    pendingInstruments[index],
                    instruments.at(pendingInstruments[index]).venue(),
                    -more,
                    more,
                    0);
        }
    }

    /**
     * An instrument whose prices are needed to convert fees and are not asked for yet; it counts as asked for from now.
     *
     * @return its id, below 0 if there is none.
     */
    public int nextToSubscribe() {
        for (int i = 0; i < size; i++) {
            if (!isPinned[i] && instrument(i) != NONE) {
                isPinned[i] = true;
                return instrumentIds[i];
            }
        }
        return NONE;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        size = fields.count("size", size, ASSETS_MAX);
        fields.of("assets", assets, size);
        fields.of("venues", venues, size, Venue.class);
        fields.of("instrumentIds", instrumentIds, size);
        fields.of("isPinned", isPinned, size);
        pending = fields.count("pending", pending, PENDING_MAX);
        fields.of("pendingPositions", pendingPositions, pending);
        fields.of("pendingInstruments", pendingInstruments, pending);
        fields.of("pendingAssets", pendingAssets, pending);
        fields.of("pendingAmounts", pendingAmounts, pending);
        fields.of("pendingEstimates", pendingEstimates, pending);
    }
}
