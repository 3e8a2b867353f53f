package io.ratchet.engine.state;

/**
 * One pass over the whole state of the core. Each component has one method {@code state(StateFields)} that hands over
 * every field a decision may depend on, always in the same order, and keeps what it gets back:
 *
 * <pre>{@code
 * void state(final StateFields fields) {
 *     level = fields.of("level", level);
 *     phase = fields.of("phase", phase, PositionPhase.class);
 *     count = fields.count("count", count, MAX);
 *     fields.of("deadlines", deadlines, count);
 * }
 * }</pre>
 *
 * <p>The hash of the state, the snapshot that is written and the snapshot that is loaded are three kinds of such a pass;
 * only the last one gives back other values than it was given. So none of them can forget what another one knows.
 * <b>Whoever adds a field to a component adds its line here in the same commit</b>: a test compares a restored core with
 * the original one, field by field, by reflection.
 *
 * <p>Rules: loading begins with a component as its constructor left it; what is derived from other fields (an index, a
 * count of used places) is rebuilt when {@link #isLoading()} and is not handed over; a loop is bounded by a
 * {@link #count} that was handed over before, or by a constant; names are literals, unique within a component, and with
 * the types they make the layout: a snapshot of another layout is not loaded. Nothing is allocated but by loading.
 *
 * <p>Core thread, or the one that recovers.
 */
public interface StateFields {

    /**
     * Whether this pass brings other values than it is given.
     *
     * @return true when a snapshot is loaded.
     */
    boolean isLoading();

    /**
     * The next fields belong to another component.
     *
     * @param name of the component, unique in the core.
     */
    void part(String name);

    /**
     * A field.
     *
     * @param name  of it.
     * @param value it has.
     * @return the value it has to have.
     */
    long of(String name, long value);

    /**
     * A field.
     *
     * @param name  of it.
     * @param value it has.
     * @return the value it has to have.
     */
    int of(String name, int value);

    /**
     * A field.
     *
     * @param name  of it.
     * @param value it has.
     * @return the value it has to have.
     */
    boolean of(String name, boolean value);

    /**
     * A field.
     *
     * @param name  of it.
     * @param value it has; null is kept.
     * @param type  of the field.
     * @param <E>   the type.
     * @return the value it has to have.
     */
    <E extends Enum<E>> E of(String name, E value, Class<E> type);

    /**
     * How many elements follow.
     *
     * @param name of the field.
     * @param count there are.
     * @param max   there can be; a loaded count beyond it is refused.
     * @return how many there have to be, 0 to max.
     */
    int count(String name, int count, int max);

    /**
     * Whether the fields of an optional element follow.
     *
     * @param name      of the element.
     * @param isPresent whether it is there.
     * @return whether it has to be there.
     */
    boolean isPresent(String name, boolean isPresent);

    /**
     * The first elements of an array.
     *
     * @param name   of the field.
     * @param values in place.
     * @param count  of elements.
     */
    default void of(final String name, final long[] values, final int count) {
        for (int i = 0; i < count; i++) {
            values[i] = of(name, values[i]);
        }
    }

    /**
     * The first elements of an array.
     *
     * @param name   of the field.
     * @param values in place.
     * @param count  of elements.
     */
    default void of(final String name, final int[] values, final int count) {
        for (int i = 0; i < count; i++) {
            values[i] = of(name, values[i]);
        }
    }

    /**
     * The first elements of an array.
     *
     * @param name   of the field.
     * @param values in place.
     * @param count  of elements.
     */
    default void of(final String name, final boolean[] values, final int count) {
        for (int i = 0; i < count; i++) {
            values[i] = of(name, values[i]);
        }
    }

    /**
     * The first elements of an array.
     *
     * @param name   of the field.
     * @param values in place.
     * @param count  of elements.
     */
    default void of(final String name, final byte[] values, final int count) {
        for (int i = 0; i < count; i++) {
            values[i] = (byte) of(name, (int) values[i]);
        }
    }

    /**
     * The first elements of an array.
     *
     * @param name   of the field.
     * @param values in place.
     * @param count  of elements.
     * @param type   of the elements.
     * @param <E>    the type.
     */
    default <E extends Enum<E>> void of(final String name, final E[] values, final int count, final Class<E> type) {
        for (int i = 0; i < count; i++) {
            values[i] = of(name, values[i], type);
        }
    }
}
