package io.ratchet.config.demo;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether this process grows: heap after a collection, resident memory of its own and open descriptors, looked at now and
 * then. The first look comes when a quarter of the time is over: before, classes are loaded and pools fill. Main thread.
 */
final class Resources {
    /** Looks at the whole run. */
    static final int LOOKS = 4;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "RssAnon:";
    private static final long UNKNOWN = -1;
    private static final double MEBI = 1 << 20;
    private static final long KIBI = 1_024;
    /** What the youngest positions, waves and buffers of the two looks may differ by. */
    private static final long HEAP_TOLERANCE = 24 << 20;

    private static final long DESCRIPTORS_TOLERANCE = 16;
    /** Between the first and the last look: what grows in less is a process that has just started. */
    private static final int MINUTES_MIN = 60;

    private record Look(int minute, long heap, long resident, long descriptors) {}

    private final List<Look> looks = new ArrayList<>();

    /** Looks if it is time: {@code nowMs} of {@code endMs} since the start, market time. */
    void lookAt(final long nowMs, final long endMs) {
        if (endMs > 0 && looks.size() < LOOKS && nowMs >= endMs / LOOKS * (looks.size() + 1)) {
            look((int) (nowMs / 60_000));
        }
    }

    /** The last look, at the end. */
    void lookAtEnd(final long nowMs) {
        if (looks.size() < LOOKS) {
            look((int) (nowMs / 60_000));
        }
    }

    private void look(final int minute) {
        // Twice: what the first one finds to be cleaned is free after the second.
        System.gc();
        System.gc();
        looks.add(new Look(
                minute, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), resident(), descriptors()));
    }

    /** A line for each look. */
    List<String> lines() {
        return looks.stream()
                .map(look -> String.format(
                        Locale.ROOT,
                        "minute %4d   heap after collection %.1f MiB   resident %s   descriptors %s",
                        look.minute(),
                        look.heap() / MEBI,
                        look.resident() == UNKNOWN
                                ? "unknown"
                                : String.format(Locale.ROOT, "%.1f MiB", look.resident() / MEBI),
                        look.descriptors() == UNKNOWN ? "unknown" : Long.toString(look.descriptors())))
                .toList();
    }

    /** What grew from the first look to the last, a sentence each; empty when nothing did. */
    List<String> growth() {
        final List<String> growth = new ArrayList<>();
        final Look first = looks.isEmpty() ? null : looks.get(0);
        final Look last = looks.isEmpty() ? null : looks.get(looks.size() - 1);
        if (first != null && last.minute() - first.minute() >= MINUTES_MIN) {
            if (last.heap() > first.heap() + HEAP_TOLERANCE) {
                growth.add("heap after collection grew: actual=" + last.heap() + " first=" + first.heap()
                        + " tolerated=" + HEAP_TOLERANCE + " bytes");
            }
            if (last.descriptors() > first.descriptors() + DESCRIPTORS_TOLERANCE) {
                growth.add("open descriptors grew: actual=" + last.descriptors() + " first=" + first.descriptors()
                        + " tolerated=" + DESCRIPTORS_TOLERANCE);
            }
        }
        return growth;
    }

    private static long resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (final IOException e) {
            return UNKNOWN;
        }
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : UNKNOWN;
    }
}
