package io.ratchet.config.demo;

import io.ratchet.config.Main;
import io.ratchet.engine.api.EngineException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The second process: the verb {@code venue} of this very program. It ends when this process ends, however that is,
 * since it watches its stdin.
 */
final class VenueChild implements AutoCloseable {
    private static final long READY_MAX_S = 60;
    private static final long STOP_MAX_S = 10;
    private static final long LAST_NEWS_MS = 500;

    /** Ctrl-C reaches both processes, but the exchange must outlive the node that winds up on it. */
    private static final List<String> DEAF_TO_INTERRUPT =
            File.separatorChar == '/' ? List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh") : List.of();

    private final Process process;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch pricesEnded = new CountDownLatch(1);
    private final CountDownLatch frozen = new CountDownLatch(1);
    private volatile int port;
    private volatile int signalPort;

    private VenueChild(final Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param options of the verb.
     * @param errors  file for what it says on stderr.
     * @return the running process.
     */
    static VenueChild start(final List<String> options, final Path errors) {
        final List<String> command = new ArrayList<>(DEAF_TO_INTERRUPT);
        command.addAll(javaCommand());
        command.add("venue");
        command.add("--stdin");
        command.addAll(options);
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectError(Redirect.to(errors.toFile()))
                    .start();
            final VenueChild child = new VenueChild(process);
            final Thread reader = new Thread(child::read, "demo-venue-output");
            reader.setDaemon(true);
            reader.start();
            child.awaitReady(errors);
            return child;
        } catch (final IOException e) {
            throw new EngineException("venue process cannot be started: command=" + command + " cause=" + e, e);
        }
    }

    int port() {
        return port;
    }

    int signalPort() {
        return signalPort;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether the price file is over. */
    boolean arePricesOver() {
        return pricesEnded.getCount() == 0;
    }

    /**
     * Ends its market and waits until that is so, and then a moment longer, so that the node hears what was executed last.
     */
    void freeze() {
        try {
            process.getOutputStream().write("freeze\n".getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            if (frozen.await(STOP_MAX_S, TimeUnit.SECONDS)) {
                TimeUnit.MILLISECONDS.sleep(LAST_NEWS_MS);
            }
        } catch (final IOException ignored) {
            // It has ended: nothing moves there any more.
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells it to end, and waits: afterwards its log is whole. */
    void end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_MAX_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final IOException | InterruptedException e) {
            process.destroyForcibly();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        end();
    }

    private void awaitReady(final Path errors) throws IOException {
        try {
            final boolean isReady = ready.await(READY_MAX_S, TimeUnit.SECONDS);
            if (!isReady || port == 0) {
                process.destroyForcibly();
                throw new EngineException("venue process did not get ready: "
                        + Files.readString(errors).trim());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new EngineException("interrupted while the venue process was starting", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                onLine(line);
                line = lines.readLine();
            }
        } catch (final IOException ignored) {
            // The process has ended; whoever waits for it sees that it is not alive.
        }
        ready.countDown();
    }

    private void onLine(final String line) {
        final JsonNode event = JsonMapper.shared().readTree(line);
        switch (event.path("event").asString("")) {
            case "ready" -> {
                port = event.path("port").asInt();
                signalPort = event.path("signalPort").asInt();
                ready.countDown();
            }
            case "frozen" -> frozen.countDown();
            case "prices_end" -> pricesEnded.countDown();
            default -> {
                // Other lines are for people.
            }
        }
    }

    /** The command that runs this very program: its jar, or its class path in a build. */
    private static List<String> javaCommand() {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        final Path own = ownLocation();
        if (own != null && Files.isRegularFile(own) && own.toString().endsWith("ratchet.jar")) {
            command.add("-jar");
            command.add(own.toString());
        } else {
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("--add-") || argument.startsWith("--enable-native"))
                    .forEach(command::add);
            command.add("-cp");
            command.add(ManagementFactory.getRuntimeMXBean().getClassPath());
            command.add(Main.class.getName());
        }
        return command;
    }

    private static Path ownLocation() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            return null;
        }
    }
}
