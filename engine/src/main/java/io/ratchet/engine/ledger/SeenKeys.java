package io.ratchet.engine.ledger;

import io.ratchet.engine.state.StateFields;

/**
 * The newest pairs of an instrument and a number: what is told twice counts once. A ring. Numbers rise with time: one that
 * is not above the highest that was forgotten may have been seen, and counts as seen. Core thread.
 */
final class SeenKeys {
    private final int[] instrumentIds;
    private final long[] numbers;
    private final boolean isRising;
    private long added;
    private long forgotten = Long.MIN_VALUE;

    /**
     * Empty.
     *
     * @param capacity pairs that are remembered.
     * @param isRising whether a number says how old it is: then nothing counts twice, however much was forgotten.
     */
    SeenKeys(final int capacity, final boolean isRising) {
        instrumentIds = new int[capacity];
        numbers = new long[capacity];
        this.isRising = isRising;
    }

    /** Whether a pair was seen before, or may have been. */
    boolean contains(final int instrumentId, final long number) {
        if (isRising && number <= forgotten) {
            return true;
        }
        for (int i = 0; i < size(); i++) {
            if (numbers[i] == number && instrumentIds[i] == instrumentId) {
                return true;
            }
        }
        return false;
    }

    /** Remembers a pair; false if it was seen before, or may have been. */
    boolean add(final int instrumentId, final long number) {
        if (contains(instrumentId, number)) {
            return false;
        }
        final int index = (int) (added++ % numbers.length);
        forgotten = added > numbers.length ? Math.max(forgotten, numbers[index]) : forgotten;
        instrumentIds[index] = instrumentId;
        numbers[index] = number;
        return true;
    }

    private int size() {
        return (int) Math.min(added, numbers.length);
    }

    void state(final StateFields fields) {
        added = fields.of("added", added);
        forgotten = fields.of("forgotten", forgotten);
        fields.of("instrumentIds", instrumentIds, size());
        fields.of("numbers", numbers, size());
    }
}
