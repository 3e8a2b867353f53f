package io.ratchet.adapters.signal;

import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
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
        SignalDefect defect) {}
