package io.ratchet.bench.simulator;

import io.ratchet.config.node.Node;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;
import org.agrona.concurrent.UnsafeBuffer;

/** What comes into a node that is not from the venue: its start, its policy, operators, signals. */
final class NodeInputs {
    private static final int SPEED_MILLI = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long SCORE_ONE = 100_000_000;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Ingress.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SimNode node;

    NodeInputs(final SimNode node) {
        this.node = node;
    }

    void nodeStarted(final int starts, final String accountTag) {
        final NodeStartedEncoder message = new NodeStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.wallMs(node.nowNs() / NS_PER_MS)
                .epochSeconds(node.nowNs() / (1_000 * NS_PER_MS))
                .starts(starts)
                .decisionVersion(Node.DECISION_VERSION)
                .accountTag(accountTag)
                .build("simulator");
        offer(message.encodedLength());
    }

    void policy(final Settings settings) {
        final ConfigAppliedEncoder message = new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.toConfigApplied(message, SPEED_MILLI);
        offer(message.encodedLength());
    }

    void open(final int instrumentId, final PositionSide side, final long quantity, final long requestId) {
        operator(OperatorAction.OPEN, instrumentId, 0, side, quantity, requestId);
    }

    void operator(final OperatorAction action, final long positionId, final long requestId) {
        operator(action, -1, positionId, PositionSide.NONE, FixedPoint.NULL, requestId);
    }

    private void operator(
            final OperatorAction action,
            final int instrumentId,
            final long positionId,
            final PositionSide side,
            final long quantity,
            final long requestId) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        final OperatorCommandEncoder message = new OperatorCommandEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.requestId(requestId)
                .quantity(quantity)
                .level(FixedPoint.NULL)
                .instrumentId(instrumentId)
                .positionId(positionId)
                .action(action)
                .side(side);
        offer(message.encodedLength());
    }

    /** One signal of a batch. */
    void signal(final Signal signal, final int batchId, final int index, final int size) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        final SignalReceivedEncoder message = new SignalReceivedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.signalId(signal.id())
                .scoreWeek(signal.score() * SCORE_ONE)
                .scoreMonth(signal.score() * SCORE_ONE)
                .candleOpenMs(signal.candleMs())
                .createdMs(signal.createdMs())
                .instrumentId(signal.instrumentId())
                .batchId(batchId)
                .batchIndex(index)
                .batchSize(size)
                .venue(Venue.BINANCE)
                .side(signal.isLong() ? PositionSide.LONG : PositionSide.SHORT)
                .defect(SignalDefect.NONE)
                .totalScore(FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .rsi(FixedPoint.NULL)
                .volumeZScore(FixedPoint.NULL)
                .oiDeltaPercent(FixedPoint.NULL)
                .symbol(signal.symbol());
        offer(message.encodedLength());
    }

    /** A signal. */
    record Signal(long id, int instrumentId, String symbol, boolean isLong, int score, long candleMs, long createdMs) {}

    private void offer(final int blockLength) {
        if (!node.offer(buffer, MessageHeaderEncoder.ENCODED_LENGTH + blockLength)) {
            throw new IllegalStateException("inbound ring: full, expected room");
        }
    }
}
