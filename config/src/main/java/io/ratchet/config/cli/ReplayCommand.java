package io.ratchet.config.cli;

import io.ratchet.config.node.JournalReplay;
import io.ratchet.config.node.Node;
import io.ratchet.engine.state.ReplayDifference;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.message.MessageJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decides a journal again and compares. */
@Command(
        name = "replay",
        description = {
            "Feed the inputs of a journal to a new core and compare what it puts out with what is recorded, byte for"
                    + " byte. What another version of the decisions wrote is only the history that this one began with.",
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
        final JournalReplay replay = JournalReplay.of(directory, until, rewriter);
        final ReplayDifference difference = replay.replayer().firstDifference();
        print(directory, replay, verdict(replay, difference));
        if (difference != null) {
            throw new CliException(ExitCode.ERROR, line(difference));
        }
        if (replay.isHistoryOnly()) {
            throw new CliException(
                    ExitCode.ERROR,
                    "nothing to compare: the newest part of the journal was decided by version " + replay.otherVersion()
                            + ", this build decides by version " + Node.DECISION_VERSION);
        }
        return ExitCode.OK;
    }

    private static String verdict(final JournalReplay replay, final ReplayDifference difference) {
        if (replay.isHistoryOnly()) {
            return "not compared";
        }
        return difference == null ? "equal" : "differs";
    }

    private static String line(final ReplayDifference difference) {
        return "replay differs first at sequence " + difference.sequence() + " (" + difference.kind() + "): recorded="
                + decoded(difference.recorded()) + " replayed=" + decoded(difference.produced());
    }

    private static String decoded(final byte[] message) {
        return message.length == 0 ? "nothing" : MessageJson.text(new UnsafeBuffer(message), 0);
    }

    private void print(final Path directory, final JournalReplay replay, final String verdict) {
        final Replayer replayer = replay.replayer();
        final long records = replayer.inputs() + replayer.commands() + replayer.facts() + replayer.snapshots();
        if (json) {
            root.out()
                    .println("{\"journal\":" + Json.quoted(directory.toString()) + ",\"verdict\":\"" + verdict
                            + "\",\"decision_version\":" + Node.DECISION_VERSION + ",\"compared_from\":"
                            + (replay.isHistoryOnly() ? "null" : replay.comparedFrom())
                            + ",\"records\":" + records + ",\"inputs\":" + replayer.inputs() + ",\"commands\":"
                            + replayer.commands() + ",\"facts\":" + replayer.facts() + ",\"snapshots\":"
                            + replayer.snapshots() + ",\"last_sequence\":"
                            + replayer.lastSequence() + ",\"missing_outputs\":" + replayer.missingOutputs()
                            + ",\"recorded_hash\":\"" + hex(replay.recorded().value()) + "\",\"replayed_hash\":\""
                            + hex(replayer.payloadHash().value()) + "\",\"state_hash\":\""
                            + hex(replayer.stateHash()) + "\"}");
            return;
        }
        root.out().println("journal   " + directory);
        root.out()
                .println("records   " + records + " (" + replayer.inputs() + " inputs, " + replayer.commands()
                        + " commands, " + replayer.facts() + " facts, " + replayer.snapshots()
                        + " of snapshots), last sequence " + replayer.lastSequence());
        if (replay.comparedFrom() > 1) {
            root.out().println("history   " + history(replay));
        }
        root.out().println("recorded  " + hex(replay.recorded().value()));
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

    private static String history(final JournalReplay replay) {
        final String by =
                "decided by version " + replay.otherVersion() + ", fed from its newest snapshot, not compared";
        return replay.isHistoryOnly() ? by : "before sequence " + replay.comparedFrom() + " " + by;
    }

    private static String hex(final long hash) {
        return String.format("%016x", hash);
    }
}
