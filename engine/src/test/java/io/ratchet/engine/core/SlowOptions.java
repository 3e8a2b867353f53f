package io.ratchet.engine.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The trail with its options once more, in slow decimals, written from the rules' text alone. Mark is the source. */
final class SlowOptions {
    private static final BigDecimal ONE = BigDecimal.ONE;

    /** Shares as decimals: 0.01 is one percent; null or 0: off. */
    static final class Numbers {
        BigDecimal stop;
        BigDecimal activation;
        BigDecimal callback;
        BigDecimal minImprovement;
        BigDecimal override;
        long minIntervalNs;
        BigDecimal[][] steps = {};
        BigDecimal breakeven;
        BigDecimal fee;
        long ageNs;
        BigDecimal momentum;
        BigDecimal momentumFactor;
        BigDecimal atr;
        BigDecimal atrMin;
        BigDecimal atrMax;
        long statsAgeNs;
    }

    private final Numbers numbers;
    private final boolean isLong;
    private final BigDecimal tick;
    private final BigDecimal entry;
    private final long openedNs;
    final List<String> events = new ArrayList<>();
    private BigDecimal level;
    private BigDecimal peak;
    private boolean isActive;
    private boolean isByAge;
    private boolean isBreakevenDue;
    private boolean isBreakevenDone;
    private boolean isTrailLevel;
    private boolean isClosed;
    private long confirmedNs;
    private BigDecimal change;
    private BigDecimal range;
    private long statsNs;
    private String rule;

    SlowOptions(
            final Numbers numbers,
            final boolean isLong,
            final BigDecimal tick,
            final BigDecimal entry,
            final long nowNs) {
        this.numbers = numbers;
        this.isLong = isLong;
        this.tick = tick;
        this.entry = entry;
        openedNs = nowNs;
        confirmedNs = nowNs;
        peak = entry;
        level = onTick(away(entry, entry.multiply(numbers.stop)));
        events.add("confirmed " + SlowTrail.plain(level));
        isClosed = isReached(entry, level);
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Null: not known. */
    void stats(final BigDecimal newChange, final BigDecimal newRange, final long nowNs) {
        change = newChange;
        range = newRange;
        statsNs = nowNs;
    }

    void price(final BigDecimal mark, final long nowNs) {
        if (isClosed) {
            return;
        }
        if (isReached(mark, level)) {
            close(isTrailLevel ? "TRAIL_STOP" : "STOP");
            return;
        }
        if (isBetter(mark, peak)) {
            peak = mark;
        }
        if (isOn(numbers.breakeven) && !isBreakevenDone && hasProfit(peak, numbers.breakeven)) {
            isBreakevenDue = true;
        }
        boolean isFirst = false;
        if (!isActive) {
            final boolean isReached = hasProfit(peak, numbers.activation);
            final boolean isOld = numbers.ageNs > 0 && nowNs - openedNs >= numbers.ageNs;
            if (isReached || isOld && isBetter(mark, entry)) {
                isActive = true;
                isByAge = !isReached;
                isFirst = true;
            }
        } else if (hasProfit(peak, numbers.activation)) {
            isByAge = false;
        }
        judge(mark, nowNs, isFirst);
    }

    private void judge(final BigDecimal mark, final long nowNs, final boolean isFirst) {
        BigDecimal wanted = isActive ? trail(nowNs) : null;
        if (isBreakevenDue) {
            final BigDecimal even = breakeven();
            if (!isBetter(even, level)) {
                isBreakevenDue = false;
                isBreakevenDone = true;
            } else if (wanted == null || isBetter(even, wanted)) {
                wanted = even;
                rule = "BREAKEVEN";
            }
        }
        if (wanted == null) {
            return;
        }
        final boolean isBetter = isBetter(wanted, level);
        final boolean isRefused = isBetter && isReached(mark, wanted);
        if (isFirst) {
            if (isBetter && !isRefused) {
                take(wanted);
            }
            confirmedNs = nowNs;
            events.add("activated " + SlowTrail.plain(mark) + " " + SlowTrail.plain(level));
        } else if (isBetter && (!isActive || isDue(wanted, nowNs))) {
            if (!isRefused) {
                events.add("moved " + SlowTrail.plain(level) + " " + SlowTrail.plain(wanted) + " " + rule);
                take(wanted);
                confirmedNs = nowNs;
            }
        } else {
            return;
        }
        if (isRefused) {
            close("PAST_LEVEL");
        }
    }

    private void take(final BigDecimal newLevel) {
        level = newLevel;
        isTrailLevel = isActive;
    }

    private boolean isDue(final BigDecimal wanted, final long nowNs) {
        final BigDecimal gain = wanted.subtract(level).abs();
        return gain.compareTo(level.multiply(numbers.override)) >= 0
                || nowNs - confirmedNs >= numbers.minIntervalNs
                        && gain.compareTo(level.multiply(numbers.minImprovement)) >= 0;
    }

    private BigDecimal trail(final long nowNs) {
        rule = isByAge ? "TIME" : "TRAIL";
        BigDecimal factor = ONE;
        final boolean isFresh = numbers.statsAgeNs == 0 || nowNs - statsNs <= numbers.statsAgeNs;
        if (isOn(numbers.momentum) && isFresh && change != null) {
            final BigDecimal forUs = isLong ? change : change.negate();
            if (forUs.compareTo(numbers.momentum) >= 0) {
                factor = numbers.momentumFactor;
            }
        }
        BigDecimal distance = null;
        for (final BigDecimal[] step : numbers.steps) {
            if (hasProfit(peak, step[0])) {
                distance = peak.multiply(step[1]).multiply(factor);
                rule = "STEP";
            }
        }
        if (distance == null && isOn(numbers.atr) && isFresh && range != null) {
            distance = range.multiply(numbers.atr)
                    .multiply(factor)
                    .min(peak.multiply(numbers.atrMax))
                    .max(peak.multiply(numbers.atrMin));
            rule = "ATR";
        }
        if (distance == null) {
            distance = peak.multiply(numbers.callback).multiply(factor);
        }
        if (factor.compareTo(ONE) != 0) {
            rule = "MOMENTUM";
        }
        return onTick(away(peak, distance));
    }

    private BigDecimal breakeven() {
        final BigDecimal ratio = isLong
                ? ONE.add(numbers.fee).divide(ONE.subtract(numbers.fee), 40, RoundingMode.CEILING)
                : ONE.subtract(numbers.fee).divide(ONE.add(numbers.fee), 40, RoundingMode.FLOOR);
        return onTick(entry.multiply(ratio));
    }

    private void close(final String reason) {
        isClosed = true;
        events.add("closed " + reason);
    }

    private static boolean isOn(final BigDecimal number) {
        return number != null && number.signum() > 0;
    }

    private boolean hasProfit(final BigDecimal price, final BigDecimal share) {
        final BigDecimal needed = entry.multiply(isLong ? ONE.add(share) : ONE.subtract(share));
        return isLong ? price.compareTo(needed) >= 0 : price.compareTo(needed) <= 0;
    }

    private BigDecimal away(final BigDecimal price, final BigDecimal distance) {
        return isLong ? price.subtract(distance) : price.add(distance);
    }

    /** Toward the market. */
    private BigDecimal onTick(final BigDecimal price) {
        return price.divide(tick, 0, isLong ? RoundingMode.CEILING : RoundingMode.FLOOR)
                .multiply(tick);
    }

    private boolean isBetter(final BigDecimal price, final BigDecimal other) {
        return isLong ? price.compareTo(other) > 0 : price.compareTo(other) < 0;
    }

    private boolean isReached(final BigDecimal mark, final BigDecimal stopLevel) {
        return isLong ? mark.compareTo(stopLevel) <= 0 : mark.compareTo(stopLevel) >= 0;
    }
}
