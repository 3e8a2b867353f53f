package io.ratchet.config.node;

import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.CoreVisitor;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OperatorAcceptedDecoder;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.sbe.OperatorRefusedDecoder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;

/**
 * A core that others may look at: between two inputs it shows its state to whoever asked, and it hands each operator the
 * answer to his request. It decides nothing and costs an input one read of a reference. Core thread, but for
 * {@link #look} and {@link #expect}.
 */
final class WatchedCore implements Core {
    private final Core core;
    private final DecisionCore state;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OperatorCommandDecoder command = new OperatorCommandDecoder();
    private final OperatorAcceptedDecoder accepted = new OperatorAcceptedDecoder();
    private final OperatorRefusedDecoder refused = new OperatorRefusedDecoder();
    private final AtomicReference<Look> wanted = new AtomicReference<>();
    private final Map<Long, CompletableFuture<Answer>> expected = new ConcurrentHashMap<>();

    WatchedCore(final Core core, final DecisionCore state) {
        this.core = core;
        this.state = state;
    }

    private record Look(CoreVisitor visitor, CompletableFuture<Void> done) {}

    /**
     * What the core decided about a request.
     *
     * @param inputSequence of the request in the journal.
     * @param reason        NONE, or why not, as the schema names it.
     * @param positionId    of it, 0 for none.
     * @param instrumentId  of it, -1 for none.
     * @param actual        in the unit of the reason.
     * @param expected      in the unit of the reason.
     */
    record Answer(long inputSequence, String reason, long positionId, int instrumentId, long actual, long expected) {}

    /** Any thread, one at a time: shows the state after the next input. */
    CompletableFuture<Void> look(final CoreVisitor visitor) {
        final Look look = new Look(visitor, new CompletableFuture<>());
        wanted.set(look);
        return look.done();
    }

    /** Any thread: the answer to a request that is about to be offered. */
    CompletableFuture<Answer> expect(final long requestId) {
        final CompletableFuture<Answer> answer = new CompletableFuture<>();
        expected.put(requestId, answer);
        return answer;
    }

    /** Any thread: nobody waits for that answer any more. */
    void forget(final long requestId) {
        expected.remove(requestId);
    }

    @Override
    public void onInput(
            final long sequence, final DirectBuffer buffer, final int offset, final int length, final Outputs outputs) {
        core.onInput(sequence, buffer, offset, length, outputs);
        if (!expected.isEmpty()) {
            answer(buffer, offset, outputs);
        }
        if (wanted.get() != null) {
            show();
        }
    }

    private void show() {
        final Look look = wanted.getAndSet(null);
        if (look == null) {
            return;
        }
        try {
            state.show(look.visitor());
            look.done().complete(null);
        } catch (final RuntimeException e) {
            // Whoever looks must not harm what he looks at.
            look.done().completeExceptionally(e);
        }
    }

    private void answer(final DirectBuffer buffer, final int offset, final Outputs outputs) {
        header.wrap(buffer, offset);
        if (header.templateId() != OperatorCommandDecoder.TEMPLATE_ID) {
            return;
        }
        final CompletableFuture<Answer> answer = expected.remove(
                command.wrapAndApplyHeader(buffer, offset, header).requestId());
        for (int i = 0; answer != null && i < outputs.count(); i++) {
            final Answer found = found(outputs.buffer(), outputs.offset(i));
            if (found != null) {
                answer.complete(found);
                return;
            }
        }
    }

    private Answer found(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        if (header.templateId() == OperatorAcceptedDecoder.TEMPLATE_ID) {
            accepted.wrapAndApplyHeader(buffer, offset, header);
            return new Answer(accepted.inputSequence(), "NONE", accepted.positionId(), accepted.instrumentId(), 0, 0);
        }
        if (header.templateId() == OperatorRefusedDecoder.TEMPLATE_ID) {
            refused.wrapAndApplyHeader(buffer, offset, header);
            return new Answer(
                    refused.inputSequence(),
                    refused.reason().name(),
                    refused.positionId(),
                    refused.instrumentId(),
                    refused.actual(),
                    refused.expected());
        }
        return null;
    }

    @Override
    public long nextDeadlineNs() {
        return core.nextDeadlineNs();
    }

    @Override
    public long stateHash() {
        return core.stateHash();
    }
}
