package io.ratchet.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void shouldSayWhenTheDirectoryCannotBeMade() throws Exception {
        final Path file = Files.writeString(directory.resolve("file"), "x");
        final EngineException refused =
                assertThrows(EngineException.class, () -> DirectoryLock.acquire(file.resolve("data")));
        assertTrue(refused.getMessage().contains("cannot be locked"), refused.getMessage());
    }
}
