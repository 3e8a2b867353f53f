package io.ratchet.engine.ledger;

import io.ratchet.engine.state.StateFields;

/** The newest pairs of an instrument and a number: what is told twice counts once. A ring. Core thread. */
final class SeenKeys {
    private final int[] instrumentIds;
    private final long[] numbers;
    private long added;

    SeenKeys(final int capacity) {
        instrumentIds = new int[capacity];
        numbers = new long[capacity];
    }

    /** Remembers a pair; false if it was seen before. */
    boolean add(final int instrumentId, final long number) {
        for (int i = 0; i < size(); i++) {
            if (numbers[i] == number && instrumentIds[i] == instrumentId) {
                return false;
            }
        }
        final int index = (int) (added++ % numbers.length);
        instrumentIds[index] = instrumentId;
        numbers[index] = number;
        return true;
    }

    private int size() {
        return (int) Math.min(added, numbers.length);
    }

    void state(final StateFields fields) {
        added = fields.of("added", added);
        fields.of("instrumentIds", instrumentIds, size());
        fields.of("numbers", numbers, size());
    }
}
