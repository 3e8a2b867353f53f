package io.ratchet.engine.entry;

import io.ratchet.engine.core.EntryPolicy;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.WaveCertificateDecoder;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import io.ratchet.engine.sbe.WaveDetectedDecoder;
import io.ratchet.engine.sbe.WaveExpectedDecoder;
import io.ratchet.engine.sbe.WaveNotFoundDecoder;
import io.ratchet.engine.sbe.WaveRefusalsDecoder;
import io.ratchet.engine.sbe.WaveStopDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Drives a {@link WaveRule}: plays the clock, the signal client and the core that opens. Facts come out as lines. */
final class WaveScenario implements EntryRequests {
    static final long SCORE = 100_000_000L;
    static final long CHECKS = 1L << 5 | 1L << 20 | 1L << 35 | 1L << 50;

    final List<String> facts = new ArrayList<>();
    final List<String> certificates = new ArrayList<>();
    final List<String> windows = new ArrayList<>();
    final List<String> endings = new ArrayList<>();
    final List<Long> requested = new ArrayList<>();
    final Map<Integer, EntryRefusal> screens = new HashMap<>();
    final Map<Long, EntryRefusal> refusals = new HashMap<>();
    final Map<Venue, EntryRefusal> readiness = new HashMap<>();
    final EntryPolicy numbers = new EntryPolicy();
    final WaveRule rule = new WaveRule(this, numbers);
    int maxPerWave = 5;
    long checkMinuteMask = CHECKS;
    boolean isEnabled = true;

    private final Outputs outputs = new Outputs();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    long nowNs;
    private long sequence;
    private int batchId;
    private long nextPositionId = 1;

    static WaveScenario startedAt(final String time) {
        final WaveScenario scenario = new WaveScenario();
        scenario.nowNs = ns(time);
        scenario.configure();
        return scenario;
    }

    void configure() {
        final ConfigAppliedEncoder encoder = new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.maxPerWave(maxPerWave)
                .waveBufferPercent(50)
                .waveCheckMinuteMask(checkMinuteMask)
                .waveEnabled(isEnabled ? Flag.YES : Flag.NO)
                .idRetentionNs(24 * 3_600_000_000_000L);
        final ConfigAppliedDecoder decoder = new ConfigAppliedDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        begin();
        rule.onConfigApplied(decoder, nowNs, outputs);
        end();
    }

    /** Signals are taken each at once from now on, or in waves again. */
    WaveScenario mode(final SignalMode mode, final long maxAgeNs) {
        final EntriesAppliedEncoder encoder = new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        buffer.setMemory(MessageHeaderEncoder.ENCODED_LENGTH, EntriesAppliedEncoder.BLOCK_LENGTH, (byte) 0);
        encoder.signalMode(mode).signalMaxAgeNs(maxAgeNs);
        numbers.apply(new EntriesAppliedDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder));
        begin();
        rule.onEntriesApplied(nowNs, outputs);
        end();
        return this;
    }

    /** What is not there so long after the check minute is told as not found. */
    WaveScenario window(final int seconds) {
        final EntriesAppliedEncoder encoder = new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        buffer.setMemory(MessageHeaderEncoder.ENCODED_LENGTH, EntriesAppliedEncoder.BLOCK_LENGTH, (byte) 0);
        encoder.waveWindowSeconds(seconds);
        numbers.apply(new EntriesAppliedDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder));
        return this;
    }

    /** Moves the clock, firing the deadlines on the way. */
    WaveScenario at(final String time) {
        final long targetNs = ns(time);
        while (rule.nextDeadlineNs() <= targetNs) {
            nowNs = Math.max(nowNs, rule.nextDeadlineNs());
            begin();
            rule.onTimer(nowNs, outputs);
            end();
        }
        nowNs = targetNs;
        return this;
    }

    WaveScenario batch(final Signal... signals) {
        batchId++;
        for (int i = 0; i < signals.length; i++) {
            part(signals[i], i, signals.length);
        }
        return this;
    }

    void part(final Signal signal, final int index, final int size) {
        final SignalReceivedEncoder encoder = new SignalReceivedEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.timeNs(nowNs)
                .signalId(signal.id)
                .scoreWeek(signal.week)
                .scoreMonth(signal.month)
                .candleOpenMs(signal.candleOpenMs)
                .createdMs(signal.createdMs)
                .instrumentId(signal.instrumentId)
                .batchId(batchId)
                .batchIndex(index)
                .batchSize(size)
                .venue(signal.venue)
                .side(signal.side)
                .defect(signal.defect)
                .symbol(signal.symbol)
                .totalScore(FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .rsi(FixedPoint.NULL)
                .volumeZScore(FixedPoint.NULL)
                .oiDeltaPercent(FixedPoint.NULL);
        final SignalReceivedDecoder decoder = new SignalReceivedDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        begin();
        rule.onSignal(decoder, nowNs, outputs);
        end();
    }

    void restart() {
        begin();
        rule.onNodeStarted(nowNs, outputs);
        end();
    }

    void readinessChanged() {
        begin();
        rule.onReadinessChanged(nowNs, outputs);
        end();
    }

    WaveScenario opens(final long... signalIds) {
        for (final long id : signalIds) {
            conclude(id, nextPositionId++, EntryRefusal.NONE);
        }
        return this;
    }

    WaveScenario refuses(final long signalId, final EntryRefusal refusal) {
        conclude(signalId, 0, refusal);
        return this;
    }

    List<Long> takeRequested() {
        final List<Long> taken = List.copyOf(requested);
        requested.clear();
        return taken;
    }

    List<String> takeFacts() {
        final List<String> taken = List.copyOf(facts);
        facts.clear();
        return taken;
    }

    @Override
    public EntryRefusal readiness(final Venue venue) {
        return readiness.getOrDefault(venue, EntryRefusal.NONE);
    }

    @Override
    public EntryRefusal screen(final int instrumentId, final PositionSide side) {
        return screens.getOrDefault(instrumentId, EntryRefusal.NONE);
    }

    @Override
    public EntryRefusal request(
            final long signalId,
            final int instrumentId,
            final Venue venue,
            final PositionSide side,
            final long timeNs,
            final Outputs into) {
        requested.add(signalId);
        return refusals.getOrDefault(signalId, EntryRefusal.NONE);
    }

    static Signal signal(final long id, final String wave, final long week, final long month) {
        return new Signal(id, ns(wave) / 1_000_000L, week * SCORE, month * SCORE);
    }

    private void conclude(final long signalId, final long positionId, final EntryRefusal refusal) {
        begin();
        rule.onEntryConcluded(signalId, positionId, refusal, nowNs, outputs);
        end();
    }

    private void begin() {
        outputs.begin(++sequence);
    }

    private void end() {
        rule.onEventEnd(nowNs, outputs);
        for (int i = 0; i < outputs.count(); i++) {
            final String line = line(outputs.offset(i));
            final boolean isWindow = line.startsWith("expected") || line.startsWith("not found");
            (line.startsWith("certificate") ? certificates : isWindow ? windows : facts).add(line);
        }
        sequence += outputs.count();
    }

    private String line(final int offset) {
        headerDecoder.wrap(outputs.buffer(), offset);
        switch (headerDecoder.templateId()) {
            case SignalConcludedDecoder.TEMPLATE_ID:
                final SignalConcludedDecoder concluded =
                        new SignalConcludedDecoder().wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder);
                return concluded.signalId() + " "
                        + (concluded.refusal() == EntryRefusal.NONE ? "opened" : concluded.refusal())
                        + (concluded.defect() == SignalDefect.NONE ? "" : " " + concluded.defect())
                        + (concluded.positionId() == 0 ? "" : " position " + concluded.positionId());
            case WaveDetectedDecoder.TEMPLATE_ID:
                final WaveDetectedDecoder detected =
                        new WaveDetectedDecoder().wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder);
                return "detected " + time(detected.waveMs()) + " signals " + detected.signals();
            case WaveCompletedDecoder.TEMPLATE_ID:
                final WaveCompletedDecoder completed =
                        new WaveCompletedDecoder().wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder);
                endings.add(time(completed.waveMs()) + " " + completed.ending());
                return "completed " + time(completed.waveMs()) + " signals " + completed.signals() + " opened "
                        + completed.opened() + " refused " + completed.refused();
            case WaveExpectedDecoder.TEMPLATE_ID:
                return "expected "
                        + time(new WaveExpectedDecoder()
                                .wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder)
                                .waveMs());
            case WaveNotFoundDecoder.TEMPLATE_ID:
                final WaveNotFoundDecoder notFound =
                        new WaveNotFoundDecoder().wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder);
                return "not found " + time(notFound.waveMs()) + " after " + notFound.waitedNs() / 1_000_000_000L + " s";
            case WaveRefusalsDecoder.TEMPLATE_ID:
                final WaveRefusalsDecoder refusalRow =
                        new WaveRefusalsDecoder().wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder);
                return "certificate row " + refusalRow.reason() + " " + refusalRow.count();
            case WaveStopDecoder.TEMPLATE_ID:
                return "certificate stop";
            case WaveCertificateDecoder.TEMPLATE_ID:
                final WaveCertificateDecoder certificate =
                        new WaveCertificateDecoder().wrapAndApplyHeader(outputs.buffer(), offset, headerDecoder);
                return "certificate " + time(certificate.waveMs()) + " signals " + certificate.signals() + " opened "
                        + certificate.opened() + " refused " + certificate.refused();
            default:
                throw new IllegalStateException("template: actual=" + headerDecoder.templateId());
        }
    }

    private static String time(final long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString().substring(11, 16);
    }

    private static long ns(final String time) {
        final String text = time.length() > 8 && time.contains("T") ? time : "2025-10-15T" + time + "Z";
        return Instant.parse(text).toEpochMilli() * 1_000_000L;
    }

    /** A signal to send; good unless changed. */
    static final class Signal {
        final long id;
        long candleOpenMs;
        long createdMs = Long.MIN_VALUE;
        long week;
        long month;
        int instrumentId;
        Venue venue = Venue.BINANCE;
        PositionSide side = PositionSide.LONG;
        SignalDefect defect = SignalDefect.NONE;
        String symbol = "";

        Signal(final long id, final long candleOpenMs, final long week, final long month) {
            this.id = id;
            this.candleOpenMs = candleOpenMs;
            this.week = week;
            this.month = month;
            this.instrumentId = (int) id;
        }

        Signal defect(final SignalDefect value) {
            defect = value;
            return this;
        }

        Signal instrumentId(final int value) {
            instrumentId = value;
            return this;
        }

        Signal venue(final Venue value) {
            venue = value;
            return this;
        }

        Signal side(final PositionSide value) {
            side = value;
            return this;
        }

        Signal times(final long candleMs, final long created) {
            candleOpenMs = candleMs;
            createdMs = created;
            return this;
        }

        Signal scores(final long rawWeek, final long rawMonth) {
            week = rawWeek;
            month = rawMonth;
            return this;
        }

        Signal symbol(final String value) {
            symbol = value;
            return this;
        }
    }
}
