package io.ratchet.adapters.signal;

import static io.ratchet.engine.market.FixedPoint.NULL;

import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;

/**
 * One signal as the server sent it, with the first defect that was found in it.
 *
 * @param id           of the server; of a signal without one, a negative number made of its content.
 * @param symbol       upper case without separators, ASCII, at most 32 characters; what is readable of a bad one.
 * @param venue        NONE if unknown.
 * @param side         NONE if unknown.
 * @param scoreWeek    1e-8 or the null value.
 * @param scoreMonth   1e-8 or the null value.
 * @param candleOpenMs opening time of its candle or the null value.
 * @param createdMs    or the null value.
 * @param extras       of the real-time protocol.
 * @param defect       NONE for a good one.
 */
record SignalRow(
        long id,
        String symbol,
        Venue venue,
        PositionSide side,
        long scoreWeek,
        long scoreMonth,
        long candleOpenMs,
        long createdMs,
        Extras extras,
        SignalDefect defect) {
    /**
     * What the real-time protocol tells beside the signal; each 1e-8 (price 1e-10) or the null value.
     *
     * @param totalScore     of the signal.
     * @param price          at which it was made.
     * @param rsi            of the symbol.
     * @param volumeZScore   of the symbol.
     * @param oiDeltaPercent of the symbol.
     */
    record Extras(long totalScore, long price, long rsi, long volumeZScore, long oiDeltaPercent) {
        static final Extras NONE = new Extras(NULL, NULL, NULL, NULL, NULL);
    }

    /** The same with a defect. */
    SignalRow with(final SignalDefect newDefect) {
        return new SignalRow(
                id, symbol, venue, side, scoreWeek, scoreMonth, candleOpenMs, createdMs, extras, newDefect);
    }

    /**
     * Writes it as one of a batch.
     *
     * @param signal       wrapped around its message, which is ready but for this.
     * @param timeNs       engine time; 0 for the pipeline to set.
     * @param instrumentId of the symbol, negative for an unknown one.
     * @param batchId      of the batch.
     * @param index        in the batch, from 0.
     * @param size         of the batch.
     * @return bytes of the message, its header included.
     */
    int encode(
            final SignalReceivedEncoder signal,
            final long timeNs,
            final int instrumentId,
            final int batchId,
            final int index,
            final int size) {
        final boolean isUnknown = defect == SignalDefect.NONE && instrumentId < 0;
        signal.timeNs(timeNs)
                .signalId(id)
                .scoreWeek(scoreWeek)
                .scoreMonth(scoreMonth)
                .candleOpenMs(candleOpenMs)
                .createdMs(createdMs)
                .instrumentId(instrumentId)
                .batchId(batchId)
                .batchIndex(index)
                .batchSize(size)
                .venue(venue)
                .side(side)
                .defect(isUnknown ? SignalDefect.SYMBOL_UNKNOWN : defect)
                .symbol(symbol)
                .totalScore(extras.totalScore())
                .price(extras.price())
                .rsi(extras.rsi())
                .volumeZScore(extras.volumeZScore())
                .oiDeltaPercent(extras.oiDeltaPercent());
        return MessageHeaderEncoder.ENCODED_LENGTH + signal.encodedLength();
    }
}
