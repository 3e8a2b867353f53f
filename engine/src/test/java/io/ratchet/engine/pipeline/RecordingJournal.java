package io.ratchet.engine.pipeline;

import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps records in memory and checks their sequence; may be slow and may be lost. */
public final class RecordingJournal implements Journal {
    private final List<byte[]> records = new ArrayList<>();
    private volatile long lastSequence;
    private volatile long delayNs;
    private volatile long lostFrom = Long.MAX_VALUE;

    /** Each append takes at least so long. */
    public RecordingJournal delayNs(final long ns) {
        delayNs = ns;
        return this;
    }

    /** From this sequence on every append fails. */
    public RecordingJournal lostFrom(final long sequence) {
        lostFrom = sequence;
        return this;
    }

    @Override
    public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        if (sequence != lastSequence + 1) {
            throw new IllegalStateException("sequence: actual=" + sequence + " expected=" + (lastSequence + 1));
        }
        if (sequence >= lostFrom) {
            throw new JournalLostException("lost: sequence=" + sequence, null);
        }
        if (delayNs > 0) {
            LockSupport.parkNanos(delayNs);
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        synchronized (records) {
            records.add(bytes);
        }
        lastSequence = sequence;
    }

    @Override
    public long durableSequence() {
        return lastSequence;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public void close() {}

    /** The records so far. */
    public List<byte[]> records() {
        synchronized (records) {
            return new ArrayList<>(records);
        }
    }

    /** The records of one template. */
    public List<UnsafeBuffer> records(final int templateId) {
        return records().stream()
                .map(UnsafeBuffer::new)
                .filter(record -> templateId(record) == templateId)
                .toList();
    }

    /** Hands the records over as a reader would. */
    public void replay(final RecordHandler handler) {
        long sequence = 0;
        for (final byte[] bytes : records()) {
            final UnsafeBuffer record = new UnsafeBuffer(bytes);
            handler.onRecord(++sequence, RecordKind.ofTemplate(templateId(record)), record, 0, bytes.length);
        }
    }

    /** Changes, removes or adds records. */
    public List<byte[]> editable() {
        return records;
    }

    static int templateId(final DirectBuffer record) {
        return new MessageHeaderDecoder().wrap(record, 0).templateId();
    }
}
