package io.ratchet.config.logging;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged and where to, unless {@code -Dlogback.configurationFile=FILE} says otherwise: our lines from INFO,
 * those of libraries from WARN, of some not even that, all to stderr, because stdout belongs to what a verb prints. In code and not in XML,
 * because the XML's reader costs a start a quarter of a second in which positions wait.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0}: %msg%n";
    private static final String OWN = "io.ratchet";
    private static final List<String> SILENT = List.of("io.javalin", "com.zaxxer.hikari");

    @Override
    public ExecutionStatus configure(final LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        final ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setTarget("System.err");
        start(context, stderr);
        context.getLogger(OWN).setLevel(Level.INFO);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        // What these fail at is told by those who use them, in one line instead of a stack trace.
        SILENT.forEach(library -> context.getLogger(library).setLevel(Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Sends all lines to a file from now on, for a verb that draws on the terminal.
     *
     * @param file to write.
     */
    public static void sendTo(final Path file) {
        if (LoggerFactory.getILoggerFactory() instanceof final LoggerContext context) {
            final FileAppender<ILoggingEvent> appender = new FileAppender<>();
            appender.setFile(file.toString());
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
            start(context, appender);
        }
    }

    private static void start(final LoggerContext context, final OutputStreamAppender<ILoggingEvent> appender) {
        final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
}
