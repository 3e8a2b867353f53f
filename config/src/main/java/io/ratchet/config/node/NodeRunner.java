package io.ratchet.config.node;

import io.ratchet.config.cli.ExitCode;
import io.ratchet.config.report.Amounts;
import io.ratchet.config.settings.Settings;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a node until it is told to stop or halts: the verb {@code run}. Main thread; a signal stops it from the JVM's
 * shutdown thread.
 */
public final class NodeRunner {
    private static final long HEARTBEAT_S = 60;
    private static final long FIRST_HEARTBEAT_S = 5;

    private final NodePlan plan;
    private final PrintStream out;
    private final PrintWriter err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<String> halted = new AtomicReference<>();

    /**
     * Not yet running.
     *
     * @param plan how to run; its halt handler is replaced by this runner's.
     * @param out  for the status lines.
     * @param err  for what ends it.
     */
    public NodeRunner(final NodePlan plan, final PrintStream out, final PrintWriter err) {
        this.plan = plan.withHaltHandler(this::onHalt);
        this.out = out;
        this.err = err;
    }

    /**
     * Runs.
     *
     * @return exit code; the process that is stopped by a signal ends with the same code from its shutdown thread.
     */
    public int run() {
        final Node node = Node.start(plan);
        final Thread hook = new Thread(() -> Runtime.getRuntime().halt(stop(node)), "ratchet-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        out.println(heading(node));
        out.flush();
        try {
            long waitS = FIRST_HEARTBEAT_S;
            while (!ended.await(waitS, TimeUnit.SECONDS)) {
                out.println(heartbeat(node));
                out.flush();
                waitS = HEARTBEAT_S;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The engine in doubt sends nothing more: no orderly end, the stops stay at the exchange.
        err.println(halted.get());
        err.flush();
        final int code = node.view().read().isEachProtected() ? ExitCode.ERROR : ExitCode.UNPROTECTED;
        Runtime.getRuntime().halt(code);
        return code;
    }

    private void onHalt(final String line) {
        halted.compareAndSet(null, line);
        ended.countDown();
    }

    private int stop(final Node node) {
        final NodeView.Reading left = node.stop();
        node.leftLive().forEach(out::println);
        final int unprotected = node.unprotectedLeft();
        out.println("stopped: open " + left.positions().size() + ", unprotected " + unprotected + ", journal "
                + node.journaled() + ", persisted: " + node.persisted());
        out.flush();
        node.close();
        return unprotected == 0 ? ExitCode.OK : ExitCode.UNPROTECTED;
    }

    private String heading(final Node node) {
        final Settings settings = plan.settings();
        return "ratchet " + plan.build() + " | account tag " + settings.venue().accountTag() + " | data "
                + settings.dataDir() + " | " + heartbeat(node);
    }

    private String heartbeat(final Node node) {
        final NodeView.Reading reading = node.view().read();
        return String.format(
                Locale.ROOT,
                "%s | %s%s | %s %s | open %d, unprotected %d | stops confirmed %d, moves %d | naked max %s | journal %d,"
                        + " persisted: %s",
                plan.market(),
                reading.nodeState(),
                reading.areEntriesStopped() ? ", ENTRIES STOPPED" : "",
                plan.settings().venue().name(),
                reading.venue(),
                reading.positions().size(),
                reading.unprotected(),
                reading.counts().confirmed(),
                reading.counts().moves(),
                Amounts.millis(reading.counts().nakedMaxNs()),
                node.journaled(),
                node.persisted());
    }
}
