package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;

/**
 * What somebody asks for; checked by {@link SimExchange}.
 *
 * @param instrument    index of the contract.
 * @param clientId      of the order, unique among open orders.
 * @param side          of the order.
 * @param type          of the order.
 * @param timeInForce   of the order.
 * @param quantity      1e-8, 0 with closePosition.
 * @param price         1e-10 or NULL.
 * @param trigger       1e-10 or NULL.
 * @param onMark        whether it triggers on mark, else on last.
 * @param reduceOnly    whether it may only reduce.
 * @param closePosition whether it closes whatever is there when it triggers.
 * @param tag           whatever the caller wants to find again in the order.
 */
public record SimOrderRequest(
        int instrument,
        String clientId,
        SimSide side,
        SimType type,
        SimTimeInForce timeInForce,
        long quantity,
        long price,
        long trigger,
        boolean onMark,
        boolean reduceOnly,
        boolean closePosition,
        long tag) {

    /**
     * A market order.
     *
     * @param instrument index of the contract.
     * @param clientId   of the order.
     * @param side       of the order.
     * @param quantity   1e-8.
     * @param reduceOnly whether it may only reduce.
     * @return the request.
     */
    public static SimOrderRequest market(
            final int instrument,
            final String clientId,
            final SimSide side,
            final long quantity,
            final boolean reduceOnly) {
        return new SimOrderRequest(
                instrument,
                clientId,
                side,
                SimType.MARKET,
                SimTimeInForce.GTC,
                quantity,
                FixedPoint.NULL,
                FixedPoint.NULL,
                false,
                reduceOnly,
                false,
                0);
    }

    /**
     * A limit order.
     *
     * @param instrument  index of the contract.
     * @param clientId    of the order.
     * @param side        of the order.
     * @param quantity    1e-8.
     * @param price       1e-10.
     * @param timeInForce of the order.
     * @param reduceOnly  whether it may only reduce.
     * @return the request.
     */
    public static SimOrderRequest limit(
            final int instrument,
            final String clientId,
            final SimSide side,
            final long quantity,
            final long price,
            final SimTimeInForce timeInForce,
            final boolean reduceOnly) {
        return new SimOrderRequest(
                instrument,
                clientId,
                side,
                SimType.LIMIT,
                timeInForce,
                quantity,
                price,
                FixedPoint.NULL,
                false,
                reduceOnly,
                false,
                0);
    }

    /**
     * A stop on mark: closePosition when quantity is 0, else reduce-only.
     *
     * @param instrument index of the contract.
     * @param clientId   of the order.
     * @param side       of the order.
     * @param quantity   1e-8, 0 for closePosition.
     * @param trigger    1e-10.
     * @return the request.
     */
    public static SimOrderRequest stop(
            final int instrument, final String clientId, final SimSide side, final long quantity, final long trigger) {
        return new SimOrderRequest(
                instrument,
                clientId,
                side,
                SimType.STOP_MARKET,
                SimTimeInForce.GTC,
                quantity,
                FixedPoint.NULL,
                trigger,
                true,
                quantity != 0,
                quantity == 0,
                0);
    }

    SimOrderRequest triggeredAt(final long newTrigger, final boolean isOnMark) {
        return new SimOrderRequest(
                instrument,
                clientId,
                side,
                type,
                timeInForce,
                quantity,
                price,
                newTrigger,
                isOnMark,
                reduceOnly,
                closePosition,
                tag);
    }

    /**
     * The same with a tag.
     *
     * @param newTag to find again in the order.
     * @return the request.
     */
    public SimOrderRequest tagged(final long newTag) {
        return new SimOrderRequest(
                instrument,
                clientId,
                side,
                type,
                timeInForce,
                quantity,
                price,
                trigger,
                onMark,
                reduceOnly,
                closePosition,
                newTag);
    }
}
