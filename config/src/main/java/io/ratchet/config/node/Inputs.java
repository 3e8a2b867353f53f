package io.ratchet.config.node;

import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
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
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** The inputs that the composition root itself offers. Any one thread. */
final class Inputs {
    private static final long RETRY_NS = 1_000_000;
    private static final int OFFERS_MAX = 5_000;
    private static final int BUILD_LENGTH_MAX = 120;
    private static final int NO_INSTRUMENT = -1;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Ingress.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderDecoder decodedHeader = new MessageHeaderDecoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Ingress ingress;

    Inputs(final Ingress ingress) {
        this.ingress = ingress;
    }

    /** A process started: opens a new id epoch. */
    void nodeStarted(final int starts, final int decisionVersion, final String accountTag, final String build) {
        final long nowNs = ingress.nowNs();
        final NodeStartedEncoder message = new NodeStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.wallMs(nowNs / 1_000_000)
                .epochSeconds(nowNs / 1_000_000_000)
                .starts(starts)
                .decisionVersion(decisionVersion)
                .accountTag(accountTag)
                .build(build.length() > BUILD_LENGTH_MAX ? build.substring(0, BUILD_LENGTH_MAX) : build);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    /** The policy; positions and books are read at least so often. */
    void configApplied(final Settings settings, final int speedMilli, final long reconcileMaxNs) {
        final ConfigAppliedEncoder message = new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.toConfigApplied(message, speedMilli);
        final ConfigAppliedDecoder applied = new ConfigAppliedDecoder().wrapAndApplyHeader(buffer, 0, decodedHeader);
        message.reconcileIntervalNs(Math.min(applied.reconcileIntervalNs(), reconcileMaxNs));
        offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    /** The numbers of signals and entries, and the lists of symbols. */
    void entriesApplied(final Settings settings, final int speedMilli) {
        final EntriesAppliedEncoder message = new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.entries().encode(message, speedMilli);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
        symbolsListed(SymbolList.STOP, settings.entries().signals().stopList());
        symbolsListed(SymbolList.ONLY, settings.entries().signals().onlyList());
    }

    /** The rules that stop entries because of results. */
    void limitsApplied(final Settings settings, final int speedMilli) {
        final LimitsAppliedEncoder message = new LimitsAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.results().encode(message, speedMilli);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    private void symbolsListed(final SymbolList list, final List<String> patterns) {
        for (int i = 0; i < Math.max(1, patterns.size()); i++) {
            final SymbolListedEncoder message = new SymbolListedEncoder().wrapAndApplyHeader(buffer, 0, header);
            message.index(i).size(patterns.size()).list(list).pattern(patterns.isEmpty() ? "" : patterns.get(i));
            offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
        }
    }

    /** The core is to put out its state. */
    void snapshotRequested(final SnapshotCause cause) {
        final SnapshotRequestedEncoder message = new SnapshotRequestedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.cause(cause);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    /** A person, or the process that is told to end, asks for something that needs no more words. */
    void operator(final long requestId, final OperatorAction action) {
        final OperatorCommandEncoder message = new OperatorCommandEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.requestId(requestId)
                .quantity(OperatorCommandEncoder.quantityNullValue())
                .level(OperatorCommandEncoder.levelNullValue())
                .instrumentId(NO_INSTRUMENT)
                .positionId(0)
                .action(action)
                .side(PositionSide.NONE)
                .durationNs(OperatorCommandEncoder.durationNsNullValue())
                .all(Flag.NO);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    private void offer(final int length) {
        for (int i = 0; i < OFFERS_MAX; i++) {
            if (ingress.offer(buffer, 0, length)) {
                return;
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        throw new EngineException("inbound ring: full for " + OFFERS_MAX + " ms, expected room for one input");
    }
}
