package io.ratchet.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import io.ratchet.journal.DirectoryLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only processes of their own can show: kills, and JVM flags that are missing. */
class JournalProcessTest {
    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    private static final long WAIT_SECONDS = 60;

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingAcknowledgedWhenKilledInMidAppend() throws Exception {
        killRepeatedly(5);
    }

    @Test
    @Tag("long")
    void shouldLoseNothingAcknowledgedInManyKills() throws Exception {
        killRepeatedly(60);
    }

    @Test
    void shouldRefuseToWriteWhenAJvmFlagIsMissing() throws Exception {
        final Path journal = directory.resolve("journal");
        JournalFixture.write(journal, 10);
        final String reflectOnly = probe(journal, FLAGS.get(0), FLAGS.get(3));
        assertTrue(reflectOnly.contains("refused JournalLostException"), reflectOnly);
        final String none = probe(journal, FLAGS.get(3));
        assertTrue(none.contains("refused JournalLostException"), none);
        final String all = probe(journal, FLAGS.toArray(new String[0]));
        assertTrue(all.contains("opened 10"), all);
        assertEquals(10, JournalAudit.of(journal).lastSequence());
    }

    private void killRepeatedly(final int kills) throws Exception {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("ratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        long before = 0;
        for (int kill = 0; kill < kills; kill++) {
            final Process child = start(
                    List.of(FLAGS.get(0), FLAGS.get(1), FLAGS.get(2), FLAGS.get(3)), ChildWriter.class, directory);
            awaitAcknowledged(child, before);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
            if (kill == 0) {
                final EngineException held =
                        Assertions.assertThrows(EngineException.class, () -> DirectoryLock.acquire(directory));
                assertTrue(held.getMessage().contains("pid=" + child.pid()), held.getMessage());
            }
            child.destroyForcibly().waitFor();
            final long acknowledged = acknowledged();
            final JournalAudit audit = JournalAudit.of(directory.resolve("journal"));
            assertTrue(
                    audit.lastSequence() == acknowledged || audit.lastSequence() == acknowledged + 1,
                    "journal " + audit.lastSequence() + " acknowledged " + acknowledged);
            assertTrue(audit.durableSequence() <= audit.lastSequence());
            before = acknowledged;
        }
        DirectoryLock.acquire(directory).close();
        try (ChronicleJournal journal = JournalFixture.open(directory.resolve("journal"), () -> 0)) {
            assertTrue(journal.lastSequence() >= before);
        }
    }

    private void awaitAcknowledged(final Process child, final long before) throws IOException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (acknowledged() <= before) {
            assertTrue(child.isAlive(), () -> "child ended: " + output());
            assertFalse(System.nanoTime() > deadline, "nothing acknowledged");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private long acknowledged() throws IOException {
        final Path file = directory.resolve("acknowledged");
        if (!Files.exists(file) || Files.size(file) < Long.BYTES) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
            channel.read(bytes, 0);
            return bytes.getLong(0);
        }
    }

    private String probe(final Path journal, final String... flags) throws Exception {
        final Process child = start(List.of(flags), ChildProbe.class, journal);
        assertTrue(child.waitFor(WAIT_SECONDS, TimeUnit.SECONDS));
        return output();
    }

    private Process start(final List<String> flags, final Class<?> main, final Path argument) throws IOException {
        final List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElseThrow());
        line.addAll(flags);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), argument.toString()));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("child.log"));
        } catch (final IOException e) {
            return e.toString();
        }
    }
}
