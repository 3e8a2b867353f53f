package io.ratchet.engine.pipeline;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PriceEncoder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The newest prices of each instrument that the core has not taken yet, with the extremes of the mark between.
 *
 * <pre>
 *   0       4       8       16      24      32      40      48      56      64      72      80
 *   +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+
 *   | state | epoch | mark  | last  |  bid  |  ask  |  min  |  max  |venueMs| timeNs| merged|   128 B a mailbox
 *   +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+
 * </pre>
 *
 * <p>State bits: LOCKED while one thread reads or writes the fields, DIRTY while they hold something, QUEUED while a
 * token for the mailbox is in the ring or about to be. Producers of one instrument wait for each other; the core never
 * waits for a producer: if it meets a locked mailbox it clears QUEUED, and the producer, when it unlocks, sees that and
 * publishes another token.
 */
final class Mailboxes {
    private static final int LOCKED = 1;
    private static final int DIRTY = 2;
    private static final int QUEUED = 4;

    private static final int STRIDE = 2 * BitUtil.CACHE_LINE_LENGTH;
    private static final int STATE = 0;
    private static final int EPOCH = 4;
    private static final int MARK = 8;
    private static final int LAST = 16;
    private static final int BID = 24;
    private static final int ASK = 32;
    private static final int MARK_MIN = 40;
    private static final int MARK_MAX = 48;
    private static final int VENUE_TIME_MS = 56;
    private static final int TIME_NS = 64;
    private static final int MERGED = 72;

    private static final int SPINS_BEFORE_YIELD = 64;

    private final UnsafeBuffer memory;
    private final int capacity;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PriceEncoder price = new PriceEncoder();

    /**
     * Empty mailboxes.
     *
     * @param capacity number of instruments, ids 0 to capacity-1.
     */
    Mailboxes(final int capacity) {
        this.capacity = capacity;
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacity * STRIDE, BitUtil.CACHE_LINE_LENGTH));
        for (int instrumentId = 0; instrumentId < capacity; instrumentId++) {
            memory.putInt(instrumentId * STRIDE + EPOCH, Integer.MIN_VALUE);
            clear(instrumentId * STRIDE);
        }
    }

    int capacity() {
        return capacity;
    }

    /** What came of a price. */
    enum Merge {
        /** Merged, and the caller must publish a token. */
        TOKEN_DUE,
        /** Merged; a token is already on its way. */
        MERGED,
        /** From a connection older than the newest one seen; a token may be due for what was there before. */
        STALE
    }

    /** Any thread. */
    Merge merge(
            final int instrumentId,
            final int feedEpoch,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long venueTimeMs,
            final long timeNs) {
        final int base = instrumentId * STRIDE;
        lock(base);
        final boolean fresh = feedEpoch >= memory.getInt(base + EPOCH);
        if (fresh) {
            if (feedEpoch != memory.getInt(base + EPOCH)) {
                clear(base);
                memory.putInt(base + EPOCH, feedEpoch);
            }
            put(base, mark, last, bid, ask, venueTimeMs, timeNs);
        }
        final boolean tokenDue = unlock(base, fresh);
        if (tokenDue) {
            return Merge.TOKEN_DUE;
        }
        return fresh ? Merge.MERGED : Merge.STALE;
    }

    /** The token found no place in the ring: the mailbox stays dirty and {@link #requeue} finds it. Any thread. */
    void unqueue(final int instrumentId) {
        clearBit(instrumentId * STRIDE, QUEUED);
    }

    /**
     * Whether the mailbox is dirty without a token; if so the caller must publish one. Any thread.
     *
     * @param instrumentId of the mailbox.
     * @return whether a token is due.
     */
    boolean requeue(final int instrumentId) {
        final int index = instrumentId * STRIDE + STATE;
        return memory.getIntVolatile(index) == DIRTY && memory.compareAndSetInt(index, DIRTY, DIRTY | QUEUED);
    }

    /**
     * Core thread, on a token: encodes what the mailbox holds as a {@code Price} at offset 0 and empties it.
     *
     * @param instrumentId of the mailbox.
     * @param target       receives the message.
     * @return its length, 0 when a producer is just writing (it will publish another token).
     */
    int take(final int instrumentId, final UnsafeBuffer target) {
        final int base = instrumentId * STRIDE;
        if (!lockOrLeaveToProducer(base)) {
            return 0;
        }
        price.wrapAndApplyHeader(target, 0, header)
                .timeNs(memory.getLong(base + TIME_NS))
                .mark(memory.getLong(base + MARK))
                .last(memory.getLong(base + LAST))
                .bid(memory.getLong(base + BID))
                .ask(memory.getLong(base + ASK))
                .markMin(memory.getLong(base + MARK_MIN))
                .markMax(memory.getLong(base + MARK_MAX))
                .venueTimeMs(memory.getLong(base + VENUE_TIME_MS))
                .instrumentId(instrumentId)
                .feedEpoch(memory.getInt(base + EPOCH));
        clear(base);
        memory.putIntRelease(base + STATE, 0);
        return MessageHeaderEncoder.ENCODED_LENGTH + PriceEncoder.BLOCK_LENGTH;
    }

    /** Prices that were merged into a mailbox the core had not emptied yet. Any thread; approximate while they flow. */
    long merged() {
        long sum = 0;
        for (int instrumentId = 0; instrumentId < capacity; instrumentId++) {
            sum += memory.getLongVolatile(instrumentId * STRIDE + MERGED);
        }
        return sum;
    }

    private void put(
            final int base,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long venueTimeMs,
            final long timeNs) {
        if ((memory.getInt(base + STATE) & DIRTY) != 0) {
            memory.putLong(base + MERGED, memory.getLong(base + MERGED) + 1);
        }
        if (mark != FixedPoint.NULL) {
            memory.putLong(base + MARK, mark);
            final long min = memory.getLong(base + MARK_MIN);
            final long max = memory.getLong(base + MARK_MAX);
            memory.putLong(base + MARK_MIN, min == FixedPoint.NULL ? mark : Math.min(min, mark));
            memory.putLong(base + MARK_MAX, max == FixedPoint.NULL ? mark : Math.max(max, mark));
        }
        putIfSaid(base + LAST, last);
        putIfSaid(base + BID, bid);
        putIfSaid(base + ASK, ask);
        putIfSaid(base + VENUE_TIME_MS, venueTimeMs);
        memory.putLong(base + TIME_NS, Math.max(timeNs, memory.getLong(base + TIME_NS)));
    }

    private void putIfSaid(final int index, final long value) {
        if (value != FixedPoint.NULL) {
            memory.putLong(index, value);
        }
    }

    private void clear(final int base) {
        memory.putLong(base + MARK, FixedPoint.NULL);
        memory.putLong(base + LAST, FixedPoint.NULL);
        memory.putLong(base + BID, FixedPoint.NULL);
        memory.putLong(base + ASK, FixedPoint.NULL);
        memory.putLong(base + MARK_MIN, FixedPoint.NULL);
        memory.putLong(base + MARK_MAX, FixedPoint.NULL);
        memory.putLong(base + VENUE_TIME_MS, FixedPoint.NULL);
    }

    private void lock(final int base) {
        int spins = 0;
        while (true) {
            final int state = memory.getIntVolatile(base + STATE);
            if ((state & LOCKED) == 0 && memory.compareAndSetInt(base + STATE, state, state | LOCKED)) {
                return;
            }
            if (++spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private boolean unlock(final int base, final boolean filled) {
        while (true) {
            final int state = memory.getIntVolatile(base + STATE);
            final int unlocked = (state & ~LOCKED) | (filled ? DIRTY : 0);
            final boolean tokenDue = (unlocked & (DIRTY | QUEUED)) == DIRTY;
            final int next = tokenDue ? unlocked | QUEUED : unlocked;
            if (memory.compareAndSetInt(base + STATE, state, next)) {
                return tokenDue;
            }
        }
    }

    private boolean lockOrLeaveToProducer(final int base) {
        while (true) {
            final int state = memory.getIntVolatile(base + STATE);
            final boolean locked = (state & LOCKED) != 0;
            final int next = locked ? state & ~QUEUED : state | LOCKED;
            if (memory.compareAndSetInt(base + STATE, state, next)) {
                return !locked;
            }
        }
    }

    private void clearBit(final int base, final int bit) {
        while (true) {
            final int state = memory.getIntVolatile(base + STATE);
            if (memory.compareAndSetInt(base + STATE, state, state & ~bit)) {
                return;
            }
        }
    }
}
