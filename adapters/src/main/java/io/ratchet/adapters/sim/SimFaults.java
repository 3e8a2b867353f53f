package io.ratchet.adapters.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Faults waiting for their requests, in the order they were added. Same thread as the exchange.
 */
public final class SimFaults {
    private static final class Armed {
        private final SimFault fault;
        private int left;

        Armed(final SimFault fault, final int left) {
            this.fault = fault;
            this.left = left;
        }
    }

    private final List<Armed> armed = new ArrayList<>();

    /**
     * Arms a fault.
     *
     * @param fault to inject.
     * @param times how often, ≥ 1.
     */
    public void add(final SimFault fault, final int times) {
        armed.add(new Armed(fault, times));
    }

    /** Disarms everything. */
    public void clear() {
        armed.clear();
    }

    /**
     * Takes the first fault that fits a request.
     *
     * @param operation of the request.
     * @param symbol    of the request, may be null.
     * @param clientId  of the request, may be null.
     * @return the fault, null when none fits.
     */
    public SimFault take(final SimFault.Operation operation, final String symbol, final String clientId) {
        for (int i = 0; i < armed.size(); i++) {
            final Armed candidate = armed.get(i);
            if (candidate.fault.fits(operation, symbol, clientId)) {
                candidate.left--;
                if (candidate.left <= 0) {
                    armed.remove(i);
                }
                return candidate.fault;
            }
        }
        return null;
    }
}
