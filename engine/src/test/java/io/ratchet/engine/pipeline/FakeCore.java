package io.ratchet.engine.pipeline;

import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedEncoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.RequestSnapshotEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.PayloadHash;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * Does as an {@code OperatorCommand} says: OPEN puts out {@code level} stops to Binance and {@code quantity} alerts;
 * RESUME one snapshot request; FORCE_EXIT breaks it. An alert carries the last {@code stopPpm} configured as bound.
 */
public final class FakeCore implements Core {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageHeaderEncoder outHeader = new MessageHeaderEncoder();
    private final OperatorCommandDecoder operator = new OperatorCommandDecoder();
    private final ConfigAppliedDecoder config = new ConfigAppliedDecoder();
    private final AlertRaisedEncoder alert = new AlertRaisedEncoder();
    private final PlaceStopEncoder stop = new PlaceStopEncoder();
    private final RequestSnapshotEncoder snapshot = new RequestSnapshotEncoder();
    private final PayloadHash state = new PayloadHash();
    private final long delayNs;
    private volatile long nextDeadlineNs = Long.MAX_VALUE;
    private int stopPpm;

    public FakeCore() {
        this(0);
    }

    /** Takes at least so long for each input. */
    public FakeCore(final long delayNs) {
        this.delayNs = delayNs;
    }

    public FakeCore nextDeadlineNs(final long ns) {
        nextDeadlineNs = ns;
        return this;
    }

    @Override
    public void onInput(
            final long sequence, final DirectBuffer buffer, final int offset, final int length, final Outputs outputs) {
        if (delayNs > 0) {
            LockSupport.parkNanos(delayNs);
        }
        state.update(buffer, offset, length);
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case OperatorCommandDecoder.TEMPLATE_ID -> {
                operator.wrapAndApplyHeader(buffer, offset, header);
                onOperator(sequence, outputs);
            }
            case ConfigAppliedDecoder.TEMPLATE_ID ->
                stopPpm = config.wrapAndApplyHeader(buffer, offset, header).stopPpm();
            default -> {}
        }
    }

    private void onOperator(final long sequence, final Outputs outputs) {
        if (operator.action() == OperatorAction.FORCE_EXIT) {
            throw new IllegalStateException("broken by order " + operator.requestId());
        }
        if (operator.action() == OperatorAction.RESUME) {
            requestSnapshot(sequence, outputs);
        }
        for (long index = 0; index < operator.level(); index++) {
            placeStop(sequence, outputs);
        }
        for (long index = 0; index < operator.quantity(); index++) {
            raiseAlert(sequence, outputs);
        }
    }

    private void requestSnapshot(final long sequence, final Outputs outputs) {
        snapshot.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), outHeader)
                .inputSequence(sequence)
                .timeNs(operator.timeNs())
                .snapshotId(operator.requestId())
                .instrumentId(-1)
                .venue(Venue.BINANCE);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + snapshot.encodedLength());
    }

    private void placeStop(final long sequence, final Outputs outputs) {
        stop.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), outHeader)
                .inputSequence(sequence)
                .timeNs(operator.timeNs())
                .instrumentId(operator.instrumentId())
                .venue(Venue.BINANCE)
                .clientOrderId()
                .epochSeconds(77)
                .positionId(5)
                .revision(3)
                .role(OrderRole.STOP);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + stop.encodedLength());
    }

    private void raiseAlert(final long sequence, final Outputs outputs) {
        alert.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), outHeader)
                .inputSequence(sequence)
                .timeNs(operator.timeNs())
                .positionId(0)
                .instrumentId(-1)
                .venue(Venue.NONE)
                .value(operator.requestId())
                .bound(stopPpm)
                .code(AlertCode.NONE);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + alert.encodedLength());
    }

    @Override
    public long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    @Override
    public long stateHash() {
        return state.value();
    }
}
