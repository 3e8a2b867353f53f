package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.DirectBuffer;

/**
 * The journal on a guarded Chronicle Queue. One thread at a time: opened before the core thread starts, appended to by
 * it alone, closed when it has ended; the caller holds the lock of the data directory ({@link io.ratchet.journal.DirectoryLock}) for as long as it is open.
 */
public final class ChronicleJournal implements Journal {
    private static final int MESSAGE_HEADER_LENGTH = 8;
    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int TEMPLATE_ID_MASK = 0xffff;

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final DurableMark mark;
    private final ForceThread force;
    private final JournalAudit audit;
    private final RecordFrame frame;
    private final PointerBytesStore pointer = BytesStore.nativePointer();
    private final long frameAddress;
    private int cycle;
    private long lastSequence;
    private int lastHash;
    private boolean lost;

    private ChronicleJournal(
            final JournalSettings settings,
            final SingleChronicleQueue queue,
            final ExcerptAppender appender,
            final DurableMark mark,
            final JournalAudit audit,
            final RecordFrame probe) {
        this.queue = queue;
        this.appender = appender;
        this.mark = mark;
        this.audit = audit;
        this.frame = probe;
        this.frameAddress = probe.buffer().addressOffset();
        this.cycle = appender.cycle();
        this.lastSequence = audit.lastSequence();
        this.lastHash = probe.hash();
        this.force = new ForceThread(queue, settings, mark, appender.lastIndexAppended(), lastSequence);
        force.rolled(appender.currentFile().toPath());
        force.start();
    }

    /**
     * Audits the journal, then opens it and proves that it can be written.
     *
     * @param settings of the journal.
     * @return the journal, ready for sequence {@code audit().lastSequence() + 1}.
     * @throws JournalDamagedException if the audit finds damage; nothing was changed.
     * @throws JournalLostException    if the journal cannot be written and read back.
     */
    public static ChronicleJournal open(final JournalSettings settings) {
        return open(settings, null);
    }

    /**
     * Audits the journal and hands over each record on the way, then opens it and proves that it can be written.
     *
     * @param settings of the journal.
     * @param handler  of the records up to the first bad one; may be null.
     * @return the journal, ready for sequence {@code audit().lastSequence() + 1}.
     * @throws JournalDamagedException if the audit finds damage; nothing was changed.
     * @throws JournalLostException    if the journal cannot be written and read back.
     */
    public static ChronicleJournal open(final JournalSettings settings, final RecordHandler handler) {
        try {
            Files.createDirectories(settings.directory());
        } catch (final IOException e) {
            throw new JournalLostException(
                    "journal directory cannot be made: directory=" + settings.directory() + " cause=" + e, e);
        }
        final JournalAudit.Inspection found = JournalAudit.inspect(settings.directory(), handler);
        try {
            final JournalAudit.Inspection cleared = cleared(settings.directory(), found);
            Queues.releaseLocks(settings.directory());
            return openQueue(settings, cleared);
        } catch (final EngineException e) {
            throw e;
        } catch (final IOException | RuntimeException | Error e) {
            throw new JournalLostException(
                    "journal cannot be opened for writing: directory=" + settings.directory() + " cause=" + e, e);
        }
    }

    /**
     * What the audit at open found.
     *
     * @return the audit.
     */
    public JournalAudit audit() {
        return audit;
    }

    @Override
    public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        checkAppend(sequence, length);
        final int templateId = buffer.getShort(offset + TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & TEMPLATE_ID_MASK;
        try {
            write(RecordKind.ofTemplate(templateId).ordinal(), sequence, buffer, offset, length);
        } catch (final RuntimeException | Error e) {
            lost = true;
            throw new JournalLostException("append failed: sequence=" + sequence + " cause=" + e, e);
        }
        lastSequence = sequence;
        lastHash = frame.hash();
        if (appender.cycle() != cycle) {
            cycle = appender.cycle();
            force.rolled(appender.currentFile().toPath());
        }
        force.appended(sequence);
    }

    @Override
    public long durableSequence() {
        return force.durableSequence();
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public void close() {
        force.close();
        try {
            mark.close();
        } catch (final IOException e) {
            throw new EngineException("durable mark cannot be closed: cause=" + e, e);
        } finally {
            appender.close();
            queue.close();
        }
        if (force.failure() != null) {
            throw force.failure();
        }
    }

    private void checkAppend(final long sequence, final int length) {
        if (lost) {
            throw new JournalLostException("append after a lost journal: sequence=" + sequence, null);
        }
        final JournalLostException failure = force.failure();
        if (failure != null) {
            lost = true;
            throw failure;
        }
        if (sequence != lastSequence + 1) {
            throw new IllegalArgumentException(
                    "journal sequence: actual=" + sequence + " expected=" + (lastSequence + 1));
        }
        if (length < MESSAGE_HEADER_LENGTH) {
            throw new IllegalArgumentException("message length: sequence=" + sequence + " actual=" + length
                    + " expected>=" + MESSAGE_HEADER_LENGTH);
        }
    }

    private void write(
            final int kind, final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        pointer.set(frameAddress, frame.encode(kind, sequence, lastHash, buffer, offset, length));
        appender.writeBytes(pointer);
    }

    /** Removes what a roll or an append that a kill cut short has left; the queue would take it for records. */
    private static JournalAudit.Inspection cleared(final Path directory, final JournalAudit.Inspection found)
            throws IOException {
        if (found.lastFile() != null && found.tailPosition() == 0) {
            // The file was being made: it has not even its header.
            Files.delete(found.lastFile().path());
            return cleared(directory, JournalAudit.inspect(directory, null));
        }
        if (found.tornLength() > 0) {
            clearTail(found);
        }
        return found;
    }

    private static void clearTail(final JournalAudit.Inspection found) throws IOException {
        try (FileChannel file = FileChannel.open(found.lastFile().path(), StandardOpenOption.WRITE)) {
            final ByteBuffer zeros = ByteBuffer.allocate(found.tornLength());
            long position = found.tailPosition();
            while (zeros.hasRemaining()) {
                position += file.write(zeros, position);
            }
            file.force(false);
        }
    }

    private static ChronicleJournal openQueue(final JournalSettings settings, final JournalAudit.Inspection found)
            throws IOException {
        final TimeProvider time = Queues.monotone(settings.clock(), floorMs(found));
        final DurableMark mark = new DurableMark(settings.directory());
        SingleChronicleQueue queue = null;
        try {
            queue = Queues.writable(settings.directory(), settings.blockLength(), time);
            checkLastIndex(queue, found);
            final ExcerptAppender appender = queue.createAppender();
            // Opened by the thread that recovers, appended to by the core thread, closed by whoever stopped that one.
            appender.singleThreadedCheckDisabled(true);
            final RecordFrame probe = probe(queue, appender, found);
            return new ChronicleJournal(settings, queue, appender, mark, found.audit(), probe);
        } catch (final RuntimeException | Error e) {
            mark.close();
            if (queue != null) {
                queue.close();
            }
            throw e;
        }
    }

    /** Time may not go back into a cycle that is over. */
    private static long floorMs(final JournalAudit.Inspection found) {
        if (found.lastFile() == null) {
            return 0;
        }
        return (found.lastFile().cycle() + (found.ended() ? 1L : 0L)) * CycleFile.CYCLE_MS;
    }

    private static void checkLastIndex(final SingleChronicleQueue queue, final JournalAudit.Inspection found) {
        if (found.recordsInFile() == 0) {
            return;
        }
        final long expected = Queues.ROLL_CYCLE.toIndex(found.lastFile().cycle(), found.recordsInFile() - 1L);
        final long actual = queue.lastIndex();
        if (actual != expected) {
            throw CycleScanner.damagedAt(
                    found.audit().lastSequence() + 1,
                    "last index of the queue: actual=" + Long.toHexString(actual) + " expected="
                            + Long.toHexString(expected));
        }
    }

    /** A queue that lacks a JVM flag is silently read-only, a damaged one appends where no reader comes. */
    private static RecordFrame probe(
            final SingleChronicleQueue queue, final ExcerptAppender appender, final JournalAudit.Inspection found) {
        final JournalAudit audit = found.audit();
        final RecordFrame probe = new RecordFrame();
        final int length = probe.encode(RecordFrame.KIND_PROBE, audit.lastSequence(), audit.lastHash(), null, 0, 0);
        final PointerBytesStore bytes = BytesStore.nativePointer();
        bytes.set(probe.buffer().addressOffset(), length);
        try (ReadBack readBack = new ReadBack(queue, found)) {
            readBack.all();
            appender.writeBytes(bytes);
            readBack.probe(probe, appender.lastIndexAppended());
        }
        return probe;
    }
}
