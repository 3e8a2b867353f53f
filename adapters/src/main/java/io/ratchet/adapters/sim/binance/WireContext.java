package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimFaults;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimResult;
import io.ratchet.adapters.sim.VenueClock;

/** What every endpoint works on. */
final class WireContext {
    final SimExchange exchange;
    final VenueClock clock;
    final WireLimits limits;
    final SimFaults faults = new SimFaults();
    final ListenKeys listenKeys;
    /** Fault of the request that is being served, null for none. */
    SimFault fault;

    WireContext(
            final SimExchange exchange, final VenueClock clock, final WireLimits limits, final ListenKeys listenKeys) {
        this.exchange = exchange;
        this.clock = clock;
        this.limits = limits;
        this.listenKeys = listenKeys;
    }

    long nowMs() {
        return clock.nowMs();
    }

    /** The contract that a request names. */
    SimInstrument symbol(final WireParams params) {
        final SimInstrument it = exchange.instrument(params.required("symbol"));
        if (it == null) {
            throw WireRefusal.of(WireError.SYMBOL);
        }
        return it;
    }

    /** The contract that a request names, null when it names none. */
    SimInstrument symbolOrAll(final WireParams params) {
        return params.has("symbol") ? symbol(params) : null;
    }

    /** The order of an accepted result; a refusal goes out as it is. */
    static SimOrder accepted(final SimResult result) {
        if (!result.accepted()) {
            throw WireRefusal.of(result.refusal());
        }
        return result.order();
    }
}
