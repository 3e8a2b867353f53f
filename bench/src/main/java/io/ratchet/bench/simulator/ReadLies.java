package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads that do not tell the truth: a position not shown yet, a list that is empty by error. */
final class ReadLies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LISTS =
            List.of("/fapi/v3/positionRisk", "/fapi/v1/openOrders", "/fapi/v1/openAlgoOrders");

    private final World world;
    private final Report report;
    private final int[] emptyTimes = new int[LISTS.size()];
    private final List<Hidden> hidden = new ArrayList<>();

    private static final long YOUNG_MS = 24_000;

    private record Hidden(String symbol, long untilNs) {}

    ReadLies(final World world, final Report report) {
        this.world = world;
        this.report = report;
    }

    void hide(final String symbol, final long ns) {
        hidden.add(new Hidden(symbol, world.nowNs() + ns));
    }

    void empty(final int list, final int times) {
        emptyTimes[list] += times;
    }

    void heal() {
        hidden.clear();
        java.util.Arrays.fill(emptyTimes, 0);
    }

    /** What is told instead of a body. */
    String told(final String path, final String query, final String body) {
        final int list = LISTS.indexOf(path);
        if (list < 0) {
            return body;
        }
        if (emptyTimes[list] > 0 && body.length() > 2) {
            emptyTimes[list]--;
            report.probe("list empty by error");
            return "[]";
        }
        return list == 0 && !hidden.isEmpty() ? withoutHidden(body) : body;
    }

    private String withoutHidden(final String body) {
        hidden.removeIf(one -> world.nowNs() >= one.untilNs());
        if (hidden.isEmpty()) {
            return body;
        }
        final StringBuilder shown = new StringBuilder("[");
        for (final JsonNode row : JSON.readTree(body)) {
            final String symbol = row.path("symbol").asString("");
            // A position that changed a moment ago is not there yet; an older one does not vanish.
            final boolean isYoung =
                    world.nowNs() / 1_000_000 - row.path("updateTime").asLong(0) < YOUNG_MS;
            if (!isYoung || hidden.stream().noneMatch(one -> one.symbol().equals(symbol))) {
                shown.append(shown.length() > 1 ? "," : "").append(row);
            } else {
                report.probe("position invisible");
            }
        }
        return shown.append(']').toString();
    }
}
