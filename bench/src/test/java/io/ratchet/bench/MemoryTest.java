package io.ratchet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ratchet.bench.workload.TableUse;
import io.ratchet.bench.workload.ThousandPositions;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A thousand positions on two venues, opened, protected, trailed and closed, again and again: the heap after collection
 * does not grow, the core's thread takes nothing from it, and every table is as empty as before the first of them, but
 * for the past that is remembered on purpose, in a bounded number.
 *
 * <p>{@code -Dratchet.memory.events} says how many events the long one has.
 */
final class MemoryTest {
    private static final long EVENTS = 10_000_000;
    private static final int LIVES = 5;
    private static final long FEW_PRICES = 20_000;
    private static final double BYTES_PER_EVENT_MAX = 0.5;
    private static final int SNAPSHOTS = 50;
    /** One of them holds more than half a megabyte. */
    private static final long BYTES_PER_SNAPSHOT_MAX = 512;

    private static final long SIGNALS_KEPT_MAX = 1 << 16;
    private static final long HEAP_TOLERANCE = 1 << 20;

    /**
     * What is kept on purpose, within the bound of its table: openings of late, the last results and positions that
     * ended, ids of signals for a day; and what is known of instruments.
     */
    private static final Set<String> REMEMBERED =
            Set.of("checks", "closed", "ledger", "waves", "instruments", "prices", "stats");
    /** Grows with the places that were ever used, by its nature. */
    private static final String HIGH_WATER = "positions.used";

    private static final String TIMERS = "timers.size";
    /** Of the core itself: reads and sweeps, waves, limits. */
    private static final int OWN_TIMERS = 3;

    @Test
    void shouldLeaveEveryTableAsItWasWhenAThousandPositionsAreFlat() {
        live(2, FEW_PRICES);
    }

    @Test
    @Tag("long")
    void shouldKeepTheHeapSteadyOverTenMillionEvents() {
        live(LIVES, Long.getLong("ratchet.memory.events", EVENTS) / LIVES);
    }

    @Test
    void shouldTakeNothingFromTheHeapForASnapshotOfAThousandPositions() {
        final ThousandPositions positions = new ThousandPositions();
        positions.live(FEW_PRICES);
        assertEquals(ThousandPositions.POSITIONS, positions.core().openPositions());
        for (int i = 0; i < SNAPSHOTS; i++) {
            positions.snapshot();
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < SNAPSHOTS; i++) {
            positions.snapshot();
        }
        final long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / SNAPSHOTS;
        System.out.println("MemoryTest snapshot of 1,000 positions: " + bytes + " B");
        assertTrue(bytes < BYTES_PER_SNAPSHOT_MAX, "bytes per snapshot: " + bytes);
    }

    private static void live(final int lives, final long pricesEach) {
        final ThousandPositions positions = new ThousandPositions();
        final TableUse before = positions.use();
        TableUse last = before;
        long heap = 0;
        for (int life = 1; life <= lives; life++) {
            positions.live(pricesEach);
            assertEquals(ThousandPositions.POSITIONS, positions.core().openPositions(), positions.happened()::toString);
            assertEquals(0, positions.core().unprotectedCount());
            print("open, life " + life, positions, heap());
            positions.end();
            positions.renewVenues();
            assertEquals(0, positions.core().openPositions(), positions.happened()::toString);
            assertEquals(0, positions.core().violations());
            final TableUse after = positions.use();
            assertEquals(tables(before), tables(after), "tables, life " + life);
            assertEquals(
                    (int) Math.min(SIGNALS_KEPT_MAX, (long) life * ThousandPositions.POSITIONS),
                    after.tables().get("waves.count"));
            after.tables()
                    .forEach((name, count) -> assertTrue(count <= after.bounds().getOrDefault(name, count), name));
            final long now = heap();
            print("flat, life " + life, positions, now);
            if (life > 1) {
                assertEquals(fields(last), fields(after), "fields, life " + life);
                final Set<String> left = after.placesThatDiffer(last);
                left.removeIf(MemoryTest::isRemembered);
                assertEquals(Set.of(), left, "what places still hold, life " + life);
                assertTrue(now <= heap + HEAP_TOLERANCE, "heap grew: actual=" + now + " before=" + heap);
            } else {
                positions.forgetAllocated();
                heap = now;
            }
            last = after;
        }
        final double bytes = (double) positions.allocated() / (positions.events() - positions.eventsForgotten());
        System.out.printf("MemoryTest core: %.4f B/event%n", bytes);
        assertTrue(bytes < BYTES_PER_EVENT_MAX, "bytes per event: " + bytes);
        final Map<String, Long> happened = positions.happened();
        final long expected = (long) lives * ThousandPositions.POSITIONS;
        assertEquals(expected, happened.get("opened"));
        assertEquals(expected, happened.get("activated"));
        assertEquals(expected, happened.get("closed"));
    }

    private static Map<String, Integer> tables(final TableUse use) {
        final Map<String, Integer> tables = new TreeMap<>(use.tables());
        tables.keySet().removeIf(name -> isRemembered(name) || name.equals(HIGH_WATER) || name.equals(TIMERS));
        return tables;
    }

    private static Map<String, Long> fields(final TableUse use) {
        final Map<String, Long> fields = new TreeMap<>(use.fields());
        fields.keySet().removeIf(MemoryTest::isRemembered);
        return fields;
    }

    private static boolean isRemembered(final String name) {
        return REMEMBERED.contains(name.split("\\.")[0]);
    }

    private static void print(final String what, final ThousandPositions positions, final long heap) {
        System.out.printf(
                "MemoryTest %s: events=%d commands=%d heap=%d KiB allocated=%d B %s%n",
                what,
                positions.events(),
                positions.commands(),
                heap >> 10,
                positions.allocated(),
                new TreeMap<>(positions.happened()));
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
