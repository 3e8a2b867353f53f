package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the records of the cycle files by plain reads and checks every one. Knows of Chronicle's file format:
 *
 * <pre>
 *   word 0x00000000           nothing written from here on
 *   word 0xC0000000           end of this file's data
 *   word 1xxxxxxx…            a record whose writing did not end
 *   word 01 + 30-bit length   the queue's own bookkeeping, skipped
 *   word 00 + 30-bit length   a record of ours, on a multiple of four bytes
 * </pre>
 */
final class CycleScanner {
    private static final int NOT_WRITTEN = 0;
    private static final int END_OF_DATA = 0xC000_0000;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int BOOKKEEPING = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3fff_ffff;
    private static final int WORD_LENGTH = 4;
    private static final int POSITIONS_KEPT = 3;
    /** Behind the header and the two indexes of 4096 entries that a FAST_HOURLY file begins with. */
    static final long FIRST_RECORD_POSITION = 0x10110;

    /** Where the queue's file header keeps the position of the last record: a name, then an array of two int64. */
    private static final byte[] WRITE_POSITION_NAME = "writePosition".getBytes(StandardCharsets.US_ASCII);

    private static final int ARRAY_CODE = 0x8d;
    private static final int ARRAY_CODE_DISTANCE_MAX = 16;
    private static final int ARRAY_HEADER_LENGTH = 17;

    private final FileWindow window;
    private final RecordHandler handler;
    private final DurableMark.Mark mark;
    private final RecordFrame frame = new RecordFrame();
    private final long[] countsByKind = new long[RecordKind.values().length];
    private final long[] lastPositions = new long[POSITIONS_KEPT];
    private long lastSequence;
    private int lastHash;
    private long probes;
    private long bytes;
    private int recordsInFile;
    private long tailPosition;
    private boolean ended;
    private long writePosition;
    private boolean writePositionSeen;

    CycleScanner(final FileWindow window, final DurableMark.Mark mark, final RecordHandler handler) {
        this.window = window;
        this.mark = mark;
        this.handler = handler;
    }

    /** Walks one file; the files come in order. */
    void scan(final CycleFile file) throws IOException {
        window.open(file.path());
        recordsInFile = 0;
        ended = false;
        writePosition = 0;
        Arrays.fill(lastPositions, 0);
        writePositionSeen = false;
        walk(file, 0);
    }

    private void walk(final CycleFile file, final long from) throws IOException {
        long position = from;
        while (position + WORD_LENGTH <= window.fileLength()) {
            final int word = window.word(position);
            if (word == NOT_WRITTEN || (word & NOT_COMPLETE) != 0) {
                ended = word == END_OF_DATA;
                break;
            }
            final int length = word & LENGTH_MASK;
            if (isBeyondFile(position + WORD_LENGTH + length)) {
                throw damaged("record reaches beyond the end of " + file.path() + ": position=" + position + " length="
                        + length + " file=" + window.fileLength());
            }
            onDocument(file, position, length, (word & BOOKKEEPING) != 0);
            position = align(position + WORD_LENGTH + length);
        }
        tailPosition = position;
    }

    /**
     * Checks, in the last file, that nothing was written behind its last record, and that the queue's own bookkeeping
     * names that record.
     *
     * @return bytes behind the last record that an unfinished append left, to be zeroed before the next one.
     */
    int checkTail(final CycleFile file) throws IOException {
        long stray = strayPosition();
        while (stray >= 0) {
            // A writer beside us writes the gap before what is behind it: what is still a gap now is a hole.
            final long gap = tailPosition;
            window.refresh();
            walk(file, gap);
            if (tailPosition == gap) {
                throw damaged(
                        "hole in " + file.path() + ": nothing at position=" + gap + " but data at position=" + stray);
            }
            stray = strayPosition();
        }
        checkWritePosition(file);
        final long from = Math.min(tailPosition, window.fileLength());
        if (ended || window.firstNonZero(from) < 0) {
            return 0;
        }
        return (int) Math.min(WORD_LENGTH + RecordFrame.LENGTH_MAX, window.fileLength() - from);
    }

    /** Damage at the record that comes next. */
    JournalDamagedException damaged(final String what) {
        return damagedAt(lastSequence + 1, what);
    }

    static JournalDamagedException damagedAt(final long sequence, final String what) {
        return new JournalDamagedException(sequence, "journal damaged: first bad sequence=" + sequence + ": " + what);
    }

    long lastSequence() {
        return lastSequence;
    }

    int lastHash() {
        return lastHash;
    }

    long probes() {
        return probes;
    }

    long bytes() {
        return bytes;
    }

    long count(final RecordKind kind) {
        return countsByKind[kind.ordinal()];
    }

    /** Records of ours in the file scanned last, probes included. */
    int recordsInFile() {
        return recordsInFile;
    }

    /** Where the next record of the file scanned last would be. */
    long tailPosition() {
        return tailPosition;
    }

    /** Whether the file scanned last was closed by a roll. */
    boolean ended() {
        return ended;
    }

    private void onDocument(final CycleFile file, final long position, final int length, final boolean bookkeeping)
            throws IOException {
        if (bookkeeping) {
            if (position == 0) {
                writePosition = readWritePosition(length);
            }
        } else {
            if (position == 0) {
                throw damaged("file header of " + file.path() + " is not one");
            }
            onRecord(file, position, length);
        }
        System.arraycopy(lastPositions, 0, lastPositions, 1, POSITIONS_KEPT - 1);
        lastPositions[0] = position;
        writePositionSeen |= position == writePosition;
    }

    private void onRecord(final CycleFile file, final long position, final int length) throws IOException {
        final int readable = Math.min(length, RecordFrame.LENGTH_MAX);
        final int offset = window.locate(position + WORD_LENGTH, readable);
        frame.buffer().putBytes(0, window.buffer(), offset, readable);
        final String defect = frame.defect(length, lastSequence + 1, lastHash);
        if (defect != null) {
            throw damaged(defect + " in " + file.path() + " at position=" + position);
        }
        lastHash = frame.hash();
        recordsInFile++;
        bytes += length;
        if (frame.isProbe()) {
            probes++;
            return;
        }
        lastSequence = frame.sequence();
        if (lastSequence == mark.sequence() && lastHash != mark.hash()) {
            throw damagedAt(
                    lastSequence,
                    "not the record that was forced to disk: hash actual=" + RecordFrame.hex(lastHash) + " expected="
                            + RecordFrame.hex(mark.hash()));
        }
        final RecordKind kind = RecordKind.ofOrdinal(frame.kind());
        countsByKind[kind.ordinal()]++;
        if (handler != null) {
            handler.onRecord(lastSequence, kind, frame.buffer(), RecordFrame.HEADER_LENGTH, frame.payloadLength());
        }
    }

    /** A writer beside us makes the file longer before it writes there. */
    private boolean isBeyondFile(final long end) throws IOException {
        if (end > window.fileLength()) {
            window.refresh();
        }
        return end > window.fileLength();
    }

    /** Where something lies that cannot be the rest of one unfinished append, or -1. */
    private long strayPosition() throws IOException {
        if (ended) {
            return -1;
        }
        // A file in the making gets its header last, after the two indexes that lie before the first record.
        final long beyond =
                tailPosition == 0 ? FIRST_RECORD_POSITION : tailPosition + WORD_LENGTH + RecordFrame.LENGTH_MAX;
        return window.firstNonZero(Math.min(beyond, window.fileLength()));
    }

    /**
     * The queue notes the position of its last record after it has written it, so the note may be one record behind;
     * it is never ahead, and never anywhere else. Beside a running writer only the note of before the walk is checked.
     */
    private void checkWritePosition(final CycleFile file) throws IOException {
        if (lastPositions[0] == 0 && writePosition == 0) {
            return;
        }
        window.refresh();
        final long now = readWritePosition(window.word(0) & LENGTH_MASK);
        boolean good = writePositionSeen && now != writePosition;
        for (final long position : lastPositions) {
            good |= now == writePosition && writePosition == position;
        }
        if (!good) {
            throw damaged("the queue's last record in " + file.path() + ": noted at position=" + writePosition
                    + " found at position=" + lastPositions[0]);
        }
    }

    private long readWritePosition(final int headerLength) throws IOException {
        final int length = Math.min(headerLength, RecordFrame.LENGTH_MAX);
        final int offset = window.locate(WORD_LENGTH, length);
        for (int i = 0; i + WRITE_POSITION_NAME.length <= length; i++) {
            if (isWritePositionName(offset + i)) {
                return readArrayHead(offset + i + WRITE_POSITION_NAME.length);
            }
        }
        throw damaged("file header holds no writePosition");
    }

    private boolean isWritePositionName(final int offset) {
        for (int i = 0; i < WRITE_POSITION_NAME.length; i++) {
            if (window.buffer().getByte(offset + i) != WRITE_POSITION_NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private long readArrayHead(final int offset) {
        for (int i = 0; i < ARRAY_CODE_DISTANCE_MAX; i++) {
            if ((window.buffer().getByte(offset + i) & 0xff) == ARRAY_CODE) {
                return window.buffer().getLong(offset + i + ARRAY_HEADER_LENGTH);
            }
        }
        throw damaged("file header holds no writePosition value");
    }

    private static long align(final long position) {
        return (position + WORD_LENGTH - 1) & -WORD_LENGTH;
    }
}
