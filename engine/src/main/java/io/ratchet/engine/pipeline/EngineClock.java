package io.ratchet.engine.pipeline;

/** Engine time. Any thread; allocates nothing. */
@FunctionalInterface
public interface EngineClock {

    /**
     * Now.
     *
     * @return nanoseconds since the Unix epoch; never less than a value returned before on the same thread.
     */
    long nowNs();
}
