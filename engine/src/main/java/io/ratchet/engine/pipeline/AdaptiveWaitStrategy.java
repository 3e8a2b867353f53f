package io.ratchet.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;

/**
 * Spins briefly, yields a few times, then sleeps until a producer rings: for hosts where threads share cores.
 *
 * <p>One consumer per instance. A consumer that asks again for the same sequence has met a producer that claimed it and
 * was descheduled before publishing; it goes straight to yielding and short sleeps, else it would spin on that
 * producer's core.
 */
final class AdaptiveWaitStrategy implements WaitStrategy {
    private static final int YIELDS = 10;
    private static final long SLEEP_MAX_NS = 20_000_000L;
    private static final long UNPUBLISHED_SLEEP_NS = 50_000L;

    private final Doorbell doorbell = new Doorbell();
    private final int spins;
    private long asked = -1;
    private int askedAgain;

    /**
     * With the length of the spin phase.
     *
     * @param spins rounds of it, ≥ 0.
     */
    AdaptiveWaitStrategy(final int spins) {
        this.spins = spins;
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException {
        standBackWhenAskedAgain(sequence);
        long available = dependent.get();
        int round = 0;
        while (available < sequence) {
            barrier.checkAlert();
            if (round < spins) {
                Thread.onSpinWait();
            } else if (round < spins + YIELDS) {
                Thread.yield();
            } else {
                sleepUnless(sequence, dependent);
            }
            round++;
            available = dependent.get();
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {
        doorbell.ring();
    }

    private void sleepUnless(final long sequence, final Sequence dependent) {
        doorbell.prepare();
        if (dependent.get() >= sequence) {
            doorbell.cancel();
        } else {
            doorbell.sleep(SLEEP_MAX_NS);
        }
    }

    private void standBackWhenAskedAgain(final long sequence) {
        if (sequence != asked) {
            asked = sequence;
            askedAgain = 0;
        } else if (++askedAgain > YIELDS) {
            doorbell.prepare();
            doorbell.sleep(UNPUBLISHED_SLEEP_NS);
        } else {
            Thread.yield();
        }
    }
}
