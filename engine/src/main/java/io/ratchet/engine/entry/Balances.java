package io.ratchet.engine.entry;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * What each venue last said of the account's balance in the asset that positions are margined in. Unknown is not 0: an
 * entry that needs a balance and has none is refused. Core thread; allocates nothing.
 */
public final class Balances {
    private static final byte[] MARGIN_ASSET = {'U', 'S', 'D', 'T', 0, 0, 0, 0};

    private final EngineTime time;
    private final long[] wallets = new long[Reads.VENUES_MAX];
    private final long[] available = new long[Reads.VENUES_MAX];
    private final long[] toldNs = new long[Reads.VENUES_MAX];

    /**
     * Nothing is known.
     *
     * @param time of the core.
     */
    public Balances(final EngineTime time) {
        this.time = time;
        Arrays.fill(wallets, FixedPoint.NULL);
        Arrays.fill(available, FixedPoint.NULL);
    }

    /**
     * A venue tells a balance; those of other assets are ignored.
     *
     * @param message the input.
     */
    public void onBalance(final BalanceUpdateDecoder message) {
        for (int i = 0; i < MARGIN_ASSET.length; i++) {
            if (message.asset(i) != MARGIN_ASSET[i]) {
                return;
            }
        }
        final int venue = message.venue().value();
        wallets[venue] = message.walletBalance();
        toldNs[venue] = time.nowNs();
        if (message.availableBalance() != FixedPoint.NULL) {
            available[venue] = message.availableBalance();
        }
    }

    /**
     * The balance of a venue, if it may be trusted.
     *
     * @param venue    asked about.
     * @param maxAgeNs of what it said, 0 for any.
     * @return money 1e-8, NULL if it is unknown, too old or not above 0.
     */
    public long trusted(final Venue venue, final long maxAgeNs) {
        final int index = venue.value();
        final boolean isTrusted = wallets[index] != FixedPoint.NULL
                && wallets[index] > 0
                && (maxAgeNs == 0 || time.nowNs() - toldNs[index] <= maxAgeNs);
        return isTrusted ? wallets[index] : FixedPoint.NULL;
    }

    /**
     * What can still be spent at a venue. A figure of the venue may be older than the last opening, so it is not
     * believed beyond what the wallet leaves.
     *
     * @param venue     asked about.
     * @param committed margin of our positions and openings there, 1e-8.
     * @return money 1e-8, NULL if the venue never told a balance.
     */
    public long free(final Venue venue, final long committed) {
        final int index = venue.value();
        if (wallets[index] == FixedPoint.NULL) {
            return FixedPoint.NULL;
        }
        final long left = wallets[index] - committed;
        return available[index] == FixedPoint.NULL ? left : Math.min(left, available[index]);
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("wallets", wallets, wallets.length);
        fields.of("available", available, wallets.length);
        fields.of("toldNs", toldNs, wallets.length);
    }
}
