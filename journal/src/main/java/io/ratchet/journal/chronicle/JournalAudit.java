package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a whole journal holds, every record of it checked: contiguous sequences, checksums, the chain of hashes, no
 * data behind a hole, and a tail that is neither shorter than what was forced to disk nor other than what the queue's
 * own bookkeeping names.
 *
 * <p>An append that a kill cut short is not damage: it was never acknowledged.
 *
 * @param lastSequence    of the newest record, 0 for an empty journal.
 * @param lastHash        of the newest frame, the link of the next one.
 * @param inputs          records of that kind.
 * @param commands        records of that kind.
 * @param facts           records of that kind.
 * @param snapshots       records of that kind.
 * @param probes          frames that prove writing, one per open.
 * @param bytes           in frames.
 * @param files           cycle files.
 * @param durableSequence newest sequence known to be on disk before this audit.
 */
public record JournalAudit(
        long lastSequence,
        int lastHash,
        long inputs,
        long commands,
        long facts,
        long snapshots,
        long probes,
        long bytes,
        int files,
        long durableSequence) {

    /**
     * Audits a journal by plain file reads; changes nothing, works beside a running writer (of which it then sees a
     * moment) and needs no JVM flags.
     *
     * @param directory of the journal; a missing or empty one is an empty journal.
     * @return what it holds.
     * @throws JournalDamagedException that names the first bad sequence.
     */
    public static JournalAudit of(final Path directory) {
        return of(directory, null);
    }

    /**
     * Audits a journal and hands over each good record on the way.
     *
     * @param directory of the journal.
     * @param handler   of the records up to the first bad one; may be null.
     * @return what it holds.
     * @throws JournalDamagedException that names the first bad sequence.
     */
    public static JournalAudit of(final Path directory, final RecordHandler handler) {
        return inspect(directory, handler).audit();
    }

    /** The audit with what only the writer needs. */
    static Inspection inspect(final Path directory, final RecordHandler handler) {
        try (FileWindow window = new FileWindow()) {
            return inspect(directory, handler, window);
        } catch (final IOException e) {
            throw new JournalLostException("journal cannot be read: directory=" + directory + " cause=" + e, e);
        }
    }

    private static Inspection inspect(final Path directory, final RecordHandler handler, final FileWindow window)
            throws IOException {
        // Read first: a writer at work beside us only moves the mark on.
        final DurableMark.Mark mark = DurableMark.read(directory);
        final List<CycleFile> files = CycleFile.list(directory);
        final CycleScanner scanner = new CycleScanner(window, mark, handler);
        for (final CycleFile file : files) {
            scanner.scan(file);
        }
        final CycleFile last = files.isEmpty() ? null : files.get(files.size() - 1);
        final int tornLength = last == null ? 0 : scanner.checkTail(last);
        if (scanner.lastSequence() < mark.sequence()) {
            throw scanner.damaged("the journal ends here but was forced to disk up to sequence=" + mark.sequence());
        }
        final JournalAudit audit = new JournalAudit(
                scanner.lastSequence(),
                scanner.lastHash(),
                scanner.count(RecordKind.INPUT),
                scanner.count(RecordKind.COMMAND),
                scanner.count(RecordKind.FACT),
                scanner.count(RecordKind.SNAPSHOT),
                scanner.probes(),
                scanner.bytes(),
                files.size(),
                mark.sequence());
        return new Inspection(
                audit, last, scanner.recordsInFile(), scanner.tailPosition(), tornLength, scanner.ended());
    }

    /**
     * The tail of the journal as the writer has to find it.
     *
     * @param audit         of the whole journal.
     * @param lastFile      newest cycle file, null for none.
     * @param recordsInFile frames in it.
     * @param tailPosition  where its next record goes.
     * @param tornLength    bytes from there on that an unfinished append may have left.
     * @param ended         whether a roll closed it.
     */
    record Inspection(
            JournalAudit audit,
            CycleFile lastFile,
            int recordsInFile,
            long tailPosition,
            int tornLength,
            boolean ended) {}
}
