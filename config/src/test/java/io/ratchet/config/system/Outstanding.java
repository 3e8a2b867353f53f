package io.ratchet.config.system;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.journal.chronicle.JournalAudit;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a dead node had asked for without having heard what became of it, by its journal.
 *
 * @param lastSequence of the journal.
 * @param commands     names of the commands, by sequence.
 */
record Outstanding(long lastSequence, Map<Long, String> commands) {

    static Outstanding of(final Path journal) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final CommandResultDecoder result = new CommandResultDecoder();
        final Map<Long, String> commands = new TreeMap<>();
        final JournalAudit audit = JournalAudit.of(journal, (sequence, kind, buffer, offset, length) -> {
            header.wrap(buffer, offset);
            final int id = header.templateId();
            if (id == NodeStartedDecoder.TEMPLATE_ID) {
                commands.clear();
            } else if (id == CommandResultDecoder.TEMPLATE_ID) {
                commands.remove(
                        result.wrapAndApplyHeader(buffer, offset, header).commandSequence());
            } else if (kind == RecordKind.COMMAND
                    && id != RequestSnapshotDecoder.TEMPLATE_ID
                    && id != SubscribeDecoder.TEMPLATE_ID
                    && id != UnsubscribeDecoder.TEMPLATE_ID) {
                commands.put(sequence, Integer.toString(id));
            }
        });
        return new Outstanding(audit.lastSequence(), commands);
    }
}
