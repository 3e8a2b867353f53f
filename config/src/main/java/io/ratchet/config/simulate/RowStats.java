package io.ratchet.config.simulate;

import io.ratchet.adapters.common.MarkCandles;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.MarketStatsEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;

/** What the recorded marks themselves say about each market, minute by minute; nothing else is known of it. */
final class RowStats {
    private final MarkCandles[] candles;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MarketStatsEncoder stats = new MarketStatsEncoder();

    RowStats(final int instruments) {
        candles = new MarkCandles[instruments];
        for (int id = 0; id < instruments; id++) {
            candles[id] = new MarkCandles();
        }
    }

    /**
     * A row.
     *
     * @return length of the MarketStats to decide before it, without its header; 0 for none.
     */
    int onMark(
            final MutableDirectBuffer buffer,
            final int instrumentId,
            final long timeMs,
            final long mark,
            final long nowNs) {
        final MarkCandles own = candles[instrumentId];
        if (mark == FixedPoint.NULL || mark <= 0 || !own.onMark(timeMs, mark)) {
            return 0;
        }
        return stats.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(nowNs)
                .oi(FixedPoint.NULL)
                .volume1h(FixedPoint.NULL)
                .change5mPpm(own.change5mPpm())
                .change15mPpm(own.change15mPpm())
                .atr(own.atr())
                .bidSize(FixedPoint.NULL)
                .askSize(FixedPoint.NULL)
                .instrumentId(instrumentId)
                .encodedLength();
    }
}
