package io.ratchet.adapters.sim;

/**
 * What the exchange says to a request.
 *
 * @param order   that was placed, changed or found; null when refused.
 * @param refusal why not; null when accepted.
 */
public record SimResult(SimOrder order, SimRefusal refusal) {

    static SimResult ok(final SimOrder order) {
        return new SimResult(order, null);
    }

    static SimResult no(final SimRefusal refusal) {
        return new SimResult(null, refusal);
    }

    /**
     * Whether it was accepted.
     *
     * @return true without a refusal.
     */
    public boolean accepted() {
        return refusal == null;
    }
}
