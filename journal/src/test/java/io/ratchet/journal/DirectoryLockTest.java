package io.ratchet.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRefuseASecondHolderAndNameTheFirst() {
        final Path data = directory.resolve("data");
        try (DirectoryLock lock = DirectoryLock.acquire(data)) {
            final EngineException refused = assertThrows(EngineException.class, () -> DirectoryLock.acquire(data));
            assertEquals(
                    "another instance holds " + lock.file() + ": pid="
                            + ProcessHandle.current().pid() + " expected=none",
                    refused.getMessage());
        }
        DirectoryLock.acquire(data).close();
    }

    @Test
    @DisplayName("M01: of two that start at once one gets in, a hundred times")
    void shouldLetOneOfTwoInWhenBothStartAtOnce() throws Exception {
        final java.util.concurrent.ExecutorService two = java.util.concurrent.Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 100; round++) {
                final Path data = directory.resolve("race");
                final java.util.concurrent.CyclicBarrier start = new java.util.concurrent.CyclicBarrier(2);
                final java.util.concurrent.Callable<DirectoryLock> contender = () -> {
                    start.await();
                    try {
                        return DirectoryLock.acquire(data);
                    } catch (final EngineException refused) {
                        assertTrue(refused.getMessage().contains("another instance holds"), refused.getMessage());
                        return null;
                    }
                };
                int holders = 0;
                for (final java.util.concurrent.Future<DirectoryLock> lock :
                        two.invokeAll(java.util.List.of(contender, contender))) {
                    if (lock.get() != null) {
                        holders++;
                        lock.get().close();
                    }
                }
                assertEquals(1, holders, "round " + round);
            }
        } finally {
            two.shutdown();
        }
    }

    @Test
    void shouldSayWhenTheDirectoryCannotBeMade() throws Exception {
        final Path file = Files.writeString(directory.resolve("file"), "x");
        final EngineException refused =
                assertThrows(EngineException.class, () -> DirectoryLock.acquire(file.resolve("data")));
        assertTrue(refused.getMessage().contains("cannot be locked"), refused.getMessage());
    }
}
