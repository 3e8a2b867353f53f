package io.ratchet.adapters.signal;

import static io.ratchet.engine.market.FixedPoint.NULL;

import io.ratchet.engine.market.Decimals;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads the time stamps that signal servers have sent: ISO with Z, an offset or none (UTC), epoch s, ms or µs. Pure. */
final class SignalTimes {
    private static final long EPOCH_2000_MS = 946_684_800_000L;
    private static final long EPOCH_2100_MS = 4_102_444_800_000L;
    private static final long SECONDS_MAX = 100_000_000_000L;
    private static final long MILLIS_MAX = 100_000_000_000_000L;
    private static final long MILLI = 1_000;
    private static final int TIME_LENGTH_MAX = 40;
    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_DECIMALS = 6;

    private SignalTimes() {}

    /** Milliseconds since the epoch, the null value if the text is no time between 2000 and 2100. */
    static long parse(final String text) {
        final String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > TIME_LENGTH_MAX) {
            return NULL;
        }
        final long epochMs = isNumber(trimmed) ? ofEpoch(trimmed) : ofIso(trimmed);
        return epochMs >= EPOCH_2000_MS && epochMs < EPOCH_2100_MS ? epochMs : NULL;
    }

    private static boolean isNumber(final String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }

    private static long ofEpoch(final String text) {
        final int point = text.indexOf('.');
        final boolean isLong = point >= 0 && text.length() - point - 1 > SECONDS_DECIMALS;
        final long micros = Decimals.parse(isLong ? text.substring(0, point + 1 + SECONDS_DECIMALS) : text, 6);
        if (Decimals.isRefused(micros)) {
            final long whole = Decimals.parse(point < 0 ? text : text.substring(0, point), 0);
            return Decimals.isRefused(whole) ? NULL : scaled(whole);
        }
        final long whole = micros / (MILLI * MILLI);
        return whole < SECONDS_MAX ? micros / MILLI : scaled(whole);
    }

    private static long scaled(final long whole) {
        if (whole < SECONDS_MAX) {
            return whole * MILLI;
        }
        return whole < MILLIS_MAX ? whole : whole / MILLI;
    }

    private static long ofIso(final String text) {
        final String iso = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
        try {
            return hasOffset(iso)
                    ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (final DateTimeException notTime) {
            return NULL;
        }
    }

    private static boolean hasOffset(final String iso) {
        return iso.endsWith("Z") || iso.endsWith("z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > DATE_LENGTH;
    }
}
