package io.ratchet.bench.simulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Lives seeds and scripts and reports.
 *
 * <pre>
 *   seeds FIRST COUNT MINUTES [CONTRACTS]   one after the other; a failing one prints its command
 *   seed SEED MINUTES [CONTRACTS]           one, with the time line of its end if it fails
 *   night FIRST HOURS MINUTES [CONTRACTS]   seeds from FIRST on for so many hours of the wall
 *   shrink SEED MINUTES [FILE]              to few events that break the same promise
 *   script FILE                             a kept script
 * </pre>
 */
public final class Simulator {
    private static final int LINES = Integer.getInteger("ratchet.sim.lines", 60);
    private static final int SHRINK_RUNS_MAX = 400;

    private Simulator() {}

    /**
     * Does one of the above; exit code 1 if a promise was broken.
     *
     * @param arguments as above.
     * @throws IOException if a script cannot be read or written.
     */
    public static void main(final String[] arguments) throws IOException {
        quiet();
        final boolean isGood;
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "seeds":
                isGood = seeds(arguments, number(arguments, 2), Long.MAX_VALUE);
                break;
            case "night":
                isGood = seeds(arguments, Long.MAX_VALUE / 2, TimeUnit.HOURS.toNanos(number(arguments, 2)));
                break;
            case "seed":
                isGood = one(FaultPlan.of(number(arguments, 1), (int) number(arguments, 2), symbols(arguments, 3)));
                break;
            case "script":
                isGood = one(Script.parse(Files.readString(Path.of(arguments[1]))));
                break;
            case "shrink":
                isGood = shrink(arguments);
                break;
            default:
                System.out.println("expected: seeds|seed|night|shrink|script, see the documentation of this class");
                isGood = false;
        }
        System.exit(isGood ? 0 : 1);
    }

    /** Logs of the adapter say nothing here: thousands of connections break on purpose. */
    static void quiet() {
        for (final String name : new String[] {Logger.ROOT_LOGGER_NAME, "io.ratchet"}) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
        }
    }

    /** The command that repeats a seed. */
    static String command(final long seed, final int minutes, final int symbols) {
        return "mvn -q -Psim -DskipTests verify -Dsim.args=\"seed " + seed + " " + minutes
                + (symbols == FaultPlan.SYMBOLS ? "" : " " + symbols) + "\"";
    }

    private static boolean seeds(final String[] arguments, final long count, final long maxNs) {
        final Lives lives = new Lives(
                (int) number(arguments, 3), Integer.getInteger("ratchet.sim.threads", 1), symbols(arguments, 4));
        lives.live(number(arguments, 1), count, maxNs);
        System.out.print(lives.failures());
        System.out.print(lives.total().text());
        return lives.total().violations() == 0;
    }

    private static boolean one(final Script script) {
        final Run.Result result = Run.of(script);
        System.out.print(script.text());
        if (result.violation() != null) {
            TimeLine.of(result.journal(), LINES, System.getProperty("ratchet.sim.lines.of", "."))
                    .forEach(System.out::println);
            System.out.println(result.violation().getMessage());
            if (result.violation().getCause() != null) {
                result.violation().getCause().printStackTrace(System.out);
            }
        }
        System.out.print(result.report().text());
        System.out.println("hash=" + Long.toHexString(result.hash()));
        return result.violation() == null;
    }

    private static boolean shrink(final String[] arguments) throws IOException {
        final Shrinker shrinker = new Shrinker(SHRINK_RUNS_MAX);
        final Script small = shrinker.shrink(FaultPlan.of(number(arguments, 1), (int) number(arguments, 2)));
        System.out.println(
                "runs=" + shrinker.runs() + " events=" + small.faults().size());
        if (arguments.length > 3) {
            Files.writeString(Path.of(arguments[3]), small.text());
        }
        return one(small);
    }

    private static int symbols(final String[] arguments, final int index) {
        return arguments.length > index ? (int) number(arguments, index) : FaultPlan.SYMBOLS;
    }

    private static long number(final String[] arguments, final int index) {
        return Long.parseLong(arguments[index]);
    }
}
