package io.ratchet.engine.limits;

import io.ratchet.engine.ledger.Assets;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * What the accounts are worth: wallets in money plus open results. Trusted only while each venue in use has told a balance of
 * this process that is young enough, and each open position has a mark that is; a wrong or old one decides nothing (incident
 * G03). Core thread; allocates nothing.
 */
public final class Equity {
    /** Wallets kept; more are left out. */
    public static final int WALLETS_MAX = 16;

    private static final int NONE = -1;

    private final EngineTime time;
    private final LimitsPolicy policy;
    private final Reads reads;
    private final Ledger ledger;
    private final long[] assets = new long[WALLETS_MAX];
    private final Venue[] venues = new Venue[WALLETS_MAX];
    private final long[] wallets = new long[WALLETS_MAX];
    private final long[] changedMs = new long[WALLETS_MAX];
    private final long[] toldNs = new long[Reads.VENUES_MAX];
    private final long[] askedNs = new long[Reads.VENUES_MAX];
    private int size;
    private long transferred;

    /**
     * Nothing known yet.
     *
     * @param time   of the core.
     * @param policy numbers.
     * @param reads  and venues.
     * @param ledger open results.
     */
    public Equity(final EngineTime time, final LimitsPolicy policy, final Reads reads, final Ledger ledger) {
        this.time = time;
        this.policy = policy;
        this.reads = reads;
        this.ledger = ledger;
    }

    /** A process start: balances of before are old. */
    public void onNodeStarted() {
        for (int i = 0; i < Reads.VENUES_MAX; i++) {
            toldNs[i] = 0;
            askedNs[i] = 0;
        }
    }

    /**
     * The venue reports a balance. What is not money is left out.
     *
     * @param message the input.
     */
    public void onBalance(final BalanceUpdateDecoder message) {
        final long asset = Assets.of(message);
        if (!Assets.isMoney(asset) || message.walletBalance() == FixedPoint.NULL) {
            return;
        }
        final int index = index(message.venue(), asset);
        if (index == NONE) {
            return;
        }
        if (message.venueTimeMs() >= changedMs[index]) {
            // A read that began before the newest change confirms that the venue answers, and nothing else.
            wallets[index] = message.walletBalance();
            changedMs[index] = message.venueTimeMs();
        }
        toldNs[message.venue().value()] = time.nowNs();
        if (message.transfer() != FixedPoint.NULL) {
            transferred += message.transfer();
        }
    }

    private int index(final Venue venue, final long asset) {
        for (int i = 0; i < size; i++) {
            if (assets[i] == asset && venues[i] == venue) {
                return i;
            }
        }
        if (size == WALLETS_MAX) {
            return NONE;
        }
        assets[size] = asset;
        venues[size] = venue;
        return size++;
    }

    /**
     * Whether equity may decide.
     *
     * @return true if every balance and mark that it is made of is known and young enough.
     */
    public boolean isTrusted() {
        boolean isAny = false;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            if (reads.venueAt(i).isUsed()) {
                isAny = true;
                if (!isYoung(i)) {
                    return false;
                }
            }
        }
        return isAny && ledger.isMarked(policy.equityMaxAgeNs());
    }

    private boolean isYoung(final int venue) {
        return toldNs[venue] != 0 && time.nowNs() - toldNs[venue] <= policy.equityMaxAgeNs();
    }

    /** Asks the venue again before a balance grows too old; balances come with a full read. */
    public void refresh() {
        final long half = policy.equityMaxAgeNs() / 2;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            if (reads.venueAt(i).isUsed() && time.nowNs() - toldNs[i] >= half && time.nowNs() - askedNs[i] >= half) {
                askedNs[i] = time.nowNs();
                reads.ensurePending(reads.venueAt(i).venue());
            }
        }
    }

    /**
     * What the accounts are worth.
     *
     * @return money 1e-8; only to be used while it {@link #isTrusted()}.
     */
    public long money() {
        long money = ledger.unrealised();
        for (int i = 0; i < size; i++) {
            money += reads.venue(venues[i]).isUsed() ? wallets[i] : 0;
        }
        return money;
    }

    /**
     * What was moved into the accounts, less what was moved out: no result.
     *
     * @return money 1e-8.
     */
    public long transferred() {
        return transferred;
    }

    /**
     * Which venues it is made of.
     *
     * @return a bit for each.
     */
    public int venues() {
        int bits = 0;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            bits |= reads.venueAt(i).isUsed() ? 1 << i : 0;
        }
        return bits;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        size = fields.count("size", size, WALLETS_MAX);
        transferred = fields.of("transferred", transferred);
        fields.of("assets", assets, size);
        fields.of("venues", venues, size, Venue.class);
        fields.of("wallets", wallets, size);
        fields.of("changedMs", changedMs, size);
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            toldNs[i] = fields.of("toldNs", toldNs[i]);
            askedNs[i] = fields.of("askedNs", askedNs[i]);
        }
    }
}
