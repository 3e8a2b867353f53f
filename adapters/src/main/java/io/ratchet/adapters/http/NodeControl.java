package io.ratchet.adapters.http;

/**
 * What the HTTP server asks the node. Called by request threads, several at once; each call is bounded in time.
 */
public interface NodeControl {

    /**
     * Health, open to everybody on this machine.
     *
     * @return one reading.
     */
    HealthReport health();

    /**
     * State of the node and its venues.
     *
     * @return a JSON object, or an error.
     */
    Reply status();

    /**
     * Positions, ours and foreign.
     *
     * @return a JSON object, or an error.
     */
    Reply positions();

    /**
     * Our open orders.
     *
     * @return a JSON object, or an error.
     */
    Reply orders();

    /**
     * Asks the core and waits for its answer.
     *
     * @param request of a person.
     * @return what the core decided, or an error.
     */
    Reply act(ActionRequest request);
}
