package io.ratchet.config.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of incidents: {@code id | what happened → what must hold | properties | tests | later}. Tests are
 * {@code Class.method}, separated by commas; the last column is empty unless a part of what must hold belongs to
 * something that Ratchet does not have yet.
 */
final class Incidents {
    /** What Ratchet does not have yet. */
    enum Later {
        /** The protocol of Bybit: its adapter, its error tables, its requests. */
        BYBIT_WIRE,
        /** The health of a feed symbol by symbol: one that is silent is noticed, told and subscribed again alone. */
        FEED_HEALING
    }

    private static final Pattern PROPERTIES = Pattern.compile(
            "(I([1-9]|1[0-4])|§\\d{1,2}(\\.\\d{1,2})?)( (I([1-9]|1[0-4])" + "|§\\d{1,2}(\\.\\d{1,2})?))*");
    /** The ids at the head of a display name. */
    private static final Pattern CARRIED = Pattern.compile("^((?:[A-M]\\d\\d[, ]*)+):");

    private static final Pattern ID = Pattern.compile("[A-M]\\d\\d");
    private static final int COLUMNS = 5;
    /** Incidents of each group, A first. */
    private static final int[] GROUPS = {28, 23, 17, 5, 13, 12, 5, 5, 17, 12, 6, 9, 6};

    private final Map<String, Incident> rows = new LinkedHashMap<>();
    private final List<String> malformed = new ArrayList<>();

    /** One of them. */
    record Incident(String id, String title, List<String> tests, List<Later> later) {}

    /**
     * Reads a table.
     *
     * @param lines of it; what begins with # is a comment.
     */
    Incidents(final List<String> lines) {
        for (final String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                read(line);
            }
        }
    }

    private void read(final String line) {
        final String[] cells = line.split("\\|", -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].trim();
        }
        if (cells.length != COLUMNS
                || !cells[1].contains(" → ")
                || !PROPERTIES.matcher(cells[2]).matches()) {
            malformed.add("not a row: " + line);
            return;
        }
        final List<Later> later = new ArrayList<>();
        for (final String name : split(cells[4])) {
            try {
                later.add(Later.valueOf(name));
            } catch (final IllegalArgumentException unknown) {
                malformed.add(cells[0] + " waits for " + name + ", which is nothing that is to come");
            }
        }
        if (rows.put(cells[0], new Incident(cells[0], cells[1], split(cells[3]), later)) != null) {
            malformed.add(cells[0] + " is there twice");
        }
    }

    private static List<String> split(final String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split("\\s*,\\s*"));
    }

    /** All of them in the order of the table. */
    List<Incident> all() {
        return List.copyOf(rows.values());
    }

    /** Every id that there is. */
    static TreeSet<String> ids() {
        final TreeSet<String> ids = new TreeSet<>();
        for (int group = 0; group < GROUPS.length; group++) {
            for (int number = 1; number <= GROUPS[group]; number++) {
                ids.add(String.format("%c%02d", 'A' + group, number));
            }
        }
        return ids;
    }

    /**
     * What is wrong with the table.
     *
     * @param sources that the tests must be in.
     * @return a line for each defect.
     */
    List<String> defects(final TestSources sources) {
        final List<String> defects = new ArrayList<>(malformed);
        for (final String id : ids()) {
            if (!rows.containsKey(id)) {
                defects.add(id + " is missing");
            }
        }
        rows.forEach((id, row) -> {
            if (!ids().contains(id)) {
                defects.add(id + " is no incident");
            }
            if (row.tests().isEmpty() && row.later().isEmpty()) {
                defects.add(id + " names no test");
            }
            for (final String test : row.tests()) {
                final String defect = sources.defect(test);
                if (!defect.isEmpty()) {
                    defects.add(id + ": " + test + " " + defect);
                }
            }
        });
        sources.named().forEach(named -> carried(named, defects));
        return defects;
    }

    /** A test that carries an id stands in its row. */
    private void carried(final TestSources.Named named, final List<String> defects) {
        for (final String id : carriedBy(named.displayName())) {
            final Incident row = rows.get(id);
            if (row == null || !row.tests().contains(named.test())) {
                defects.add(named.test() + " carries " + id + " and is not in its row");
            }
        }
    }

    /** The ids that a display name begins with. */
    static List<String> carriedBy(final String displayName) {
        final List<String> ids = new ArrayList<>();
        final Matcher head = CARRIED.matcher(displayName);
        if (head.find()) {
            final Matcher id = ID.matcher(head.group(1));
            while (id.find()) {
                ids.add(id.group());
            }
        }
        return ids;
    }
}
