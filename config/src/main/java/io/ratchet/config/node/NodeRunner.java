package io.ratchet.config.node;

import io.ratchet.config.cli.ExitCode;
import io.ratchet.config.report.Amounts;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.sbe.NodeState;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a node until it is told to stop or halts: the verb {@code run}. Main thread; a signal stops it from the JVM's
 * shutdown thread.
 */
public final class NodeRunner {
    /** Short, so that a kill soon after RUNNING does not count as a failed start. */
    private static final long LOOK_MS = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(NodeRunner.class);
    private static final long HEARTBEAT_S = 60;
    private static final long FIRST_HEARTBEAT_S = 5;

    private final NodePlan plan;
    private final PrintStream out;
    private final PrintWriter err;
    private final AtomicReference<Node> running = new AtomicReference<>();
    private volatile CountDownLatch ended = new CountDownLatch(1);
    private volatile String bareGuard;
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
        Node node = start();
        running.set(node);
        final Thread hook = new Thread(() -> Runtime.getRuntime().halt(stop(running.get())), "ratchet-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        watch(node);
        err.println(halted.get());
        err.flush();
        if (node.isJournalLost()) {
            final String reason = halted.get();
            node.close();
            halted.set(null);
            ended = new CountDownLatch(1);
            node = startBareGuard(reason);
            running.set(node);
            watch(node);
            err.println(halted.get());
            err.flush();
        }
        // The engine in doubt sends nothing more: no orderly end, the stops stay at the exchange.
        final int code =
                node.view().read().isEachProtected() && bareGuard == null ? ExitCode.ERROR : ExitCode.UNPROTECTED;
        Runtime.getRuntime().halt(code);
        return code;
    }

    /** A whole node, or what is left of it where its journal cannot be used. */
    private Node start() {
        final int failed = StartCount.in(plan.settings().dataDir()).failed();
        if (failed >= StartCount.FAILED_MAX) {
            return startBareGuard(
                    failed + " starts in a row did not come to RUNNING, see the log for the last of them");
        }
        try {
            return Node.start(plan);
        } catch (final JournalDamagedException | JournalLostException e) {
            return startBareGuard(e.getMessage());
        }
    }

    private Node startBareGuard(final String reason) {
        alarm(reason);
        bareGuard = reason;
        return Node.start(plan.asBareGuard(reason));
    }

    private void alarm(final String reason) {
        LOGGER.error("BARE GUARD, no entries, no trailing, stops only: {}", reason);
        err.println("BARE GUARD, no entries, no trailing, stops only: " + reason);
        err.flush();
    }

    private void watch(final Node node) {
        out.println(heading(node));
        out.flush();
        try {
            long saidNs = System.nanoTime() - TimeUnit.SECONDS.toNanos(HEARTBEAT_S - FIRST_HEARTBEAT_S);
            while (!ended.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (node.view().read().nodeState() == NodeState.RUNNING) {
                    node.noteWell();
                }
                if (System.nanoTime() - saidNs >= TimeUnit.SECONDS.toNanos(HEARTBEAT_S)) {
                    saidNs = System.nanoTime();
                    sayHowItIs(node);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayHowItIs(final Node node) {
        out.println(heartbeat(node));
        out.flush();
        if (bareGuard != null) {
            alarm(bareGuard);
        }
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
        node.noteWell();
        node.close();
        return unprotected == 0 && bareGuard == null ? ExitCode.OK : ExitCode.UNPROTECTED;
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
                reading.areEntriesStopped() && bareGuard == null ? ", ENTRIES STOPPED" : "",
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
