package io.ratchet.engine.pipeline;

import com.lmax.disruptor.ExceptionHandler;

/**
 * Stops the engine at the first exception of the core thread. The event is never skipped: this handler never returns
 * normally, so the core thread ends at it; an engine in doubt opens nothing and closes nothing, and the stops stay at
 * the venue.
 */
final class HaltOnError implements ExceptionHandler<Slot> {
    private final CoreStage stage;
    private final IngressPublisher ingress;
    private final HaltListener listener;
    private volatile boolean halted;

    HaltOnError(final CoreStage stage, final IngressPublisher ingress, final HaltListener listener) {
        this.stage = stage;
        this.ingress = ingress;
        this.listener = listener;
    }

    boolean isHalted() {
        return halted;
    }

    @Override
    public void handleEventException(final Throwable cause, final long ringSequence, final Slot slot) {
        halt(cause);
    }

    @Override
    public void handleOnStartException(final Throwable cause) {
        halt(cause);
    }

    @Override
    public void handleOnShutdownException(final Throwable cause) {
        halt(cause);
    }

    private void halt(final Throwable cause) {
        halted = true;
        ingress.close();
        listener.onHalt(stage.report(cause));
        throw Halted.INSTANCE;
    }

    /** Ends the core thread. */
    static final class Halted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final Halted INSTANCE = new Halted();

        private Halted() {
            super("halted", null, false, false);
        }
    }
}
