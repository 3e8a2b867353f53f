package io.ratchet.engine.snapshot;

import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.state.StateHash;

/**
 * A pass that reads which fields there are instead of what they hold: names, types and their order, one element of
 * everything that is repeated. It fills the core it runs over with nothing of sense. Cold path; one thread.
 */
public final class LayoutHash implements StateFields {
    private static final int LONG = 1;
    private static final int INT = 2;
    private static final int BOOLEAN = 3;
    private static final int COUNT = 4;
    private static final int PRESENCE = 5;
    private static final int PART = 6;
    private static final int LONGS = 7;
    private static final int INTS = 8;
    /** Of how values are written, see {@link StateImage}; raised when that changes. */
    private static final int ENCODING = 1;

    private final StateHash hash = new StateHash();

    /** Of nothing so far. */
    public LayoutHash() {
        hash.add(ENCODING);
    }

    /**
     * The layout.
     *
     * @return equal for equal fields in equal order.
     */
    public long value() {
        return hash.value();
    }

    @Override
    public boolean isLoading() {
        return true;
    }

    @Override
    public void part(final String name) {
        field(name, PART);
    }

    @Override
    public long of(final String name, final long value) {
        field(name, LONG);
        return 0;
    }

    @Override
    public int of(final String name, final int value) {
        field(name, INT);
        return 0;
    }

    @Override
    public boolean of(final String name, final boolean value) {
        field(name, BOOLEAN);
        return false;
    }

    @Override
    public <E extends Enum<E>> E of(final String name, final E value, final Class<E> type) {
        text(name);
        for (final E constant : type.getEnumConstants()) {
            text(constant.name());
        }
        return value;
    }

    @Override
    public int count(final String name, final int count, final int max) {
        field(name, COUNT);
        return 1;
    }

    @Override
    public boolean isPresent(final String name, final boolean isPresent) {
        field(name, PRESENCE);
        return true;
    }

    @Override
    public void of(final String name, final long[] values, final int count) {
        field(name, LONGS);
        hash.add(count);
    }

    @Override
    public void of(final String name, final int[] values, final int count) {
        field(name, INTS);
        hash.add(count);
    }

    private void field(final String name, final int type) {
        text(name);
        hash.add(type);
    }

    private void text(final String text) {
        hash.add(text.length());
        for (int i = 0; i < text.length(); i++) {
            hash.add(text.charAt(i));
        }
    }
}
