package io.ratchet.engine.pipeline;

/**
 * Why the engine halted.
 *
 * @param sequence of the journal record of the input that was being handled.
 * @param message  that input, decoded.
 * @param cause    what was thrown.
 */
public record HaltReport(long sequence, String message, Throwable cause) {

    /**
     * One line for people.
     *
     * @return {@code halted: sequence=…, message=…, cause=…}.
     */
    public String line() {
        return "halted: sequence=" + sequence + ", message=" + message + ", cause=" + cause;
    }
}
