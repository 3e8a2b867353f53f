package io.ratchet.bench.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** An event loop that the world turns, in simulated time. Channels there are none. */
final class SimLoop extends AbstractScheduledEventExecutor implements EventLoop {
    private final Ticker ticker;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean isEnded;

    SimLoop(final LongSupplier nowNs) {
        ticker = new SimTicker(nowNs);
    }

    /** Runs what is due; whether there was anything. */
    boolean turn() {
        boolean hasWorked = false;
        while (!isEnded) {
            final Runnable scheduled = pollScheduledTask(ticker.nanoTime());
            if (scheduled != null) {
                tasks.add(scheduled);
            }
            final Runnable task = tasks.poll();
            if (task == null) {
                return hasWorked;
            }
            task.run();
            hasWorked = true;
        }
        return hasWorked;
    }

    /** In how many ns something is due; {@code Long.MAX_VALUE} for nothing. */
    long dueInNs() {
        if (isEnded) {
            return Long.MAX_VALUE;
        }
        final long delayNs = nextScheduledTaskNano();
        return delayNs < 0 ? Long.MAX_VALUE : delayNs;
    }

    /** The process died: nothing runs any more. */
    void end() {
        isEnded = true;
        tasks.clear();
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public void execute(final Runnable task) {
        if (!isEnded) {
            tasks.add(task);
        }
    }

    @Override
    public boolean inEventLoop() {
        return true;
    }

    @Override
    public boolean inEventLoop(final Thread thread) {
        return true;
    }

    @Override
    public EventLoopGroup parent() {
        return null;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(final Channel channel) {
        throw new UnsupportedOperationException("channel in a simulated loop");
    }

    @Override
    public ChannelFuture register(final ChannelPromise promise) {
        throw new UnsupportedOperationException("channel in a simulated loop");
    }

    @Override
    @Deprecated
    public ChannelFuture register(final Channel channel, final ChannelPromise promise) {
        throw new UnsupportedOperationException("channel in a simulated loop");
    }

    @Override
    @Deprecated
    public void shutdown() {
        end();
    }

    @Override
    public Future<?> shutdownGracefully(final long quietPeriod, final long timeout, final TimeUnit unit) {
        end();
        return newSucceededFuture(null);
    }

    @Override
    public Future<?> terminationFuture() {
        return newSucceededFuture(null);
    }

    @Override
    public boolean isShuttingDown() {
        return isEnded;
    }

    @Override
    public boolean isShutdown() {
        return isEnded;
    }

    @Override
    public boolean isTerminated() {
        return isEnded;
    }

    @Override
    public boolean awaitTermination(final long timeout, final TimeUnit unit) {
        return true;
    }

    private record SimTicker(LongSupplier nowNs) implements Ticker {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return nowNs.getAsLong();
        }

        @Override
        public void sleep(final long delay, final TimeUnit unit) {
            throw new UnsupportedOperationException("sleep in simulated time");
        }
    }
}
