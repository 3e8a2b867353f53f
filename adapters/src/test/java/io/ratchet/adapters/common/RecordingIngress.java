package io.ratchet.adapters.common;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine that remembers what it is offered; it can be full. Any thread. */
public final class RecordingIngress implements Ingress {
    private static final long WAIT_NS = 10_000_000_000L;
    private static final long STEP_NS = 1_000_000;

    /** Pre-epoch wall time, so that the venue's clock agrees. */
    private final long startNs = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    private final CopyOnWriteArrayList<DirectBuffer> inputs = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> prices = new CopyOnWriteArrayList<>();
    private volatile boolean isFull;
    private volatile long shiftNs;

    @Override
    public boolean offer(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (isFull) {
            return false;
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, buffer, offset, length);
        inputs.add(copy);
        return true;
    }

    @Override
    public void price(
            final int instrumentId,
            final int feedEpoch,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long venueTimeMs) {
        prices.add(instrumentId + "/" + feedEpoch + "/" + mark + "/" + last + "/" + bid + "/" + ask);
    }

    @Override
    public long nowNs() {
        return startNs + System.nanoTime() + shiftNs;
    }

    /** Whether offers are refused. */
    public void full(final boolean isNowFull) {
        isFull = isNowFull;
    }

    /** Moves the clock. */
    public void shift(final long ns) {
        shiftNs += ns;
    }

    /** Prices so far, as {@code instrument/epoch/mark/last/bid/ask}. */
    public List<String> prices() {
        return prices;
    }

    /** All inputs of a kind so far. */
    public List<DirectBuffer> inputs(final int templateId) {
        final List<DirectBuffer> found = new ArrayList<>();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        for (final DirectBuffer input : inputs) {
            if (header.wrap(input, 0).templateId() == templateId) {
                found.add(input);
            }
        }
        return found;
    }

    /** The template ids of all inputs, in order. */
    public List<Integer> templates() {
        final List<Integer> found = new ArrayList<>();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        inputs.forEach(input -> found.add(header.wrap(input, 0).templateId()));
        return found;
    }

    /** Forgets everything. */
    public void clear() {
        inputs.clear();
        prices.clear();
    }

    /** The results of a command so far. */
    public List<CommandResultDecoder> results(final long sequence) {
        final List<CommandResultDecoder> found = new ArrayList<>();
        for (final DirectBuffer input : inputs(CommandResultDecoder.TEMPLATE_ID)) {
            final CommandResultDecoder result = new CommandResultDecoder();
            result.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            if (result.commandSequence() == sequence) {
                found.add(result);
            }
        }
        return found;
    }

    /** Waits, doing work meanwhile, until an input of a kind fits; returns it. */
    public DirectBuffer await(
            final String what, final int templateId, final Runnable work, final Predicate<DirectBuffer> fits) {
        final DirectBuffer[] found = new DirectBuffer[1];
        await(what, work, () -> {
            for (final DirectBuffer input : inputs(templateId)) {
                if (fits.test(input)) {
                    found[0] = input;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    /** Waits, doing work meanwhile, at most ten seconds. */
    public void await(final String what, final Runnable work, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + WAIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time: " + what + "; inputs=" + templates());
            }
            work.run();
            LockSupport.parkNanos(STEP_NS);
        }
    }
}
