package io.ratchet.config.cli;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.engine.state.ReplayDifference;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.chronicle.JournalAudit;
import io.ratchet.journal.message.MessageJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decides a journal again and compares. */
@Command(
        name = "replay",
        description = {
            "Feed the inputs of a journal to a new core and compare what it puts out with what is recorded, byte for"
                    + " byte.",
            "Exit 1 names the first difference, both sides decoded."
        })
final class ReplayCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private JournalOptions journal;

    @Option(names = "--until", paramLabel = "SEQ", description = "Stop after this record and show the state there.")
    private long until = Long.MAX_VALUE;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "What if: replay with this policy value instead of the journaled one.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ReplayCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final PolicyOverride rewriter = overrides.isEmpty() ? null : new PolicyOverride(overrides);
        final Path directory = journal.directory();
        final Replayer replayer = new Replayer(new DecisionCore(), rewriter);
        final PayloadHash recorded = new PayloadHash();
        JournalAudit.of(directory, (sequence, kind, buffer, offset, length) -> {
            if (sequence <= until) {
                onRecord(replayer, recorded, sequence, kind, buffer, offset, length);
            }
        });
        final ReplayDifference difference = replayer.firstDifference();
        print(directory, replayer, recorded, difference);
        if (difference != null) {
            throw new CliException(ExitCode.ERROR, line(difference));
        }
        return ExitCode.OK;
    }

    private static String line(final ReplayDifference difference) {
        return "replay differs first at sequence " + difference.sequence() + " (" + difference.kind() + "): recorded="
                + decoded(difference.recorded()) + " replayed=" + decoded(difference.produced());
    }

    private static String decoded(final byte[] message) {
        return message.length == 0 ? "nothing" : MessageJson.text(new UnsafeBuffer(message), 0);
    }

    private static void onRecord(
            final Replayer replayer,
            final PayloadHash recorded,
            final long sequence,
            final RecordKind kind,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        recorded.update(buffer, offset, length);
        replayer.onRecord(sequence, kind, buffer, offset, length);
    }

    private void print(
            final Path directory,
            final Replayer replayer,
            final PayloadHash recorded,
            final ReplayDifference difference) {
        final long records = replayer.inputs() + replayer.commands() + replayer.facts() + replayer.snapshots();
        final String verdict = difference == null ? "equal" : "differs";
        if (json) {
            root.out()
                    .println("{\"journal\":" + Json.quoted(directory.toString()) + ",\"verdict\":\"" + verdict
                            + "\",\"records\":" + records + ",\"inputs\":" + replayer.inputs() + ",\"commands\":"
                            + replayer.commands() + ",\"facts\":" + replayer.facts() + ",\"snapshots\":"
                            + replayer.snapshots() + ",\"last_sequence\":"
                            + replayer.lastSequence() + ",\"missing_outputs\":" + replayer.missingOutputs()
                            + ",\"recorded_hash\":\"" + hex(recorded.value()) + "\",\"replayed_hash\":\""
                            + hex(replayer.payloadHash().value()) + "\",\"state_hash\":\""
                            + hex(replayer.stateHash()) + "\"}");
            return;
        }
        root.out().println("journal   " + directory);
        root.out()
                .println("records   " + records + " (" + replayer.inputs() + " inputs, " + replayer.commands()
                        + " commands, " + replayer.facts() + " facts, " + replayer.snapshots()
                        + " of snapshots), last sequence " + replayer.lastSequence());
        root.out().println("recorded  " + hex(recorded.value()));
        root.out().println("replayed  " + hex(replayer.payloadHash().value()));
        root.out().println("state     " + hex(replayer.stateHash()));
        if (replayer.missingOutputs() > 0) {
            root.out()
                    .println("tail      " + replayer.missingOutputs()
                            + " outputs of the last input are not in it, as --until or a kill cut them off;"
                            + " the hashes differ by them");
        }
        root.out().println("verdict   " + verdict);
    }

    private static String hex(final long hash) {
        return String.format("%016x", hash);
    }
}
