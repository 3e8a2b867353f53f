package io.ratchet.config.system;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One process of the packaged jar, its output kept. */
final class ProductProcess implements AutoCloseable {
    static final Path JAR = Path.of(System.getProperty("ratchet.jar", "target/ratchet.jar"));
    private static final long POLL_MS = 5;

    private final Process process;
    private final long startedNs = System.nanoTime();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Path errors;

    private ProductProcess(final Process process, final Path errors) {
        this.process = process;
        this.errors = errors;
    }

    static ProductProcess start(final Path directory, final Map<String, String> environment, final String... args)
            throws IOException {
        return start(directory, List.of(), environment, args);
    }

    /** Starts the jar with more flags for its JVM. */
    static ProductProcess start(
            final Path directory, final List<String> jvm, final Map<String, String> environment, final String... args)
            throws IOException {
        final List<String> program = new ArrayList<>(jvm);
        program.addAll(List.of("-jar", JAR.toString()));
        return launch(directory, environment, program, args);
    }

    /** Starts a class of the tests on top of the jar, with the flags its manifest would give. */
    static ProductProcess startMain(
            final Path directory, final Map<String, String> environment, final Class<?> main, final String... args)
            throws IOException {
        final List<String> program = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("--enable-native"))
                .toList());
        final Path tests;
        try {
            tests = Path.of(
                    main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (final URISyntaxException e) {
            throw new IOException(e);
        }
        program.addAll(List.of("-cp", JAR + File.pathSeparator + tests, main.getName()));
        return launch(directory, environment, program, args);
    }

    private static ProductProcess launch(
            final Path directory,
            final Map<String, String> environment,
            final List<String> program,
            final String... args)
            throws IOException {
        final List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m"));
        command.addAll(program);
        command.addAll(List.of(args));
        final Path errors = Files.createTempFile(directory, "stderr", ".txt");
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        final ProductProcess product = new ProductProcess(builder.start(), errors);
        final Thread reader = new Thread(product::read, "product-output");
        reader.setDaemon(true);
        reader.start();
        return product;
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (final IOException ignored) {
            // The process was killed; what it said until then is kept.
        }
    }

    /** Waits for a line. */
    String await(final Predicate<String> wanted, final long seconds) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadlineNs) {
            for (final String line : lines) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (!process.isAlive() && lines.stream().noneMatch(wanted)) {
                throw new AssertionError("the process ended with " + process.exitValue() + ": " + output());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        throw new AssertionError("no such line in " + seconds + " s: " + output());
    }

    /** Milliseconds since the process was started. */
    long ageMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    int stop(final long seconds) throws IOException, InterruptedException {
        process.destroy();
        return exitCode(seconds);
    }

    int exitCode(final long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end in " + seconds + " s: " + output());
        }
        return process.exitValue();
    }

    void say(final String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    String output() throws IOException {
        return String.join("\n", lines) + "\nstderr: " + errors();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
