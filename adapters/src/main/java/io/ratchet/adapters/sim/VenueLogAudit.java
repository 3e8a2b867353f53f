package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The second checker: reads the venue's log ({@link VenueLog}) and nothing else, and recomputes what was protected when,
 * how positions ended, and whether anything was ordered twice. Shares no code with the engine.
 */
public final class VenueLogAudit {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** r, account tag (2), epoch (6), position (5), role (1), revision (3). */
    private static final Pattern OURS = Pattern.compile("r[a-z0-9]{2}[a-z0-9]{6}[a-z0-9]{5}[easxc][a-z0-9]{3}");

    private static final int POSITION_FROM = 9;
    private static final int POSITION_TO = 14;
    private static final int RADIX = 36;
    /** A move holds the old and the new one. */
    private static final int WORKING_STOPS_MAX = 2;

    /** {@code workingFor}: the position of ours whose working stop it is, 0 for every other stop. */
    private record Stop(boolean buys, long level, long quantity, boolean whole, boolean reduces, long workingFor) {}

    private record Close(long position, long left) {}

    private static final class Open {
        private final String symbol;
        private final long id;
        private final boolean isLong;
        private final long openedNs;
        private final long openedMs;
        private final List<VenueAudit.Interval> naked = new ArrayList<>();
        private final List<VenueAudit.Interval> loose = new ArrayList<>();
        private long nakedSince;
        private boolean opening = true;
        private long looseSince = -1;
        private long best = FixedPoint.NULL;
        private int workingStops;

        Open(final String symbol, final long id, final boolean isLong, final long ns, final long ms) {
            this.symbol = symbol;
            this.id = id;
            this.isLong = isLong;
            this.openedNs = ns;
            this.openedMs = ms;
            this.nakedSince = ns;
        }

        /** The best covering level is this now; NULL for none. */
        void cover(final long level, final long ns) {
            if (level == FixedPoint.NULL) {
                if (nakedSince < 0) {
                    nakedSince = ns;
                }
                return;
            }
            if (nakedSince >= 0) {
                naked.add(new VenueAudit.Interval(nakedSince, ns - nakedSince, opening, true));
                nakedSince = -1;
                opening = false;
            }
            final boolean worse = best != FixedPoint.NULL && (isLong ? level < best : level > best);
            if (worse && looseSince < 0) {
                looseSince = ns;
            } else if (!worse) {
                best = level;
                endLoose(ns, true);
            }
        }

        private void endLoose(final long ns, final boolean ended) {
            if (looseSince >= 0) {
                loose.add(new VenueAudit.Interval(looseSince, ns - looseSince, false, ended));
                looseSince = -1;
            }
        }

        VenueAudit.Position end(final long ns, final long ms, final VenueAudit.Cause cause, final String by) {
            final boolean closed = cause != VenueAudit.Cause.OPEN;
            if (nakedSince >= 0) {
                naked.add(new VenueAudit.Interval(nakedSince, ns - nakedSince, opening, closed));
            }
            endLoose(ns, closed);
            return new VenueAudit.Position(
                    symbol,
                    id,
                    isLong,
                    openedNs,
                    closed ? ns : 0,
                    openedMs,
                    closed ? ms : 0,
                    cause,
                    by,
                    List.copyOf(naked),
                    List.copyOf(loose),
                    Math.max(0, workingStops - 1));
        }
    }

    private static final class Symbol {
        private final Map<Long, Stop> stops = new LinkedHashMap<>();
        private long quantity;
        private Open open;
    }

    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final List<VenueAudit.Position> positions = new ArrayList<>();
    private final List<String> duplicates = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> acceptedIds = new HashSet<>();
    private final Map<Long, String> entryOf = new HashMap<>();
    private final Map<Long, Close> openCloses = new HashMap<>();
    private long requests;
    private long refused;
    private long lastNs;
    private long lastMs;

    private VenueLogAudit() {}

    /**
     * Reads a log.
     *
     * @param path of it; a last line that is cut off is left out.
     * @return what it says.
     * @throws IOException if it cannot be read or a whole line is no record.
     */
    public static VenueAudit read(final Path path) throws IOException {
        final VenueLogAudit audit = new VenueLogAudit();
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            int number = 0;
            String line = reader.readLine();
            while (line != null) {
                number++;
                final String next = reader.readLine();
                try {
                    audit.record(JSON.readTree(line));
                } catch (final JacksonException e) {
                    if (next != null) {
                        throw new IOException(path + ":" + number + ": actual=" + line + " expected=a JSON record", e);
                    }
                }
                line = next;
            }
        }
        return audit.conclude();
    }

    private VenueAudit conclude() {
        final List<VenueAudit.Position> all = new ArrayList<>(positions);
        for (final Symbol symbol : symbols.values()) {
            if (symbol.open != null) {
                all.add(symbol.open.end(lastNs, lastMs, VenueAudit.Cause.OPEN, ""));
            }
        }
        all.sort((a, b) -> Long.compare(a.openedNs(), b.openedNs()));
        return new VenueAudit(
                List.copyOf(all), List.copyOf(duplicates), List.copyOf(violations), requests, refused, lastNs);
    }

    private void record(final JsonNode r) {
        lastNs = r.path("t").asLong();
        lastMs = r.path("ms").asLong();
        switch (r.path("type").asString("")) {
            case "request" -> requests++;
            case "reply" -> refused += r.path("code").asInt(0) != 0 ? 1 : 0;
            case "order" -> order(r);
            case "stop" -> stop(r);
            case "fill" -> fill(r);
            default -> {
                // Start and position records say nothing that the others do not.
            }
        }
    }

    private void order(final JsonNode r) {
        final String state = r.path("state").asString("");
        // The child of a stop is an ordinary order with the stop's id: one intent, one acceptance.
        if ("NEW".equals(state) && r.path("parent").asLong() == 0) {
            final String client = r.path("client").asString("");
            accept(client);
            if (OURS.matcher(client).matches() && role(client) == 'c') {
                closeAccepted(r, client);
            }
        } else if ("CANCELED".equals(state) || "EXPIRED".equals(state)) {
            openCloses.remove(r.path("orderId").asLong());
        }
    }

    /** Each rung of a close needs terminal evidence of the one before. */
    private void closeAccepted(final JsonNode r, final String client) {
        final long position = position(client);
        for (final Close other : openCloses.values()) {
            if (other.position == position) {
                violations.add(client + " was accepted while another close of its position was open");
                break;
            }
        }
        openCloses.put(r.path("orderId").asLong(), new Close(position, quantity(r)));
    }

    private void closeFilled(final JsonNode r) {
        openCloses.computeIfPresent(r.path("orderId").asLong(), (id, close) -> {
            final long left = close.left - quantity(r);
            return left > 0 ? new Close(close.position, left) : null;
        });
    }

    private static long quantity(final JsonNode r) {
        return SimDecimal.parse(r.path("quantity").asString("0"), FixedPoint.QUANTITY_DECIMALS);
    }

    private void accept(final String client) {
        if (!OURS.matcher(client).matches()) {
            return;
        }
        if (!acceptedIds.add(client)) {
            duplicates.add(client);
        }
        if (role(client) == 'e') {
            final long position = position(client);
            final String before = entryOf.put(position, client);
            if (before != null && !before.equals(client)) {
                duplicates.add("entry of position " + position + ": " + before + " and " + client);
            }
        }
    }

    private void stop(final JsonNode r) {
        final Symbol symbol = symbol(r);
        final long id = r.path("orderId").asLong();
        final String client = r.path("client").asString("");
        final String status = r.path("status").asString("");
        if ("NEW".equals(status)) {
            accept(client);
        }
        if ("live".equals(r.path("state").asString(""))) {
            if (!r.path("kind").asString("").startsWith("STOP")) {
                return;
            }
            final boolean working = OURS.matcher(client).matches() && role(client) == 's';
            final boolean fresh = symbol.stops.put(id, stop(r, working ? position(client) : 0)) == null;
            if (fresh && working) {
                workingAccepted(symbol, client);
            }
        } else {
            symbol.stops.remove(id);
            checkAnchor(symbol, client, status);
        }
        cover(symbol);
    }

    private void workingAccepted(final Symbol symbol, final String client) {
        if (symbol.open != null) {
            symbol.open.workingStops++;
        }
        final long position = position(client);
        long live = 0;
        for (final Stop stop : symbol.stops.values()) {
            live += stop.workingFor == position ? 1 : 0;
        }
        if (live > WORKING_STOPS_MAX) {
            violations.add(client + " is one working stop too many: live=" + live + " max=" + WORKING_STOPS_MAX);
        }
    }

    /** The anchor never moves: one that ends without a trigger while its position is open was taken away. */
    private void checkAnchor(final Symbol symbol, final String client, final String status) {
        final boolean anchor = OURS.matcher(client).matches() && role(client) == 'a';
        if (anchor
                && symbol.open != null
                && symbol.open.id == position(client)
                && ("CANCELED".equals(status) || "EXPIRED".equals(status))) {
            violations.add(client + " ended while its position was open: status=" + status);
        }
    }

    private static Stop stop(final JsonNode r, final long workingFor) {
        return new Stop(
                "BUY".equals(r.path("side").asString("")),
                SimDecimal.parse(r.path("level").asString("0"), FixedPoint.PRICE_DECIMALS),
                quantity(r),
                r.path("closePosition").asBoolean(false),
                r.path("reduceOnly").asBoolean(false),
                workingFor);
    }

    private void fill(final JsonNode r) {
        final Symbol symbol = symbol(r);
        final long after = SimDecimal.parse(r.path("position").asString("0"), FixedPoint.QUANTITY_DECIMALS);
        final long before = symbol.quantity;
        final String client = r.path("client").asString("");
        symbol.quantity = after;
        closeFilled(r);
        checkExit(r, client, before, after);
        if (before != 0 && (after == 0 || Long.signum(after) != Long.signum(before))) {
            positions.add(symbol.open.end(lastNs, lastMs, cause(r, client), client));
            symbol.open = null;
        }
        if (after != 0 && symbol.open == null) {
            final boolean ours = OURS.matcher(client).matches();
            symbol.open =
                    new Open(r.path("symbol").asString(""), ours ? position(client) : 0, after > 0, lastNs, lastMs);
        }
        cover(symbol);
    }

    private void checkExit(final JsonNode r, final String client, final long before, final long after) {
        if (!OURS.matcher(client).matches() || before == 0) {
            return;
        }
        if (after != 0 && Long.signum(after) != Long.signum(before)) {
            violations.add(client + " turned the position around: before=" + before + " after=" + after + " (1e-8)");
        }
        final boolean reduces = Math.abs(after) < Math.abs(before);
        if (reduces && !r.path("reduceOnly").asBoolean(false)) {
            violations.add(client + " reduced the position without being reduce-only");
        }
    }

    private static VenueAudit.Cause cause(final JsonNode r, final String client) {
        final String cause = r.path("cause").asString("");
        if ("liquidation".equals(cause)) {
            return VenueAudit.Cause.LIQUIDATION;
        }
        if (!OURS.matcher(client).matches()) {
            return VenueAudit.Cause.FOREIGN;
        }
        if ("stop".equals(cause)) {
            return role(client) == 's' ? VenueAudit.Cause.TRAIL_STOP : VenueAudit.Cause.STOP;
        }
        return VenueAudit.Cause.OUR_ORDER;
    }

    /** Finds the best level of the stops that each cover the whole position. */
    private void cover(final Symbol symbol) {
        if (symbol.open == null) {
            return;
        }
        final boolean isLong = symbol.quantity > 0;
        long best = FixedPoint.NULL;
        for (final Stop stop : symbol.stops.values()) {
            final boolean covers =
                    stop.buys != isLong && (stop.whole || stop.reduces && stop.quantity >= Math.abs(symbol.quantity));
            if (covers && (best == FixedPoint.NULL || (isLong ? stop.level > best : stop.level < best))) {
                best = stop.level;
            }
        }
        symbol.open.cover(best, lastNs);
    }

    private Symbol symbol(final JsonNode r) {
        return symbols.computeIfAbsent(r.path("symbol").asString(""), name -> new Symbol());
    }

    private static char role(final String client) {
        return client.charAt(POSITION_TO);
    }

    private static long position(final String client) {
        return Long.parseLong(client, POSITION_FROM, POSITION_TO, RADIX);
    }
}
