package io.ratchet.config.system;

import io.ratchet.config.node.NodePlan;
import io.ratchet.config.node.NodeRunner;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.pipeline.SystemEngineClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** A node as {@code run} makes it, but for a core that breaks once it was told to: when a file appears. */
final class FailingNode {
    /** In the file: the journal is lost, once. */
    static final String JOURNAL = "journal";
    /** Why it is lost. */
    static final String LOST = "lost on purpose";

    private FailingNode() {}

    /** args: settings, port, speed, anchor ms, start ms, file that breaks the core. */
    public static void main(final String[] args) {
        final int speedMilli = Integer.parseInt(args[2]) * 1_000;
        final NodePlan plan = NodePlan.realTime(
                        SettingsLoader.load(Path.of(args[0]), System.getenv(), Map.of("http.port", args[1])), 1, "test")
                .withClock(
                        SystemEngineClock.accelerated(
                                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[4])),
                                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3])),
                                speedMilli),
                        speedMilli)
                .withCoreAround(core -> new BreakingCore(core, Path.of(args[5])));
        System.exit(new NodeRunner(plan, System.out, new PrintWriter(System.err, true, StandardCharsets.UTF_8)).run());
    }

    private record BreakingCore(Core core, Path trigger) implements Core {
        @Override
        public void onInput(
                final long sequence,
                final DirectBuffer buffer,
                final int offset,
                final int length,
                final Outputs outputs) {
            if (trigger.toFile().exists()) {
                breakDown();
            }
            core.onInput(sequence, buffer, offset, length, outputs);
        }

        private void breakDown() {
            try {
                if (JOURNAL.equals(Files.readString(trigger))) {
                    Files.delete(trigger);
                    throw new JournalLostException(LOST, null);
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public long nextDeadlineNs() {
            return core.nextDeadlineNs();
        }

        @Override
        public long stateHash() {
            return core.stateHash();
        }
    }
}
