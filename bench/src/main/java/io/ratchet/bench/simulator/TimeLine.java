package io.ratchet.bench.simulator;

import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.sbe.ClockTickDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.state.RecordText;
import io.ratchet.journal.chronicle.MemoryJournal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a journal for people: no prices and ticks. */
final class TimeLine {
    private static final int POLL_RECORDS = 1_024;

    private TimeLine() {}

    /** The last lines that a pattern is found in. */
    static List<String> of(final MemoryJournal journal, final int count, final String regex) {
        final Pattern pattern = Pattern.compile(regex);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final ArrayDeque<String> lines = new ArrayDeque<>();
        try (JournalReader reader = journal.reader()) {
            while (reader.poll(
                            (sequence, kind, buffer, offset, length) -> {
                                final int type = header.wrap(buffer, offset).templateId();
                                if (type == PriceDecoder.TEMPLATE_ID || type == ClockTickDecoder.TEMPLATE_ID) {
                                    return;
                                }
                                final String line = sequence + " " + kind.name().charAt(0) + " "
                                        + RecordText.of(buffer, offset, length)
                                                .replaceAll("\\(sbeTemplateId[^)]*\\)", "")
                                                .replace("-9223372036854775808", "null");
                                if (pattern.matcher(line).find()) {
                                    lines.add(line);
                                    if (lines.size() > count) {
                                        lines.poll();
                                    }
                                }
                            },
                            POLL_RECORDS)
                    > 0) {
                // Until its end.
            }
        }
        return List.copyOf(lines);
    }
}
