package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.SimFault;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One thing that can be asked for.
 *
 * @param security  who may ask.
 * @param weight    of a request.
 * @param order     whether it costs order budget.
 * @param operation for faults.
 * @param params    it knows, beside timestamp, recvWindow and signature.
 * @param handler   makes the result as JSON.
 */
record Endpoint(
        Security security,
        ToIntFunction<WireParams> weight,
        boolean order,
        SimFault.Operation operation,
        Set<String> params,
        Function<WireParams, String> handler) {

    /** Who may ask. */
    enum Security {
        /** Anybody. */
        NONE,
        /** Whoever has the key. */
        KEY,
        /** Whoever has the key and signs. */
        SIGNED
    }

    static Endpoint open(final int weight, final Set<String> params, final Function<WireParams, String> handler) {
        return new Endpoint(Security.NONE, p -> weight, false, SimFault.Operation.READ, params, handler);
    }

    static Endpoint read(
            final ToIntFunction<WireParams> weight,
            final Set<String> params,
            final Function<WireParams, String> handler) {
        return new Endpoint(Security.SIGNED, weight, false, SimFault.Operation.READ, params, handler);
    }

    static Endpoint change(
            final int weight,
            final SimFault.Operation operation,
            final Set<String> params,
            final Function<WireParams, String> handler) {
        return new Endpoint(Security.SIGNED, p -> weight, false, operation, params, handler);
    }

    /** Order budget, no weight. */
    static Endpoint order(
            final SimFault.Operation operation, final Set<String> params, final Function<WireParams, String> handler) {
        return new Endpoint(Security.SIGNED, p -> 0, true, operation, params, handler);
    }

    static Endpoint keyed(final Set<String> params, final Function<WireParams, String> handler) {
        return new Endpoint(Security.KEY, p -> 1, false, SimFault.Operation.OTHER, params, handler);
    }

    /** The same with another result. */
    Endpoint answering(final Function<WireParams, String> other) {
        return new Endpoint(security, weight, order, operation, params, other);
    }
}
