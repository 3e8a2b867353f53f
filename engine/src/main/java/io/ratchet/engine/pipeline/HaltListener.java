package io.ratchet.engine.pipeline;

/**
 * Told once, when the engine has halted. Called by the core thread, which ends afterwards.
 *
 * <p>It reports and ends the process with a non-zero exit code. It must not call {@link Pipeline#close()} and wait for
 * this thread.
 */
@FunctionalInterface
public interface HaltListener {

    /**
     * The engine has halted: nothing more is decided or handed over, every offer is refused.
     *
     * @param report of what broke it.
     */
    void onHalt(HaltReport report);
}
