package io.ratchet.config.node;

import io.ratchet.engine.api.EngineListener;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.limits.Latches;
import io.ratchet.engine.sbe.LatchReleasedDecoder;
import io.ratchet.engine.sbe.LatchRestoredEncoder;
import io.ratchet.engine.sbe.LatchSetDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Latches over a new journal: what stops entries is written to the file {@code latches} in the data directory, a line each
 * ({@code PROTECTION SYMBOL SIDE UNTIL_NS}, symbol {@code *} for all), so that a journal that begins anew does not begin
 * without them. They become inputs of the new journal: those of all instruments behind its first ones, those of one
 * instrument behind its definition. At each start of a journal that has a past, that past is written over the file. A file
 * that cannot be read or written is no reason not to protect.
 *
 * <p>Told by the listener thread, which may miss a fact; restored by the main thread and that of the venue's link.
 */
final class LatchFile implements EngineListener {
    /** Lines read; more than that is not ours. */
    static final int LINES_MAX = 4_096;

    private static final Logger LOGGER = LoggerFactory.getLogger(LatchFile.class);
    private static final String FILE = "latches";
    private static final String ALL = "*";
    private static final int FIELDS = 4;

    private final Path file;
    private final IntFunction<String> symbols;
    private final Map<String, Long> untilNs = new TreeMap<>();
    private final List<String> unrestored = new ArrayList<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final LatchSetDecoder set = new LatchSetDecoder();
    private final LatchReleasedDecoder released = new LatchReleasedDecoder();

    private LatchFile(final Path file, final IntFunction<String> symbols) {
        this.file = file;
        this.symbols = symbols;
    }

    /** The file of a data directory, as it is. */
    static LatchFile in(final Path directory, final IntFunction<String> symbols) {
        final LatchFile latches = new LatchFile(directory.resolve(FILE), symbols);
        latches.read();
        return latches;
    }

    private synchronized void read() {
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).stream().limit(LINES_MAX).forEach(this::line);
            }
        } catch (final IOException e) {
            LOGGER.warn("latches of an earlier journal cannot be read: file={} cause={}", file, e.toString());
        }
    }

    private void line(final String text) {
        final String[] fields = text.trim().split(" ");
        try {
            Protection.valueOf(fields[0]);
            PositionSide.valueOf(fields[2]);
            untilNs.put(fields[0] + " " + fields[1] + " " + fields[2], Long.parseLong(fields[FIELDS - 1]));
        } catch (final IllegalArgumentException | ArrayIndexOutOfBoundsException broken) {
            LOGGER.warn("latch left out: file={} actual={} expected=PROTECTION SYMBOL SIDE UNTIL_NS", file, text);
        }
    }

    /** What the journal says is what is: a file of an older state is overwritten. Before anything is told. */
    synchronized void known(final Latches latches) {
        untilNs.clear();
        latches.forEach(
                (protection, instrumentId, side, until) -> untilNs.put(key(protection, instrumentId, side), until));
        write();
    }

    /** A journal without a past begins: what stops all entries at once, the rest when its instrument is defined. */
    synchronized void restore(final Ingress ingress) {
        unrestored.addAll(untilNs.keySet());
        restore(ingress, ALL, Latches.ALL);
    }

    /** An instrument is known to the core now. */
    synchronized void defined(final Ingress ingress, final int instrumentId) {
        if (!unrestored.isEmpty()) {
            restore(ingress, symbols.apply(instrumentId), instrumentId);
        }
    }

    private void restore(final Ingress ingress, final String symbol, final int instrumentId) {
        unrestored.removeIf(key -> key.split(" ")[1].equals(symbol) && offer(ingress, key, instrumentId));
    }

    private boolean offer(final Ingress ingress, final String key, final int instrumentId) {
        final String[] fields = key.split(" ");
        final UnsafeBuffer buffer =
                new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + LatchRestoredEncoder.BLOCK_LENGTH]);
        new LatchRestoredEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .timeNs(0)
                .untilNs(untilNs.get(key))
                .value(0)
                .bound(0)
                .instrumentId(instrumentId)
                .protection(Protection.valueOf(fields[0]))
                .side(PositionSide.valueOf(fields[2]));
        LOGGER.warn("latch of an earlier journal restored: {} until ns={}", key, untilNs.get(key));
        return ingress.offer(buffer, 0, buffer.capacity());
    }

    @Override
    public synchronized void onOutput(
            final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        if (header.templateId() == LatchSetDecoder.TEMPLATE_ID) {
            set.wrapAndApplyHeader(buffer, offset, header);
            untilNs.put(key(set.protection(), set.instrumentId(), set.side()), set.untilNs());
            write();
        } else if (header.templateId() == LatchReleasedDecoder.TEMPLATE_ID) {
            released.wrapAndApplyHeader(buffer, offset, header);
            untilNs.remove(key(released.protection(), released.instrumentId(), released.side()));
            write();
        }
    }

    private String key(final Protection protection, final int instrumentId, final PositionSide side) {
        return protection + " " + (instrumentId == Latches.ALL ? ALL : symbols.apply(instrumentId)) + " " + side;
    }

    private void write() {
        final StringBuilder text = new StringBuilder();
        untilNs.forEach(
                (key, until) -> text.append(key).append(' ').append(until).append('\n'));
        final Path written = file.resolveSibling(FILE + ".new");
        try {
            Files.writeString(written, text);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            LOGGER.warn("latches cannot be kept for a new journal: file={} cause={}", file, e.toString());
        }
    }
}
