package io.ratchet.config.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What is logged without a file that says otherwise, and that such a file is left to the library. */
final class LoggingTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void asTheLibraryMakesIt() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Test
    void shouldSendOwnLinesFromInfoAndThoseOfLibrariesFromWarnToStderr() {
        final PrintStream stderr = System.err;
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
            assertEquals(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, new Logging().configure(context));
            context.getLogger("io.ratchet.node.Node").info("own line");
            context.getLogger("org.library.Thing").info("library chatter");
            context.getLogger("org.library.Thing").warn("library warning");
            context.getLogger("io.javalin.Javalin").error("what our own line says already");
        } finally {
            System.setErr(stderr);
        }
        final String text = written.toString(StandardCharsets.UTF_8);
        assertEquals(
                "TIME INFO  Node: own line\nTIME WARN  Thing: library warning\n",
                text.replaceAll("(?m)^\\S+T\\S+Z ", "TIME "));
    }

    @Test
    @DisplayName("L02: the log of a service rotates at 100 MB and keeps ten files")
    void shouldRotateTheFileOfAService() throws Exception {
        final String file = java.nio.file.Files.readString(java.nio.file.Path.of("logback.xml"));
        assertTrue(file.contains("<maxFileSize>100MB</maxFileSize>"));
        assertTrue(file.contains("<minIndex>1</minIndex>") && file.contains("<maxIndex>10</maxIndex>"));
        assertTrue(file.contains("RollingFileAppender") && !file.contains("core.FileAppender"));
    }

    @Test
    void shouldLeaveItToTheFileWhenOneIsGiven() {
        System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, "some.xml");
        try {
            assertEquals(ExecutionStatus.INVOKE_NEXT_IF_ANY, new Logging().configure(context));
        } finally {
            System.clearProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
        }
        assertNull(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("any"));
        assertFalse(context.getLogger(Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .hasNext());
    }
}
