package io.ratchet.adapters.common;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.MarketStatsEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way into the engine of one venue's prices, which also says what the marks were like: with the first mark after a
 * minute of the engine's clock has closed, the {@code MarketStats} of its instrument go before it into the ring, and so
 * into the journal. Of what marks do not tell (turnover, open interest, sizes) nothing is said.
 *
 * <p>After a start nothing is said of an instrument before five minutes of it are known, so that what the journal says of
 * it stays until it is too old; its range is known again after {@link MarkCandles#CANDLES} whole candles. A full ring is
 * offered to again with the next mark: statistics may come late, prices never wait for them.
 *
 * <p>Prices come on one thread, the event loop of the market streams; everything else as in {@link Ingress}. Allocates
 * once for each instrument.
 */
public final class StatsIngress extends ForwardingIngress {
    private static final int INITIAL = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final LongSupplier nowNs;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MarketStatsEncoder stats = new MarketStatsEncoder();
    private final UnsafeBuffer buffer =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + MarketStatsEncoder.BLOCK_LENGTH]);
    private MarkCandles[] candles = new MarkCandles[INITIAL];
    private boolean[] isDue = new boolean[INITIAL];

    /**
     * Says statistics on the clock of the engine.
     *
     * @param ingress into the engine.
     */
    public StatsIngress(final Ingress ingress) {
        this(ingress, ingress::nowNs);
    }

    /**
     * Says statistics on a given clock.
     *
     * @param ingress into the engine.
     * @param nowNs   time in ns that never goes back.
     */
    public StatsIngress(final Ingress ingress, final LongSupplier nowNs) {
        super(ingress);
        this.nowNs = nowNs;
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
        if (mark != FixedPoint.NULL && mark > 0 && instrumentId >= 0) {
            onMark(instrumentId, mark);
        }
        super.price(instrumentId, feedEpoch, mark, last, bid, ask, venueTimeMs);
    }

    private void onMark(final int instrumentId, final long mark) {
        final MarkCandles own = candles(instrumentId);
        isDue[instrumentId] |= own.onMark(nowNs.getAsLong() / NS_PER_MS, mark);
        if (isDue[instrumentId] && own.change5mPpm() != FixedPoint.NULL) {
            isDue[instrumentId] = !say(instrumentId, own);
        }
    }

    private boolean say(final int instrumentId, final MarkCandles own) {
        stats.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .oi(FixedPoint.NULL)
                .volume1h(FixedPoint.NULL)
                .change5mPpm(own.change5mPpm())
                .change15mPpm(own.change15mPpm())
                .atr(own.atr())
                .bidSize(FixedPoint.NULL)
                .askSize(FixedPoint.NULL)
                .instrumentId(instrumentId);
        return offer(buffer, 0, buffer.capacity());
    }

    private MarkCandles candles(final int instrumentId) {
        if (instrumentId >= candles.length) {
            final int length = Math.max(instrumentId + 1, 2 * candles.length);
            candles = Arrays.copyOf(candles, length);
            isDue = Arrays.copyOf(isDue, length);
        }
        if (candles[instrumentId] == null) {
            candles[instrumentId] = new MarkCandles();
        }
        return candles[instrumentId];
    }
}
