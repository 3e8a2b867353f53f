package io.ratchet.config.node;

import io.ratchet.adapters.common.VenueEnvironment;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.pipeline.EngineClock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How to run a node.
 *
 * @param settings   checked.
 * @param clock      of the engine; null for real time.
 * @param speedMilli of that clock, thousandths of real time.
 * @param seed       of the reconnect delays.
 * @param build      id of the build, journaled.
 * @param onHalt     told once when the engine stops at an error, with one line for people; ends the process.
 * @param coreAround wraps the core, for whoever wants to watch it or to make it fail; identity in production.
 * @param isPaper    whether orders go to a paper venue on the exchange's prices.
 * @param bareGuard  why there is no journal: protects what is open and does nothing else; null for a whole node.
 */
public record NodePlan(
        Settings settings,
        EngineClock clock,
        int speedMilli,
        long seed,
        String build,
        Consumer<String> onHalt,
        UnaryOperator<Core> coreAround,
        boolean isPaper,
        String bareGuard) {
    private static final int REAL_TIME_SPEED_MILLI = 1_000;

    /**
     * Where prices come from and where orders go, as people must not mistake it.
     *
     * @return for instance {@code live prices, PAPER orders}, {@code LIVE} or {@code simulated}.
     */
    public String market() {
        final VenueEnvironment environment = settings.venue().environment();
        if (isPaper) {
            return environment.text() + " prices, PAPER orders";
        }
        return environment == VenueEnvironment.LIVE ? "LIVE" : environment.text();
    }

    /**
     * In real time.
     *
     * @param settings checked.
     * @param seed     of the reconnect delays.
     * @param build    id of the build.
     * @return the plan, without a halt handler.
     */
    public static NodePlan realTime(final Settings settings, final long seed, final String build) {
        return new NodePlan(
                settings, null, REAL_TIME_SPEED_MILLI, seed, build, null, UnaryOperator.identity(), false, null);
    }

    /**
     * With another halt handler.
     *
     * @param handler of the one halt.
     * @return the plan.
     */
    public NodePlan withHaltHandler(final Consumer<String> handler) {
        return new NodePlan(settings, clock, speedMilli, seed, build, handler, coreAround, isPaper, bareGuard);
    }

    /**
     * With another clock.
     *
     * @param newClock      of the engine.
     * @param newSpeedMilli of it.
     * @return the plan.
     */
    public NodePlan withClock(final EngineClock newClock, final int newSpeedMilli) {
        return new NodePlan(settings, newClock, newSpeedMilli, seed, build, onHalt, coreAround, isPaper, bareGuard);
    }

    /**
     * With a wrapped core.
     *
     * @param wrapper around the core.
     * @return the plan.
     */
    public NodePlan withCoreAround(final UnaryOperator<Core> wrapper) {
        return new NodePlan(settings, clock, speedMilli, seed, build, onHalt, wrapper, isPaper, bareGuard);
    }

    /**
     * On paper or not.
     *
     * @param paper whether orders go to a paper venue.
     * @return the plan.
     */
    public NodePlan onPaper(final boolean paper) {
        return new NodePlan(settings, clock, speedMilli, seed, build, onHalt, coreAround, paper, bareGuard);
    }

    /**
     * Without a journal.
     *
     * @param reason why, for people.
     * @return the plan of a bare guard.
     */
    public NodePlan asBareGuard(final String reason) {
        return new NodePlan(settings, clock, speedMilli, seed, build, onHalt, coreAround, isPaper, reason);
    }

    /**
     * Whether there is no journal.
     *
     * @return true for a bare guard.
     */
    public boolean isBareGuard() {
        return bareGuard != null;
    }
}
