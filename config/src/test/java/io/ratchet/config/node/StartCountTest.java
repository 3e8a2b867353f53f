package io.ratchet.config.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartCountTest {
    @TempDir
    Path directory;

    @Test
    void shouldCountStartsAcrossProcessesUntilOneIsWell() {
        assertEquals(0, StartCount.in(directory).failed());
        for (int start = 1; start <= StartCount.FAILED_MAX; start++) {
            StartCount.in(directory).begun();
            assertEquals(start, StartCount.in(directory).failed());
        }
        StartCount.in(directory).isWell();
        assertEquals(0, StartCount.in(directory).failed());
    }

    @Test
    void shouldTakeWhatIsNoCountForNone() throws IOException {
        for (final String text : new String[] {"", "-1", "three", "9999999"}) {
            Files.writeString(directory.resolve("starts.failed"), text);
            assertEquals(0, StartCount.in(directory).failed(), text);
        }
    }

    @Test
    void shouldNotFailWhenTheCountCannotBeWritten() {
        final StartCount nowhere = StartCount.in(directory.resolve("missing"));
        nowhere.begun();
        nowhere.isWell();
        assertEquals(0, nowhere.failed());
    }
}
