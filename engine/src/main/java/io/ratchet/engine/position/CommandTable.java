package io.ratchet.engine.position;

import io.ratchet.engine.state.StateFields;
import java.util.Arrays;

/**
 * Commands without a result, by their journal sequence. Open addressing in arrays; nothing iterates it in hash order.
 * Core thread.
 */
public final class CommandTable {
    /** Most commands in flight. */
    public static final int COMMANDS_MAX = 4_096;
    /** Stands for "no position" or "no order". */
    public static final int NONE = -1;

    private static final int BUCKETS = 4 * COMMANDS_MAX;
    private static final int MASK = BUCKETS - 1;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int SHIFT = 40;

    private final int[] buckets = new int[BUCKETS];
    private final long[] sequences = new long[COMMANDS_MAX];
    private final int[] templateIds = new int[COMMANDS_MAX];
    private final int[] positionSlots = new int[COMMANDS_MAX];
    private final int[] orderIndexes = new int[COMMANDS_MAX];
    private final int[] instrumentIds = new int[COMMANDS_MAX];
    private final long[] issuedNs = new long[COMMANDS_MAX];
    private final int[] free = new int[COMMANDS_MAX];
    private int count;

    /** An empty table. */
    public CommandTable() {
        Arrays.fill(buckets, NONE);
        for (int i = 0; i < COMMANDS_MAX; i++) {
            free[i] = i;
        }
    }

    /**
     * Whether another command fits.
     *
     * @return false when full.
     */
    public boolean hasRoom() {
        return count < COMMANDS_MAX;
    }

    /**
     * Adds a command; only if {@link #hasRoom()}.
     *
     * @param sequence     of the command.
     * @param templateId   of the command.
     * @param positionSlot of its position or {@link #NONE}.
     * @param orderIndex   of its order or {@link #NONE}.
     * @param instrumentId of its instrument.
     * @param nowNs        engine time.
     */
    public void add(
            final long sequence,
            final int templateId,
            final int positionSlot,
            final int orderIndex,
            final int instrumentId,
            final long nowNs) {
        final int entry = free[count++];
        sequences[entry] = sequence;
        templateIds[entry] = templateId;
        positionSlots[entry] = positionSlot;
        orderIndexes[entry] = orderIndex;
        instrumentIds[entry] = instrumentId;
        issuedNs[entry] = nowNs;
        int bucket = home(sequence);
        while (buckets[bucket] != NONE) {
            bucket = bucket + 1 & MASK;
        }
        buckets[bucket] = entry;
    }

    /**
     * Finds a command.
     *
     * @param sequence of the command.
     * @return its entry, {@link #NONE} if it is not in flight.
     */
    public int find(final long sequence) {
        int bucket = home(sequence);
        while (buckets[bucket] != NONE) {
            if (sequences[buckets[bucket]] == sequence) {
                return buckets[bucket];
            }
            bucket = bucket + 1 & MASK;
        }
        return NONE;
    }

    /**
     * Removes a command that has its result.
     *
     * @param sequence of the command, in the table.
     */
    public void remove(final long sequence) {
        int bucket = home(sequence);
        while (sequences[buckets[bucket]] != sequence) {
            bucket = bucket + 1 & MASK;
        }
        free[--count] = buckets[bucket];
        closeGap(bucket);
    }

    private void closeGap(final int from) {
        int gap = from;
        int bucket = from;
        while (true) {
            bucket = bucket + 1 & MASK;
            if (buckets[bucket] == NONE) {
                buckets[gap] = NONE;
                return;
            }
            final int distance = bucket - home(sequences[buckets[bucket]]) & MASK;
            if (distance >= (bucket - gap & MASK)) {
                buckets[gap] = buckets[bucket];
                gap = bucket;
            }
        }
    }

    /** Forgets all: after a process start no result will come. */
    public void clear() {
        Arrays.fill(buckets, NONE);
        count = 0;
        for (int i = 0; i < COMMANDS_MAX; i++) {
            free[i] = i;
        }
    }

    private static int home(final long sequence) {
        return (int) (sequence * MULTIPLIER >>> SHIFT) & MASK;
    }

    /**
     * Type of a command.
     *
     * @param entry from {@link #find}.
     * @return its template id.
     */
    public int templateId(final int entry) {
        return templateIds[entry];
    }

    /**
     * Position of a command.
     *
     * @param entry from {@link #find}.
     * @return the place in the table or {@link #NONE}.
     */
    public int positionSlot(final int entry) {
        return positionSlots[entry];
    }

    /**
     * Order of a command.
     *
     * @param entry from {@link #find}.
     * @return the index in the position or {@link #NONE}.
     */
    public int orderIndex(final int entry) {
        return orderIndexes[entry];
    }

    /**
     * Instrument of a command.
     *
     * @param entry from {@link #find}.
     * @return the instrument id.
     */
    public int instrumentId(final int entry) {
        return instrumentIds[entry];
    }

    /**
     * When a command was issued.
     *
     * @param entry from {@link #find}.
     * @return engine time in ns.
     */
    public long issuedNs(final int entry) {
        return issuedNs[entry];
    }

    /**
     * Commands without a result.
     *
     * @return the count.
     */
    public int count() {
        return count;
    }

    /**
     * Hands over what is in flight.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        count = fields.count("count", count, COMMANDS_MAX);
        int bucket = NONE;
        for (int i = 0; i < count; i++) {
            bucket = fields.of("bucket", fields.isLoading() ? NONE : nextUsed(bucket));
            if (fields.isLoading()) {
                // Which entry holds a command decides nothing: loaded into the first ones, the others stay free.
                buckets[bucket] = i;
            }
            final int entry = buckets[bucket];
            sequences[entry] = fields.of("sequences", sequences[entry]);
            templateIds[entry] = fields.of("templateIds", templateIds[entry]);
            positionSlots[entry] = fields.of("positionSlots", positionSlots[entry]);
            orderIndexes[entry] = fields.of("orderIndexes", orderIndexes[entry]);
            instrumentIds[entry] = fields.of("instrumentIds", instrumentIds[entry]);
            issuedNs[entry] = fields.of("issuedNs", issuedNs[entry]);
        }
    }

    private int nextUsed(final int after) {
        int bucket = after + 1;
        while (bucket < BUCKETS - 1 && buckets[bucket] == NONE) {
            bucket++;
        }
        return bucket;
    }
}
