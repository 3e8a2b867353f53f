package io.ratchet.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ClockTickEncoder.BLOCK_LENGTH;
    private static final int MANY = 20_000;

    private final MemoryJournal journal = new MemoryJournal();
    private final UnsafeBuffer tick = new UnsafeBuffer(new byte[LENGTH]);

    @Test
    void shouldReadBackWhatWasAppendedWhenItGrows() {
        for (int i = 1; i <= MANY; i++) {
            append(i);
        }
        final List<Long> times = times();
        assertEquals(MANY, times.size());
        assertEquals(MANY, times.get(MANY - 1));
        assertEquals(MANY, journal.lastSequence());
    }

    @Test
    void shouldKeepWhatIsDurableWhenPowerIsLost() {
        for (int i = 1; i <= 5; i++) {
            append(i);
        }
        journal.durable(3);
        journal.loseUndurable();
        assertEquals(3, journal.lastSequence());
        append(4);
        assertEquals(List.of(1L, 2L, 3L, 4L), times());
    }

    @Test
    void shouldRefuseASequenceWhenItIsNotTheNext() {
        append(1);
        assertThrows(IllegalArgumentException.class, () -> append(3));
    }

    private void append(final long sequence) {
        new ClockTickEncoder()
                .wrapAndApplyHeader(tick, 0, new MessageHeaderEncoder())
                .timeNs(sequence);
        journal.append(sequence, tick, 0, LENGTH);
    }

    private List<Long> times() {
        final List<Long> times = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            while (reader.poll(
                            (sequence, kind, buffer, offset, length) ->
                                    times.add(buffer.getLong(offset + MessageHeaderEncoder.ENCODED_LENGTH)),
                            100)
                    > 0) {
                // Until there is no more.
            }
        }
        return times;
    }
}
