package io.ratchet.bench.decode;

import io.ratchet.adapters.binance.stream.PriceFrameDecoder;
import io.ratchet.bench.workload.OwnCount;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Market frames into prices, one thread; both decoders see the same frames and yield the same prices (a test shows it,
 * refusals included).
 *
 * <p>An operation is one frame of one event.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
@Fork(1)
@State(Scope.Thread)
public class PriceDecodeBenchmark {
    private static final int FRAMES = 1_000;
    private static final int ROUNDS = 200;
    private static final long SEED = 20_251_010;

    private long sum;
    private final byte[][] frames = frames();
    private final PriceFrameDecoder ours = new PriceFrameDecoder(PriceCorpus.registry());
    private final JacksonPriceDecoder jackson = new JacksonPriceDecoder(PriceCorpus.registry());
    private final PriceFrameDecoder.Sink sink =
            (instrumentId, mark, last, bid, ask, venueTimeMs) -> sum += mark + last + bid + ask + venueTimeMs;

    /** Made by JMH. */
    public PriceDecodeBenchmark() {}

    /**
     * Subject.
     *
     * @param own of the loop.
     * @return of all prices, so that none is optimised away.
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES * ROUNDS)
    public long ours(final OwnCount own) {
        own.begin();
        for (int round = 0; round < ROUNDS; round++) {
            for (final byte[] frame : frames) {
                ours.decode(frame, 0, frame.length, sink);
            }
        }
        own.end();
        return sum;
    }

    /**
     * Floor.
     *
     * @param own of the loop.
     * @return of all prices.
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES * ROUNDS)
    public long jackson(final OwnCount own) {
        own.begin();
        for (int round = 0; round < ROUNDS; round++) {
            for (final byte[] frame : frames) {
                jackson.decode(frame, 0, frame.length, sink);
            }
        }
        own.end();
        return sum;
    }

    private static byte[][] frames() {
        final List<byte[]> corpus = new PriceCorpus(SEED).single(FRAMES);
        return corpus.toArray(byte[][]::new);
    }
}
