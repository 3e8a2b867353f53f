package io.ratchet.engine.core;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.core.FakeVenue.Next;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import java.util.Random;

/** What goes wrong between the core and the {@link FakeVenue}: by chance, but the same for the same seed. */
final class VenueFaults {
    private static final int ORDER_FATES = 7;
    private static final int OTHER_FATES = 4;
    private static final int PERMILLE = 1_000;
    private static final int TRIGGER_DELAY_MS = 4_000;
    private static final int ALL_QUARTERS = 4;
    /** An answer that is lost costs the receive window, its margin and a few reads. */
    private static final long LOST_NS = 10 * Rig.SECOND;
    /** A refusal is definite: what is refused is tried again after this at the latest. */
    private static final long REFUSED_NS = Rig.SECOND;
    /** A read that fails is asked for again. */
    private static final long UNREAD_NS = Rig.SECOND;

    int permille;
    long latencyMaxNs;
    /** What the faults so far may have cost a position that waits for its stop or its close. */
    long costNs;
    /** Whether a position stays open while the venue is too overloaded to take its stop. */
    boolean isOverloadHeld;
    /** Stops refused for that reason. */
    long overloadsHeld;

    private final Random random;

    VenueFaults(final Random random) {
        this.random = random;
    }

    boolean isHeads() {
        return random.nextBoolean();
    }

    boolean arrivesAfterDeath() {
        return random.nextBoolean();
    }

    /** Mostly short, sometimes the maximum. */
    long latencyNs() {
        return latencyMaxNs == 0 ? 0 : 1 + (long) (random.nextDouble() * random.nextDouble() * latencyMaxNs);
    }

    /** How long a triggered stop takes to trade; mostly not at all. */
    long triggerDelayNs() {
        if (permille == 0 || random.nextInt(PERMILLE) >= permille) {
            return 0;
        }
        costNs += LOST_NS;
        return (1 + random.nextInt(TRIGGER_DELAY_MS)) * Rig.MS;
    }

    /** How much of a triggered stop trades; mostly all four quarters. */
    int triggerQuarters() {
        if (permille == 0 || random.nextInt(PERMILLE) >= permille) {
            return ALL_QUARTERS;
        }
        costNs += LOST_NS;
        return random.nextInt(ALL_QUARTERS);
    }

    Next next(final int templateId) {
        if (permille == 0 || random.nextInt(PERMILLE) >= permille) {
            return new Next(Fate.DONE, OutcomeReason.NONE);
        }
        final boolean isOrder = templateId == PlaceEntryDecoder.TEMPLATE_ID
                || templateId == CloseAtMarketDecoder.TEMPLATE_ID
                || templateId == PlaceStopDecoder.TEMPLATE_ID;
        final Next next = fault(templateId, isOrder);
        costNs += costNs(next, templateId, isOrder);
        return next;
    }

    /** What happens to a stop is bounded by panic, however often it happens; only a held overload is not. */
    private long costNs(final Next next, final int templateId, final boolean isOrder) {
        if (templateId == PlaceStopDecoder.TEMPLATE_ID) {
            final boolean isOverload =
                    next.reason() == OutcomeReason.OVERLOAD || next.reason() == OutcomeReason.RATE_LIMITED;
            overloadsHeld += isOverload && isOverloadHeld ? 1 : 0;
            return 0;
        }
        if (next.fate() == Fate.NOT_SENT || next.fate() == Fate.REFUSED) {
            return REFUSED_NS;
        }
        return isOrder ? LOST_NS : UNREAD_NS + latencyMaxNs;
    }

    private Next fault(final int templateId, final boolean isOrder) {
        switch (random.nextInt(isOrder ? ORDER_FATES : OTHER_FATES)) {
            case 0:
                return new Next(Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
            case 1:
                return new Next(Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
            case 2:
                return new Next(
                        Fate.NOT_SENT,
                        templateId == CloseAtMarketDecoder.TEMPLATE_ID && isHeads()
                                ? OutcomeReason.STALE_COMMAND
                                : OutcomeReason.NOT_CONNECTED);
            case 3:
                return new Next(Fate.REFUSED, isHeads() ? OutcomeReason.OVERLOAD : OutcomeReason.RATE_LIMITED);
            case 4:
                return new Next(
                        templateId == PlaceStopDecoder.TEMPLATE_ID ? Fate.RECEIPT_ONLY : Fate.HALF, OutcomeReason.NONE);
            case 5:
                return new Next(Fate.REFUSED, refusal(templateId));
            default:
                return new Next(Fate.UNKNOWN_DONE, OutcomeReason.SERVER_ERROR);
        }
    }

    private OutcomeReason refusal(final int templateId) {
        if (templateId == PlaceStopDecoder.TEMPLATE_ID && isHeads()) {
            return isHeads() ? OutcomeReason.TOO_MANY_STOPS : OutcomeReason.WOULD_TRIGGER;
        }
        if (templateId != CloseAtMarketDecoder.TEMPLATE_ID) {
            return OutcomeReason.INVALID_REQUEST;
        }
        switch (random.nextInt(4)) {
            case 0:
                return OutcomeReason.REDUCE_ONLY_REJECTED;
            case 1:
                return OutcomeReason.PRICE_BAND;
            case 2:
                return OutcomeReason.QUANTITY_LIMIT;
            default:
                return OutcomeReason.INVALID_REQUEST;
        }
    }
}
