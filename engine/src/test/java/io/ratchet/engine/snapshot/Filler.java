package io.ratchet.engine.snapshot;

import io.ratchet.engine.state.StateFields;

/**
 * A pass that loads nonsense, of one of two kinds that differ in every field: what is equal in two cores that were filled
 * differently was not touched by the pass.
 */
final class Filler implements StateFields {
    private final int kind;
    private long next;

    /** @param kind 0 or 1. */
    Filler(final int kind) {
        this.kind = kind;
    }

    @Override
    public boolean isLoading() {
        return true;
    }

    @Override
    public void part(final String name) {
        // All of them alike.
    }

    @Override
    public long of(final String name, final long value) {
        return 1_000_000 + 10 * next++ + kind;
    }

    @Override
    public int of(final String name, final int value) {
        // Small: many of them are places in tables.
        return 1 + kind;
    }

    @Override
    public boolean of(final String name, final boolean value) {
        return kind == 1;
    }

    @Override
    public <E extends Enum<E>> E of(final String name, final E value, final Class<E> type) {
        return type.getEnumConstants()[kind];
    }

    @Override
    public int count(final String name, final int count, final int max) {
        return Math.min(max, 3 + kind);
    }

    @Override
    public boolean isPresent(final String name, final boolean isPresent) {
        return true;
    }
}
