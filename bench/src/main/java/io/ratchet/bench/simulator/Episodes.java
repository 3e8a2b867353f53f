package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.SimCharges;
import io.ratchet.adapters.sim.SimFill;
import java.util.Map;
import java.util.TreeMap;

/** The exchange's own account of each position of ours, from its first fill until it is flat. */
final class Episodes {
    private final Map<Long, Episode> byPosition = new TreeMap<>();
    private final Episode[] current;

    /** One position: money 1e-8, times in ns. */
    static final class Episode {
        final long positionId;
        final int instrument;
        final long openedNs;
        long pnl;
        long fees;
        long funding;
        long nakedNs;
        long endedNs;
        /** Somebody else traded, or fees were not paid in money. */
        boolean isMixed;

        private Episode(final long positionId, final int instrument, final long openedNs) {
            this.positionId = positionId;
            this.instrument = instrument;
            this.openedNs = openedNs;
        }
    }

    Episodes(final int instruments) {
        current = new Episode[instruments];
    }

    /**
     * A trade.
     *
     * @param fill       of it.
     * @param before     signed size before it.
     * @param positionId of our entry it belongs to, 0 for anything else.
     * @param isForced   whether the venue traded.
     * @param nowNs      of it.
     */
    void onFill(
            final SimFill fill, final long before, final long positionId, final boolean isForced, final long nowNs) {
        final int instrument = fill.order().instrument().index();
        if (before == 0) {
            current[instrument] = positionId == 0 ? null : new Episode(positionId, instrument, nowNs);
            if (positionId != 0) {
                byPosition.put(positionId, current[instrument]);
            }
        }
        final Episode episode = current[instrument];
        if (episode == null) {
            return;
        }
        episode.pnl += fill.realisedPnl();
        episode.fees += fill.fee();
        episode.isMixed |= isForced || !fill.feeAsset().equals(SimCharges.MONEY);
        if (fill.positionAfter() == 0 || Long.signum(fill.positionAfter()) != Long.signum(before) && before != 0) {
            episode.isMixed |= fill.positionAfter() != 0;
            episode.endedNs = nowNs;
            current[instrument] = null;
        }
    }

    void onFunding(final int instrument, final long money) {
        if (current[instrument] != null) {
            current[instrument].funding += money;
        }
    }

    /** It had no stop over its full size for so long. */
    void naked(final int instrument, final long ns) {
        if (current[instrument] != null) {
            current[instrument].nakedNs += ns;
        }
    }

    Map<Long, Episode> all() {
        return byPosition;
    }
}
