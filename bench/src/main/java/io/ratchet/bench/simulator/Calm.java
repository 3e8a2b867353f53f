package io.ratchet.bench.simulator;

/**
 * Times in which nothing was done to a contract, nor to the node, the network or the venue, for as long as repairing may
 * take. Then nothing excuses anything: promises are judged by their own figures.
 */
final class Calm {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    /** Time-outs, back-offs, a proof of absence, the next read of both books after it. */
    private static final long REPAIR_NS = 60 * SECOND;
    /** What the venue tells at once is repaired at once. */
    private static final long TOLD_NS = 8 * SECOND;
    /** What nobody tells is found by the next read of the books and a second one. */
    private static final long UNTOLD_NS = 90 * SECOND;
    /** A resync, and what was in flight. */
    private static final long HEALED_NS = 30 * SECOND;
    /** Faults that wait for their request are disarmed after it. */
    private static final long ARMED_NS = 30 * SECOND;
    /** A move that an operator or a jump asks for. */
    private static final long MOVE_NS = 20 * SECOND;

    private final World world;
    private final long[] quietSinceNs;

    Calm(final World world, final int instruments) {
        this.world = world;
        quietSinceNs = new long[instruments];
        disturb(REPAIR_NS);
    }

    /** Something is done to all, and takes so long to repair. */
    void disturb(final long ns) {
        for (int i = 0; i < quietSinceNs.length; i++) {
            disturb(i, ns);
        }
    }

    /** Something is done to a contract, and takes so long to repair. */
    void disturb(final int instrument, final long ns) {
        quietSinceNs[instrument] = Math.max(quietSinceNs[instrument], world.nowNs() + ns);
    }

    /** The process starts, or is gone for so long. */
    void restarts(final long ns) {
        disturb(ns + REPAIR_NS);
    }

    /** Whether a contract is undisturbed now. */
    boolean holds(final int instrument) {
        return instrument >= 0 && world.nowNs() > quietSinceNs[instrument];
    }

    /** Whether a contract has been undisturbed from a time until now. */
    boolean heldSince(final int instrument, final long fromNs) {
        return holds(instrument) && fromNs > quietSinceNs[instrument];
    }

    /** The faults are over; what they did may still have to be repaired, or even found. */
    void heals() {
        for (int i = 0; i < quietSinceNs.length; i++) {
            final long foundNs = Math.min(quietSinceNs[i], world.nowNs() + UNTOLD_NS);
            quietSinceNs[i] = Math.max(foundNs, world.nowNs() + HEALED_NS);
        }
    }

    /** What is done, and how far it reaches. */
    void on(final Fault fault) {
        final long ns = fault.ms() * MS;
        switch (fault.kind().group()) {
            case ACTIVITY:
            case DATABASE:
                break;
            case OPERATOR:
                onOperator(fault);
                break;
            case MARKET:
                onMarket(fault);
                break;
            case USER:
                onHands(fault);
                break;
            case VENUE:
                onVenue(fault);
                break;
            default:
                disturb(ns + fault.amount() * MS + REPAIR_NS);
        }
    }

    private void onOperator(final Fault fault) {
        switch (fault.kind()) {
            case SET_STOP:
            case ADOPT:
            case GUARD:
            case IGNORE:
            case BLOCK:
                disturb(fault.target(), MOVE_NS);
                break;
            default:
                disturb(MOVE_NS);
        }
    }

    private void onMarket(final Fault fault) {
        if (fault.kind() == FaultKind.JUMP) {
            disturb(fault.target(), MOVE_NS);
        } else if (fault.kind() == FaultKind.FREEZE) {
            disturb(fault.ms() * MS + REPAIR_NS);
        }
    }

    private void onHands(final Fault fault) {
        final long ns = fault.ms() * MS;
        switch (fault.kind()) {
            case HAND_STOPS:
            case FOREIGN_INSTANCE:
                disturb(ns + UNTOLD_NS + REPAIR_NS);
                break;
            case HAND_CANCEL_STOP:
            case HAND_ADD:
            case HAND_CLOSE:
                disturb(fault.target(), TOLD_NS);
                break;
            case HAND_REDUCE:
                disturb(fault.target(), ns + REPAIR_NS);
                break;
            default:
                disturb(fault.target(), REPAIR_NS);
        }
    }

    private void onVenue(final Fault fault) {
        final long ns = fault.ms() * MS;
        switch (fault.kind()) {
            case SILENT_CANCEL:
                disturb(fault.target(), UNTOLD_NS);
                break;
            case ADL:
            case LIQUIDATION:
                disturb(fault.target(), TOLD_NS);
                break;
            case DELIST:
            case HALT:
            case CLOSED:
            case INVISIBLE:
                disturb(fault.target(), ns + UNTOLD_NS);
                break;
            case USER_MUTE:
            case BAN:
            case EXHAUST:
                disturb(ns + UNTOLD_NS + REPAIR_NS);
                break;
            default:
                disturb(ns + ARMED_NS + UNTOLD_NS);
        }
    }
}
