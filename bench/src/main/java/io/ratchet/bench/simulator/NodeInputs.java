package io.ratchet.bench.simulator;

import io.ratchet.config.node.Node;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.MarketStatsEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SnapshotCause;
import io.ratchet.engine.sbe.SnapshotRequestedEncoder;
import io.ratchet.engine.sbe.SymbolList;
import io.ratchet.engine.sbe.SymbolListedEncoder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** What comes into a node that is not from the venue: its start, its policy, operators, statistics. */
final class NodeInputs {
    private static final int SPEED_MILLI = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long OPEN_INTEREST = 10_000_000L * FixedPoint.QUANTITY_ONE;

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

    void policy(final SimPolicy policy) {
        offer(policy.encode(new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header), SPEED_MILLI)
                .encodedLength());
        final Settings settings = policy.settings();
        offer(settings.entries()
                .encode(new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, header), SPEED_MILLI)
                .encodedLength());
        listed(SymbolList.STOP, settings.entries().signals().stopList());
        listed(SymbolList.ONLY, settings.entries().signals().onlyList());
        offer(settings.results()
                .encode(new LimitsAppliedEncoder().wrapAndApplyHeader(buffer, 0, header), SPEED_MILLI)
                .encodedLength());
    }

    private void listed(final SymbolList list, final List<String> patterns) {
        for (int i = 0; i < Math.max(1, patterns.size()); i++) {
            offer(new SymbolListedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .index(i)
                    .size(patterns.size())
                    .list(list)
                    .pattern(patterns.isEmpty() ? "" : patterns.get(i))
                    .encodedLength());
        }
    }

    /** The state goes into the journal. */
    void snapshot() {
        offer(new SnapshotRequestedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .cause(SnapshotCause.INTERVAL)
                .encodedLength());
    }

    /** What a screener would say of a contract. */
    void stats(final int instrumentId, final long atr, final int changePpm) {
        offer(new MarketStatsEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .oi(OPEN_INTEREST)
                .volume1h(OPEN_INTEREST)
                .change5mPpm(changePpm)
                .change15mPpm(changePpm)
                .atr(atr)
                .bidSize(FixedPoint.NULL)
                .askSize(FixedPoint.NULL)
                .instrumentId(instrumentId)
                .encodedLength());
    }

    void open(final int instrumentId, final PositionSide side, final long quantity, final long requestId) {
        operator(new Order(OperatorAction.OPEN, instrumentId, 0, side, quantity, FixedPoint.NULL, 0), requestId);
    }

    void operator(final OperatorAction action, final long positionId, final long requestId) {
        operator(new Order(action, -1, positionId, PositionSide.NONE, FixedPoint.NULL, FixedPoint.NULL, 0), requestId);
    }

    /**
     * What an operator asks for.
     *
     * @param durationNs of a block, 0 for the default.
     */
    record Order(
            OperatorAction action,
            int instrumentId,
            long positionId,
            PositionSide side,
            long quantity,
            long level,
            long durationNs) {}

    void operator(final Order order, final long requestId) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        final OperatorCommandEncoder message = new OperatorCommandEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.requestId(requestId)
                .quantity(order.quantity())
                .level(order.level())
                .instrumentId(order.instrumentId())
                .positionId(order.positionId())
                .action(order.action())
                .side(order.side())
                .durationNs(order.durationNs() == 0 ? OperatorCommandEncoder.durationNsNullValue() : order.durationNs())
                .all(Flag.NO);
        offer(message.encodedLength());
    }

    private void offer(final int blockLength) {
        if (!node.offer(buffer, MessageHeaderEncoder.ENCODED_LENGTH + blockLength)) {
            throw new IllegalStateException("inbound ring: full, expected room");
        }
    }
}
