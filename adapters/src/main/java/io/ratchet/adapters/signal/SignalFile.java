package io.ratchet.adapters.signal;

import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.core.JacksonException;

/**
 * Recorded signals, one JSON object a line as the server sends them, for runs without a server. A signal comes at its
 * {@code created_at}, or when its candle closes; those of one instant are one batch. One thread.
 */
public final class SignalFile {
    private static final long CANDLE_MS = 15L * 60 * 1_000;
    private static final int BUFFER_LENGTH = 512;

    private final List<Timed> signals;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SignalReceivedEncoder encoder = new SignalReceivedEncoder();
    private int next;
    private int batchId;

    private SignalFile(final List<Timed> signals) {
        this.signals = signals;
    }

    private record Timed(long timeMs, SignalRow row) {}

    /** Takes one encoded SignalReceived; valid only during the call. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One signal.
         *
         * @param message header first, at offset 0.
         * @param length  of the message in bytes.
         */
        void onSignal(MutableDirectBuffer message, int length);
    }

    /**
     * Reads a file.
     *
     * @param file JSON lines; empty lines are skipped.
     * @return the signals, ordered by time.
     * @throws IOException          if it cannot be read.
     * @throws VenueFormatException that names the line which is no JSON object or has no time.
     */
    public static SignalFile read(final Path file) throws IOException {
        final List<Timed> signals = new ArrayList<>();
        int number = 0;
        for (final String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (!line.isBlank()) {
                signals.add(timed(file, number, line));
            }
        }
        signals.sort(Comparator.comparingLong(Timed::timeMs));
        return new SignalFile(signals);
    }

    private static Timed timed(final Path file, final int number, final String line) {
        final byte[] bytes = ("{\"data\":[" + line + "]}").getBytes(StandardCharsets.UTF_8);
        final List<SignalRow> rows;
        try {
            rows = SignalParser.signals(SignalParser.parse(bytes, bytes.length));
        } catch (final JacksonException e) {
            throw new VenueFormatException(file + " line " + number + ": actual=no JSON expected=a JSON object");
        }
        if (rows.size() != 1) {
            throw new VenueFormatException(
                    file + " line " + number + ": signals actual=" + rows.size() + " expected=1");
        }
        final SignalRow row = rows.get(0);
        final boolean hasCandle = row.candleOpenMs() != FixedPoint.NULL;
        if (row.createdMs() == FixedPoint.NULL && !hasCandle) {
            throw new VenueFormatException(
                    file + " line " + number + ": actual=no time expected=created_at or timestamp");
        }
        return new Timed(row.createdMs() == FixedPoint.NULL ? row.candleOpenMs() + CANDLE_MS : row.createdMs(), row);
    }

    /**
     * When the next batch comes.
     *
     * @return ms since the epoch, {@code Long.MAX_VALUE} after the last one.
     */
    public long nextMs() {
        return next < signals.size() ? signals.get(next).timeMs() : Long.MAX_VALUE;
    }

    /**
     * Hands over the next batch.
     *
     * @param timeNs        engine time of it.
     * @param instrumentIds by symbol, -1 for an unknown one.
     * @param sink          receives its signals in the order of the file.
     */
    public void poll(final long timeNs, final ToIntFunction<String> instrumentIds, final Sink sink) {
        final long timeMs = nextMs();
        int end = next;
        while (end < signals.size() && signals.get(end).timeMs() == timeMs) {
            end++;
        }
        batchId++;
        final int size = end - next;
        for (int i = 0; i < size; i++) {
            final SignalRow row = signals.get(next + i).row();
            encoder.wrapAndApplyHeader(buffer, 0, header);
            sink.onSignal(
                    buffer, row.encode(encoder, timeNs, instrumentIds.applyAsInt(row.symbol()), batchId, i, size));
        }
        next = end;
    }
}
