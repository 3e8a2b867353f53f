package io.ratchet.engine.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The trailing rule once more, in slow decimals, written from the rule's text alone. */
final class SlowTrail {
    private static final BigDecimal ONE = BigDecimal.ONE;

    private final boolean isLong;
    private final BigDecimal tick;
    private final BigDecimal entry;
    private final BigDecimal stop;
    private final BigDecimal activation;
    private final BigDecimal callback;
    private final BigDecimal minImprovement;
    private final BigDecimal override;
    private final long minIntervalNs;
    private BigDecimal level;
    private BigDecimal peak;
    private boolean isActive;
    private boolean isClosed;
    private long confirmedNs;
    final List<String> events = new ArrayList<>();

    SlowTrail(
            final boolean isLong,
            final BigDecimal tick,
            final BigDecimal entry,
            final long nowNs,
            final BigDecimal stop,
            final BigDecimal activation,
            final BigDecimal callback,
            final BigDecimal minImprovement,
            final BigDecimal override,
            final long minIntervalNs) {
        this.isLong = isLong;
        this.tick = tick;
        this.entry = entry;
        this.stop = stop;
        this.activation = activation;
        this.callback = callback;
        this.minImprovement = minImprovement;
        this.override = override;
        this.minIntervalNs = minIntervalNs;
        level = onTick(away(entry, stop));
        peak = entry;
        confirmedNs = nowNs;
        events.add("confirmed " + plain(level));
        isClosed = isReached(entry, level);
    }

    boolean isClosed() {
        return isClosed;
    }

    void price(final BigDecimal mark, final long nowNs) {
        if (isClosed) {
            return;
        }
        if (isReached(mark, level)) {
            close(isActive && isTrailLevel ? "TRAIL_STOP" : "STOP");
            return;
        }
        if (isLong ? mark.compareTo(peak) > 0 : mark.compareTo(peak) < 0) {
            peak = mark;
        }
        if (isActive) {
            follow(mark, nowNs);
            return;
        }
        final BigDecimal needed =
                isLong ? entry.multiply(ONE.add(activation)) : entry.multiply(ONE.subtract(activation));
        if (isLong ? peak.compareTo(needed) >= 0 : peak.compareTo(needed) <= 0) {
            activate(mark, nowNs);
        }
    }

    private boolean isTrailLevel;

    private void activate(final BigDecimal mark, final long nowNs) {
        isActive = true;
        final BigDecimal candidate = candidate();
        final boolean isBetter = isBetter(candidate);
        final boolean isRefused = isBetter && isReached(mark, candidate);
        if (isBetter && !isRefused) {
            level = candidate;
            isTrailLevel = true;
        }
        events.add("activated " + plain(mark) + " " + plain(level));
        if (isRefused) {
            close("PAST_LEVEL");
        }
        confirmedNs = nowNs;
    }

    private void follow(final BigDecimal mark, final long nowNs) {
        final BigDecimal candidate = candidate();
        if (!isBetter(candidate)) {
            return;
        }
        final BigDecimal gain = candidate.subtract(level).abs();
        final boolean isOverride = gain.compareTo(level.multiply(override)) >= 0;
        final boolean isDue =
                nowNs - confirmedNs >= minIntervalNs && gain.compareTo(level.multiply(minImprovement)) >= 0;
        if (!isOverride && !isDue) {
            return;
        }
        if (isReached(mark, candidate)) {
            close("PAST_LEVEL");
            return;
        }
        events.add("moved " + plain(level) + " " + plain(candidate));
        level = candidate;
        isTrailLevel = true;
        confirmedNs = nowNs;
    }

    private void close(final String reason) {
        isClosed = true;
        events.add("closed " + reason);
    }

    private BigDecimal candidate() {
        return onTick(away(peak, callback));
    }

    private BigDecimal away(final BigDecimal price, final BigDecimal share) {
        return price.multiply(isLong ? ONE.subtract(share) : ONE.add(share));
    }

    /** Toward the market. */
    private BigDecimal onTick(final BigDecimal price) {
        final BigDecimal ticks = price.divide(tick, 0, isLong ? RoundingMode.CEILING : RoundingMode.FLOOR);
        return ticks.multiply(tick);
    }

    private boolean isBetter(final BigDecimal candidate) {
        return isLong ? candidate.compareTo(level) > 0 : candidate.compareTo(level) < 0;
    }

    private boolean isReached(final BigDecimal mark, final BigDecimal stopLevel) {
        return isLong ? mark.compareTo(stopLevel) <= 0 : mark.compareTo(stopLevel) >= 0;
    }

    static String plain(final BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
