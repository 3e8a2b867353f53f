package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.JournalLostException;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Steps through the frames of a queue by a tailer and checks each against the one before it. One thread; allocates
 * nothing.
 */
final class RecordCursor {
    private final ExcerptTailer tailer;
    private final RecordFrame frame = new RecordFrame();
    private final UnsafeBuffer mapped = new UnsafeBuffer(0, 0);
    private long lastSequence;
    private int lastHash;

    /**
     * A cursor behind a known frame.
     *
     * @param tailer       positioned on the frame after it.
     * @param lastSequence of the known frame.
     * @param lastHash     of the known frame.
     */
    RecordCursor(final ExcerptTailer tailer, final long lastSequence, final int lastHash) {
        this.tailer = tailer;
        this.lastSequence = lastSequence;
        this.lastHash = lastHash;
    }

    /**
     * Takes the next frame.
     *
     * @return false when there is none yet.
     * @throws JournalDamagedException if it is not what was written.
     */
    boolean next() {
        final int length = load();
        if (length < 0) {
            return false;
        }
        final String defect = frame.defect(length, lastSequence + 1, lastHash);
        if (defect != null) {
            throw CycleScanner.damagedAt(lastSequence + 1, defect);
        }
        lastSequence = frame.sequence();
        lastHash = frame.hash();
        return true;
    }

    /**
     * Takes the next frame as it is, checked by itself only, and goes on behind it.
     *
     * @return false when there is none.
     */
    boolean start() {
        final int length = load();
        if (length < 0) {
            return false;
        }
        final String malformation = frame.malformation(length);
        if (malformation != null) {
            throw CycleScanner.damagedAt(lastSequence + 1, malformation);
        }
        lastSequence = frame.sequence();
        lastHash = frame.hash();
        return true;
    }

    /** The frame taken last. */
    RecordFrame frame() {
        return frame;
    }

    long lastSequence() {
        return lastSequence;
    }

    int lastHash() {
        return lastHash;
    }

    ExcerptTailer tailer() {
        return tailer;
    }

    private int load() {
        try (DocumentContext document = tailer.readingDocument(false)) {
            if (!document.isPresent()) {
                return -1;
            }
            final Bytes<?> bytes = document.wire().bytes();
            final int length = (int) bytes.readRemaining();
            final int readable = Math.min(length, RecordFrame.LENGTH_MAX);
            // Copied out: the checksum wants a buffer, and the mapping may go when the document is closed.
            mapped.wrap(bytes.addressForRead(bytes.readPosition()), readable);
            frame.buffer().putBytes(0, mapped, 0, readable);
            return length;
        } catch (final RuntimeException | Error e) {
            throw new JournalLostException("journal cannot be read: after sequence=" + lastSequence + " cause=" + e, e);
        }
    }
}
