package io.ratchet.config.report;

import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.CommandWithheldDecoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.EntryRefusedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingBookedDecoder;
import io.ratchet.engine.sbe.LedgerCorrectedDecoder;
import io.ratchet.engine.sbe.LooseIntervalDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopLostDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * Counts a journal: positions, confirmed stops, naked time by cause, moves, closes by reason, round trips. Reads records
 * in order through {@link RecordHandler}; one thread.
 */
public final class ProtectionReport implements RecordHandler {
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final long MILLI = 1_000L;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final ConfigAppliedDecoder config = new ConfigAppliedDecoder();
    private final NakedIntervalDecoder naked = new NakedIntervalDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final LedgerCorrectedDecoder corrected = new LedgerCorrectedDecoder();
    private final FundingBookedDecoder funded = new FundingBookedDecoder();
    private final AlertRaisedDecoder alert = new AlertRaisedDecoder();

    private final Histogram openNakedNs = new Histogram(HIGHEST_NS, 3);
    private final Histogram roundTripNs = new Histogram(HIGHEST_NS, 3);
    private final Map<NakedCause, Histogram> nakedNs = new EnumMap<>(NakedCause.class);
    private final Map<CloseReason, Long> closes = new EnumMap<>(CloseReason.class);
    private final long[] records = new long[RecordKind.values().length];

    private long lastSequence;
    private long speedMilli = MILLI;
    private long starts;
    private long opened;
    private long confirmed;
    private long activated;
    private long moved;
    private long lost;
    private long loose;
    private long withheld;
    private long violations;
    private long entriesRefused;
    private long signals;
    private long waves;
    private long unknownOutcomes;
    private long pnl;
    private long fees;

    /** Empty, before the first record. */
    public ProtectionReport() {
        // All fields are set above.
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        lastSequence = sequence;
        records[kind.ordinal()]++;
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case NodeStartedDecoder.TEMPLATE_ID -> starts++;
            case ConfigAppliedDecoder.TEMPLATE_ID -> {
                config.wrapAndApplyHeader(buffer, offset, header);
                speedMilli = Math.max(1, config.clockSpeedMilli());
            }
            case CommandResultDecoder.TEMPLATE_ID -> onResult(buffer, offset);
            case PositionOpenedDecoder.TEMPLATE_ID -> opened++;
            case StopConfirmedDecoder.TEMPLATE_ID -> confirmed++;
            case TrailingActivatedDecoder.TEMPLATE_ID -> activated++;
            case StopMovedDecoder.TEMPLATE_ID -> moved++;
            case StopLostDecoder.TEMPLATE_ID -> lost++;
            case NakedIntervalDecoder.TEMPLATE_ID -> onNaked(buffer, offset);
            case LooseIntervalDecoder.TEMPLATE_ID -> loose++;
            case CommandWithheldDecoder.TEMPLATE_ID -> withheld++;
            case AlertRaisedDecoder.TEMPLATE_ID -> onAlert(buffer, offset);
            case EntryRefusedDecoder.TEMPLATE_ID -> entriesRefused++;
            case SignalConcludedDecoder.TEMPLATE_ID -> signals++;
            case WaveCompletedDecoder.TEMPLATE_ID -> waves++;
            case PositionClosedDecoder.TEMPLATE_ID -> onClosed(buffer, offset);
            case LedgerCorrectedDecoder.TEMPLATE_ID -> onCorrected(buffer, offset);
            case FundingBookedDecoder.TEMPLATE_ID -> onFunding(buffer, offset);
            default -> {
                // Counted by kind only.
            }
        }
    }

    private void onResult(final DirectBuffer buffer, final int offset) {
        result.wrapAndApplyHeader(buffer, offset, header);
        if (result.outcome() == CommandOutcome.UNKNOWN) {
            unknownOutcomes++;
        }
        final long sentNs = result.sentNs();
        final long ackNs = result.ackNs();
        if (sentNs != CommandResultDecoder.sentNsNullValue()
                && ackNs != CommandResultDecoder.ackNsNullValue()
                && ackNs >= sentNs) {
            roundTripNs.recordValue(Math.min(HIGHEST_NS, (ackNs - sentNs) * MILLI / speedMilli));
        }
    }

    /** The checker alerts of each invariant it finds broken, a withheld command included. */
    private void onAlert(final DirectBuffer buffer, final int offset) {
        alert.wrapAndApplyHeader(buffer, offset, header);
        violations += alert.code() == AlertCode.INVARIANT_VIOLATED ? 1 : 0;
    }

    private void onNaked(final DirectBuffer buffer, final int offset) {
        naked.wrapAndApplyHeader(buffer, offset, header);
        final long ns = Math.min(HIGHEST_NS, Math.max(0, naked.ns()));
        nakedNs.computeIfAbsent(naked.cause(), cause -> new Histogram(HIGHEST_NS, 3))
                .recordValue(ns);
        if (naked.cause() == NakedCause.OPEN) {
            openNakedNs.recordValue(ns);
        }
    }

    private void onCorrected(final DirectBuffer buffer, final int offset) {
        corrected.wrapAndApplyHeader(buffer, offset, header);
        pnl += corrected.pnl();
        fees += corrected.fees();
    }

    /** What was paid while a position was open is in the result that is told. */
    private void onFunding(final DirectBuffer buffer, final int offset) {
        funded.wrapAndApplyHeader(buffer, offset, header);
        pnl += funded.late() == Flag.YES ? funded.money() : 0;
    }

    private void onClosed(final DirectBuffer buffer, final int offset) {
        closed.wrapAndApplyHeader(buffer, offset, header);
        closes.merge(closed.reason(), 1L, Long::sum);
        pnl += closed.pnl();
        fees += closed.fees();
    }

    /**
     * The newest record that was counted.
     *
     * @return its sequence, 0 when there was none.
     */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * How many records of a kind there were.
     *
     * @param kind of record.
     * @return the count.
     */
    public long records(final RecordKind kind) {
        return records[kind.ordinal()];
    }

    /**
     * Positions opened.
     *
     * @return the count.
     */
    public long opened() {
        return opened;
    }

    /**
     * Stops confirmed by the venue, first ones and moved ones.
     *
     * @return the count.
     */
    public long confirmed() {
        return confirmed;
    }

    /**
     * Commands withheld because they would have broken an invariant.
     *
     * @return the count.
     */
    public long withheld() {
        return withheld;
    }

    /**
     * Invariants found broken, withheld commands included.
     *
     * @return the count.
     */
    public long violations() {
        return violations;
    }

    /**
     * Process starts.
     *
     * @return the count.
     */
    public long starts() {
        return starts;
    }

    /**
     * Closes by reason.
     *
     * @return the live map, in the order of the reasons.
     */
    public Map<CloseReason, Long> closes() {
        return closes;
    }

    /**
     * Naked wall time by cause.
     *
     * @return the live map, in the order of the causes.
     */
    public Map<NakedCause, Histogram> nakedNs() {
        return nakedNs;
    }

    /**
     * The report as text, one figure a line.
     *
     * @param out receives it.
     */
    public void print(final StringBuilder out) {
        line(out, "signals concluded", signals);
        line(out, "waves completed", waves);
        line(out, "entries refused", entriesRefused);
        line(out, "positions opened", opened);
        line(out, "stops confirmed", confirmed);
        line(out, "trails activated", activated);
        line(out, "stop moves", moved);
        line(out, "stops lost", lost);
        line(out, "closes", closes.values().stream().mapToLong(Long::longValue).sum());
        closes.forEach((reason, count) -> line(out, "  by " + reason.name().toLowerCase(java.util.Locale.ROOT), count));
        text(out, "naked time at open", percentiles(openNakedNs));
        nakedNs.forEach((cause, histogram) -> {
            if (cause != NakedCause.OPEN) {
                text(out, "naked time, " + cause.name().toLowerCase(java.util.Locale.ROOT), percentiles(histogram));
            }
        });
        line(out, "loose intervals", loose);
        text(out, "order round trip", percentiles(roundTripNs));
        line(out, "unknown outcomes", unknownOutcomes);
        text(out, "pnl net of fees", Amounts.money(pnl) + " (fees " + Amounts.money(fees) + ")");
        line(out, "violations", violations);
        line(out, "commands withheld", withheld);
        text(
                out,
                "journal records",
                lastSequence + " (" + records(RecordKind.INPUT) + " inputs, " + records(RecordKind.COMMAND)
                        + " commands, " + records(RecordKind.FACT) + " facts)");
    }

    /**
     * Percentiles of a latency.
     *
     * @param ns histogram of nanoseconds.
     * @return {@code p50 … p99 … max … (n …)} in milliseconds.
     */
    public static String percentiles(final Histogram ns) {
        if (ns.getTotalCount() == 0) {
            return "none";
        }
        return "p50 " + Amounts.millis(ns.getValueAtPercentile(50)) + "  p99 "
                + Amounts.millis(ns.getValueAtPercentile(99)) + "  max " + Amounts.millis(ns.getMaxValue()) + "  (n "
                + ns.getTotalCount() + ")";
    }

    static void line(final StringBuilder out, final String label, final long value) {
        text(out, label, Long.toString(value));
    }

    /**
     * Appends one figure.
     *
     * @param out   receives it.
     * @param label of it.
     * @param value of it.
     */
    public static void text(final StringBuilder out, final String label, final String value) {
        out.append("  ").append(label);
        for (int i = label.length(); i < 28; i++) {
            out.append(' ');
        }
        out.append(value).append('\n');
    }
}
