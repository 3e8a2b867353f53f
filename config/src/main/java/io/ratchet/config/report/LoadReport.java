package io.ratchet.config.report;

import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.AgedPhase;
import io.ratchet.engine.sbe.AgedPhaseChangedDecoder;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.LeftoverOrderFoundDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import io.ratchet.engine.sbe.WaveDetectedDecoder;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/**
 * What a run had to bear, in the figures that the audit of the predecessor gave of its eight hours (7 h 37 min on two
 * testnets on 2025-10-15), the two side by side. Reads records in order through {@link RecordHandler}; one thread.
 *
 * <p>Its 760 waves were lines of its log: there were about 30. A protection check here is one open position that one
 * successful read of positions and both books saw; a check for zombie orders is one such read.
 */
public final class LoadReport implements RecordHandler {
    private static final long QUARTER_MS = Duration.ofMinutes(15).toMillis();
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int LABEL_WIDTH = 28;
    private static final int COLUMN_WIDTH = 18;
    private static final double MEGA = 1e6;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final WaveDetectedDecoder detected = new WaveDetectedDecoder();
    private final WaveCompletedDecoder completed = new WaveCompletedDecoder();
    private final VenueSnapshotEndDecoder snapshotEnd = new VenueSnapshotEndDecoder();
    private final AgedPhaseChangedDecoder aged = new AgedPhaseChangedDecoder();

    private final TreeSet<Long> wavesDetected = new TreeSet<>();
    private final TreeMap<Long, Integer> wavesCompleted = new TreeMap<>();
    private final TreeSet<Long> agedPositions = new TreeSet<>();
    private long firstNs;
    private long lastNs;
    private long inputs;
    private long prices;
    private long signals;
    private long opened;
    private long closed;
    private long activated;
    private long protectionChecks;
    private long reads;
    private long leftovers;
    private long alerts;

    /** Empty, before the first record. */
    public LoadReport() {
        // All fields are set above.
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        if (kind == RecordKind.INPUT) {
            inputs++;
            lastNs = buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN);
            firstNs = firstNs == 0 ? lastNs : firstNs;
        }
        switch (header.templateId()) {
            case PriceDecoder.TEMPLATE_ID -> prices++;
            case SignalReceivedDecoder.TEMPLATE_ID -> signals++;
            case WaveDetectedDecoder.TEMPLATE_ID ->
                wavesDetected.add(
                        detected.wrapAndApplyHeader(buffer, offset, header).waveMs());
            case WaveCompletedDecoder.TEMPLATE_ID ->
                wavesCompleted.merge(
                        completed.wrapAndApplyHeader(buffer, offset, header).waveMs(), 1, Integer::sum);
            case PositionOpenedDecoder.TEMPLATE_ID -> opened++;
            case PositionClosedDecoder.TEMPLATE_ID -> closed++;
            case TrailingActivatedDecoder.TEMPLATE_ID -> activated++;
            case VenueSnapshotEndDecoder.TEMPLATE_ID ->
                onRead(snapshotEnd.wrapAndApplyHeader(buffer, offset, header).success() == Flag.YES);
            case AgedPhaseChangedDecoder.TEMPLATE_ID -> onAged(aged.wrapAndApplyHeader(buffer, offset, header));
            case LeftoverOrderFoundDecoder.TEMPLATE_ID -> leftovers++;
            case AlertRaisedDecoder.TEMPLATE_ID -> alerts++;
            default -> {
                // Part of the load as an input at most.
            }
        }
    }

    private void onRead(final boolean isGood) {
        if (isGood) {
            reads++;
            protectionChecks += opened - closed;
        }
    }

    private void onAged(final AgedPhaseChangedDecoder changed) {
        if (changed.to() != AgedPhase.NONE) {
            agedPositions.add(changed.positionId());
        }
    }

    /**
     * Waves that were not processed exactly once: completed twice, detected but never completed (the newest may still
     * run), or missing between the first and the last.
     *
     * @return the count; 0 is what is promised.
     */
    public long wavesNotOnce() {
        long wrong = wavesCompleted.values().stream().filter(times -> times > 1).count();
        wrong += wavesDetected.stream()
                .filter(wave -> !wavesCompleted.containsKey(wave) && wave != wavesDetected.last())
                .count();
        if (!wavesCompleted.isEmpty()) {
            final long first = wavesCompleted.firstKey();
            wrong += (wavesCompleted.lastKey() - first) / QUARTER_MS + 1 - wavesCompleted.size();
        }
        return wrong;
    }

    /**
     * The table.
     *
     * @param out        receives it.
     * @param logBytes   the size of this run's log.
     * @param errorLines of that log.
     */
    public void print(final StringBuilder out, final long logBytes, final long errorLines) {
        row(out, "the load", "audited run", "this run");
        row(out, "market time", "7:37:00", time((lastNs - firstNs) / NS_PER_S));
        row(out, "events (journaled inputs)", "-", count(inputs));
        row(out, "prices", "-", count(prices));
        row(out, "waves", "760 (about 30)", wavesCompleted.size() + ", not once: " + wavesNotOnce());
        row(out, "signals received", "64,600", count(signals));
        row(out, "positions opened", "212", count(opened));
        row(out, "trails activated", "27", count(activated));
        row(out, "protection checks", "7,300", count(protectionChecks));
        row(out, "checks for zombie orders", "4,476", count(reads));
        row(out, "zombie orders found", "0", count(leftovers));
        row(out, "positions that grew old", "25", count(agedPositions.size()));
        row(out, "alerts", "-", count(alerts));
        row(out, "errors in the log", "60,000", count(errorLines));
        row(out, "size of the log", "928 MB", String.format(Locale.ROOT, "%.1f MB", logBytes / MEGA));
    }

    private static void row(final StringBuilder out, final String label, final String audited, final String own) {
        out.append("    ");
        padded(out, label, LABEL_WIDTH);
        padded(out, audited, COLUMN_WIDTH);
        out.append(own).append('\n');
    }

    private static void padded(final StringBuilder out, final String text, final int width) {
        out.append(text).append(" ".repeat(Math.max(1, width - text.length())));
    }

    private static String count(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String time(final long seconds) {
        final Duration duration = Duration.ofSeconds(seconds);
        return String.format("%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
