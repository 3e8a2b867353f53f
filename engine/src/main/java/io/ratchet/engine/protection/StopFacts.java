package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.StopRefusedEncoder;
import io.ratchet.engine.sbe.StopTriggeredEncoder;
import io.ratchet.engine.time.EngineTime;

/** Writes facts about single stops. Core thread; allocates nothing. */
final class StopFacts {
    private final EngineTime time;
    private final Decisions decisions;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StopTriggeredEncoder triggered = new StopTriggeredEncoder();
    private final StopRefusedEncoder refused = new StopRefusedEncoder();

    StopFacts(final EngineTime time, final Decisions decisions) {
        this.time = time;
        this.decisions = decisions;
    }

    void triggered(final Position position, final OrderSlot order) {
        final Outputs outputs = decisions.outputs();
        triggered
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .level(order.level())
                .venueOrderId(order.venueOrderId())
                .closePosition(order.closePosition() ? Flag.YES : Flag.NO);
        id(triggered.clientOrderId(), position, order);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + triggered.encodedLength());
    }

    void refused(final Position position, final OrderSlot order) {
        final Outputs outputs = decisions.outputs();
        refused.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .level(order.level())
                .venueCode(order.venueCode())
                .status(order.endStatus())
                .reason(order.endReason());
        id(refused.clientOrderId(), position, order);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + refused.encodedLength());
    }

    private static void id(final ClientOrderIdEncoder id, final Position position, final OrderSlot order) {
        id.epochSeconds(order.epochSeconds())
                .positionId(position.id())
                .revision(order.revision())
                .role(order.role());
    }
}
