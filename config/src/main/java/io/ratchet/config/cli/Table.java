package io.ratchet.config.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns, at most 80 characters wide: columns are as wide as what is in them, and what does not fit is left out
 * from the least important one on. Not thread-safe.
 */
final class Table {
    /** Columns of a terminal. */
    static final int WIDTH = 80;

    private static final String GAP = "  ";

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private record Column(String name, boolean isRight, int importance) {}

    /**
     * Adds a column.
     *
     * @param name       its heading.
     * @param isRight    whether its values end at the same place, as amounts do.
     * @param importance the columns with the smallest ones are left out first.
     * @return this.
     */
    Table column(final String name, final boolean isRight, final int importance) {
        columns.add(new Column(name, isRight, importance));
        return this;
    }

    /**
     * Adds a row.
     *
     * @param values as many as there are columns.
     */
    void row(final String... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("values: actual=" + values.length + " expected=" + columns.size());
        }
        rows.add(List.of(values));
    }

    /**
     * The lines.
     *
     * @return the heading and a line for each row, without trailing blanks.
     */
    List<String> lines() {
        final List<Integer> shown = shown();
        final List<String> lines = new ArrayList<>();
        lines.add(line(shown, columns.stream().map(Column::name).toList()));
        for (final List<String> row : rows) {
            lines.add(line(shown, row));
        }
        return lines;
    }

    private List<Integer> shown() {
        final List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        while (width(shown) > WIDTH && shown.size() > 1) {
            int least = shown.get(0);
            for (final int i : shown) {
                least = columns.get(i).importance < columns.get(least).importance ? i : least;
            }
            shown.remove(Integer.valueOf(least));
        }
        return shown;
    }

    private int width(final List<Integer> shown) {
        int width = GAP.length() * (shown.size() - 1);
        for (final int i : shown) {
            width += width(i);
        }
        return width;
    }

    private int width(final int column) {
        int width = columns.get(column).name.length();
        for (final List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }

    private String line(final List<Integer> shown, final List<String> values) {
        final StringBuilder line = new StringBuilder();
        for (final int i : shown) {
            final String blanks = " ".repeat(width(i) - values.get(i).length());
            line.append(line.length() == 0 && i == shown.get(0) ? "" : GAP)
                    .append(columns.get(i).isRight ? blanks + values.get(i) : values.get(i) + blanks);
        }
        return line.toString().stripTrailing();
    }
}
