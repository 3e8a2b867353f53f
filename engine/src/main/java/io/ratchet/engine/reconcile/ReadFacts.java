package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.ForeignInstanceClearedEncoder;
import io.ratchet.engine.sbe.ForeignInstanceFoundEncoder;
import io.ratchet.engine.sbe.InstanceEnd;
import io.ratchet.engine.sbe.LeftoverOrderClearedEncoder;
import io.ratchet.engine.sbe.LeftoverSweepEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.QuantityDoubtedEncoder;
import io.ratchet.engine.sbe.ReadAppliedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/** Writes the facts that reads of the venue bring. Core thread; allocates nothing. */
final class ReadFacts {
    private final EngineTime time;
    private final Decisions decisions;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ReadAppliedEncoder readApplied = new ReadAppliedEncoder();
    private final QuantityDoubtedEncoder quantityDoubted = new QuantityDoubtedEncoder();
    private final LeftoverOrderClearedEncoder leftoverOrderCleared = new LeftoverOrderClearedEncoder();
    private final LeftoverSweepEncoder leftoverSweep = new LeftoverSweepEncoder();
    private final ForeignInstanceFoundEncoder foreignInstanceFound = new ForeignInstanceFoundEncoder();
    private final ForeignInstanceClearedEncoder foreignInstanceCleared = new ForeignInstanceClearedEncoder();

    ReadFacts(final EngineTime time, final Decisions decisions) {
        this.time = time;
        this.decisions = decisions;
    }

    void readApplied(
            final VenueView view,
            final long tookNs,
            final int positions,
            final int verified,
            final int differing,
            final int ownOrders,
            final int foreignOrders) {
        final Outputs outputs = decisions.outputs();
        readApplied
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .snapshotId(view.lastGoodSequence)
                .tookNs(tookNs)
                .positions(positions)
                .verified(verified)
                .differing(differing)
                .ownOrders(ownOrders)
                .foreignOrders(foreignOrders)
                .venue(view.venue());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + readApplied.encodedLength());
    }

    void quantityDoubted(final Position position, final long shown, final long snapshotId) {
        final Outputs outputs = decisions.outputs();
        quantityDoubted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .oldQuantity(position.quantity())
                .newQuantity(shown)
                .snapshotId(snapshotId);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + quantityDoubted.encodedLength());
    }

    void leftoverOrderCleared(
            final Venue venue,
            final int instrumentId,
            final long venueOrderId,
            final long epochSeconds,
            final long positionId,
            final int revision,
            final OrderRole role,
            final OrderBook book,
            final int tries) {
        final Outputs outputs = decisions.outputs();
        leftoverOrderCleared
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .venueOrderId(venueOrderId)
                .tries(tries)
                .book(book);
        id(leftoverOrderCleared.clientOrderId(), epochSeconds, positionId, revision, role);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + leftoverOrderCleared.encodedLength());
    }

    void leftoverSweep(
            final VenueView view,
            final long oldIntervalNs,
            final long newIntervalNs,
            final int ours,
            final int foreign,
            final int cancelled,
            final int stuck) {
        final Outputs outputs = decisions.outputs();
        leftoverSweep
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .snapshotId(view.lastGoodSequence)
                .oldIntervalNs(oldIntervalNs)
                .newIntervalNs(newIntervalNs)
                .ours(ours)
                .foreign(foreign)
                .cancelled(cancelled)
                .stuck(stuck)
                .venue(view.venue());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + leftoverSweep.encodedLength());
    }

    void foreignInstanceFound(
            final Venue venue,
            final int instrumentId,
            final long venueOrderId,
            final long epochSeconds,
            final long positionId,
            final int revision,
            final OrderRole role,
            final long ownEpochSeconds) {
        final Outputs outputs = decisions.outputs();
        foreignInstanceFound
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .venueOrderId(venueOrderId)
                .ownEpochSeconds(ownEpochSeconds);
        id(foreignInstanceFound.clientOrderId(), epochSeconds, positionId, revision, role);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + foreignInstanceFound.encodedLength());
    }

    void foreignInstanceCleared(final Venue venue, final long heldNs, final InstanceEnd cause) {
        final Outputs outputs = decisions.outputs();
        foreignInstanceCleared
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .heldNs(heldNs)
                .venue(venue)
                .cause(cause);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + foreignInstanceCleared.encodedLength());
    }

    private static void id(
            final ClientOrderIdEncoder id,
            final long epochSeconds,
            final long positionId,
            final int revision,
            final OrderRole role) {
        id.epochSeconds(epochSeconds)
                .positionId(role == OrderRole.NONE ? 0 : positionId)
                .revision(revision)
                .role(role);
    }
}
