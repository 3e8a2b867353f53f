package io.ratchet.bench.workload;

import io.ratchet.engine.state.StateFields;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A pass over the state of a core that counts: elements of each table, and fields of each component. A table is named
 * {@code component.field}; those of one name, as the orders of each position, are added up. Changes nothing.
 */
public final class TableUse implements StateFields {
    /** Fields that come this often belong to places of a table. */
    private static final int PLACES_MIN = 500;

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final Map<String, Integer> tables = new TreeMap<>();
    private final Map<String, Integer> bounds = new TreeMap<>();
    private final Map<String, Long> fields = new TreeMap<>();
    private final Map<String, Integer> repeats = new TreeMap<>();
    private final Map<String, Long> values = new TreeMap<>();
    private String part = "";

    /** Nothing counted. */
    public TableUse() {
        // All maps are set above.
    }

    /**
     * Elements by table.
     *
     * @return live.
     */
    public Map<String, Integer> tables() {
        return tables;
    }

    /**
     * How many elements a table has room for.
     *
     * @return live, by the same names.
     */
    public Map<String, Integer> bounds() {
        return bounds;
    }

    /**
     * Fields by component: all that it keeps.
     *
     * @return live.
     */
    public Map<String, Long> fields() {
        return fields;
    }

    /**
     * Whether what rules keep for each place of a table is the same as in another pass.
     *
     * @param other pass.
     * @return the fields of many places whose values differ.
     */
    public Set<String> placesThatDiffer(final TableUse other) {
        final Set<String> differing = new TreeSet<>();
        repeats.forEach((name, times) -> {
            final boolean isSame =
                    times.equals(other.repeats.get(name)) && values.get(name).equals(other.values.get(name));
            if (times >= PLACES_MIN && !isSame) {
                differing.add(name);
            }
        });
        return differing;
    }

    private void counted(final String name, final long value) {
        fields.merge(part, 1L, Long::sum);
        final String full = part + '.' + name;
        repeats.merge(full, 1, Integer::sum);
        values.merge(full, value, (sum, more) -> sum * MULTIPLIER + more);
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public void part(final String name) {
        part = name;
    }

    @Override
    public long of(final String name, final long value) {
        counted(name, value);
        return value;
    }

    @Override
    public int of(final String name, final int value) {
        counted(name, value);
        return value;
    }

    @Override
    public boolean of(final String name, final boolean value) {
        counted(name, value ? 1 : 0);
        return value;
    }

    @Override
    public <E extends Enum<E>> E of(final String name, final E value, final Class<E> type) {
        counted(name, value == null ? -1 : value.ordinal());
        return value;
    }

    @Override
    public int count(final String name, final int count, final int max) {
        counted(name, count);
        tables.merge(part + '.' + name, count, Integer::sum);
        bounds.merge(part + '.' + name, max, Integer::sum);
        return count;
    }

    @Override
    public boolean isPresent(final String name, final boolean isPresent) {
        counted(name, isPresent ? 1 : 0);
        tables.merge(part + '.' + name, isPresent ? 1 : 0, Integer::sum);
        return isPresent;
    }
}
