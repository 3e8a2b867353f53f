package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.math.BigInteger;
import java.util.List;

/** Balance and margin of the account; a simple isolated model, crossed positions liquidate together with the account. */
public final class SimMargin {
    private static final int TIER_LOW = 20;
    private static final int TIER_MIDDLE = 50;
    private static final long MAX_LOW = 5_000_000L;
    private static final long MAX_MIDDLE = 1_000_000L;
    private static final long MAX_HIGH = 250_000L;

    private final SimConfig config;
    private final List<SimPosition> positions;
    private long walletBalance;

    SimMargin(final SimConfig config, final List<SimPosition> positions) {
        this.config = config;
        this.positions = positions;
        this.walletBalance = config.startBalance();
    }

    /**
     * The largest position that a leverage allows.
     *
     * @param leverage 1 to 125.
     * @return whole units of money.
     */
    public static long maxNotional(final int leverage) {
        if (leverage <= TIER_LOW) {
            return MAX_LOW;
        }
        return leverage <= TIER_MIDDLE ? MAX_MIDDLE : MAX_HIGH;
    }

    /**
     * What the account owns, open profit not counted.
     *
     * @return money 1e-8.
     */
    public long walletBalance() {
        return walletBalance;
    }

    /**
     * What can still be put up as margin.
     *
     * @return money 1e-8, ≥ 0.
     */
    public long availableBalance() {
        long free = walletBalance;
        for (final SimPosition position : positions) {
            if (position.quantity != 0) {
                free -= initialMargin(position);
                if (!position.instrument().isolated()) {
                    free += Math.min(0, unrealised(position));
                }
            }
        }
        return Math.max(0, free);
    }

    /**
     * What is left for crossed positions.
     *
     * @return money 1e-8.
     */
    public long crossWalletBalance() {
        long cross = walletBalance;
        for (final SimPosition position : positions) {
            if (position.quantity != 0 && position.instrument().isolated()) {
                cross -= position.isolatedMargin;
            }
        }
        return cross;
    }

    /**
     * Open profit at mark.
     *
     * @param position of which.
     * @return money 1e-8, 0 without a mark.
     */
    public long unrealised(final SimPosition position) {
        final long mark = position.instrument().mark();
        return mark == FixedPoint.NULL ? 0 : position.profitAt(mark);
    }

    /**
     * Margin that a position binds.
     *
     * @param position of which.
     * @return money 1e-8.
     */
    public long initialMargin(final SimPosition position) {
        return position.isolatedMargin;
    }

    /**
     * Margin below which a position is liquidated.
     *
     * @param position of which.
     * @return money 1e-8.
     */
    public long maintenanceMargin(final SimPosition position) {
        final long mark = position.instrument().mark();
        final long price = mark == FixedPoint.NULL ? position.entryPrice : mark;
        return SimMath.mulDiv(
                SimMath.notional(price, Math.abs(position.quantity)), config.maintenancePpm(), FixedPoint.PPM_ONE);
    }

    /**
     * Mark at which an isolated position is liquidated.
     *
     * @param position of which.
     * @return 1e-10; 0 when there is none (crossed, flat, or a long at leverage 1).
     */
    public long liquidationPrice(final SimPosition position) {
        if (position.quantity == 0 || !position.instrument().isolated()) {
            return 0;
        }
        final long size = Math.abs(position.quantity);
        // |entry - P| × size = margin - maintenance × size × P, solved for P.
        final long marginPerUnit = SimMath.mulDiv(position.isolatedMargin, FixedPoint.PRICE_ONE, size);
        final boolean isLong = position.quantity > 0;
        final long numerator = isLong ? position.entryPrice - marginPerUnit : position.entryPrice + marginPerUnit;
        if (numerator <= 0) {
            return 0;
        }
        final long factor =
                isLong ? FixedPoint.PPM_ONE - config.maintenancePpm() : FixedPoint.PPM_ONE + config.maintenancePpm();
        return SimMath.mulDiv(numerator, FixedPoint.PPM_ONE, factor);
    }

    boolean liquidated(final int index) {
        final SimPosition position = positions.get(index);
        final long mark = position.instrument().mark();
        if (mark == FixedPoint.NULL) {
            return false;
        }
        if (!position.instrument().isolated()) {
            return crossLiquidated();
        }
        final long level = liquidationPrice(position);
        return level > 0 && (position.quantity > 0 ? mark <= level : mark >= level);
    }

    private boolean crossLiquidated() {
        long equity = crossWalletBalance();
        long maintenance = 0;
        for (final SimPosition position : positions) {
            if (position.quantity != 0 && !position.instrument().isolated()) {
                equity += unrealised(position);
                maintenance += maintenanceMargin(position);
            }
        }
        return maintenance > 0 && equity <= maintenance;
    }

    SimRefusal refuse(final SimInstrument it, final long held, final long opening, final long price) {
        if (opening == 0 || price == FixedPoint.NULL) {
            return null;
        }
        if (SimMath.notional(price, held + opening) > maxNotional(it.leverage()) * FixedPoint.QUANTITY_ONE) {
            return SimRefusal.MAX_LEVERAGE_RATIO;
        }
        final long needed =
                SimMath.notional(price, opening) / it.leverage() + SimMath.fee(price, opening, config.takerFeePpm());
        return needed > availableBalance() ? SimRefusal.MARGIN_INSUFFICIENT : null;
    }

    void credit(final long money) {
        walletBalance += money;
    }

    /**
     * Applies a signed fill and returns the profit it realised: what it brought less its share of what the position had
     * cost, exact to 1e-18, rounded once.
     */
    long apply(final SimPosition position, final long signed, final long price) {
        final long before = position.quantity;
        final long size = Math.abs(signed);
        if (before == 0 || Long.signum(before) == Long.signum(signed)) {
            position.cost = position.cost.add(SimMath.product(price, size));
            position.quantity = before + signed;
            position.entryPrice = SimMath.ratio(position.cost, Math.abs(position.quantity));
            position.isolatedMargin +=
                    SimMath.notional(price, size) / position.instrument().leverage();
            return 0;
        }
        final long closed = Math.min(Math.abs(before), size);
        final BigInteger share = SimMath.share(position.cost, closed, Math.abs(before));
        final BigInteger profit = SimMath.product(price, closed).subtract(share);
        final long realised = SimMath.money(before > 0 ? profit : profit.negate());
        position.realisedPnl += realised;
        position.cost = position.cost.subtract(share);
        position.isolatedMargin -= SimMath.mulDiv(position.isolatedMargin, closed, Math.abs(before));
        position.quantity = before + signed;
        if (position.quantity == 0) {
            position.entryPrice = 0;
            position.isolatedMargin = 0;
        } else if (Long.signum(position.quantity) != Long.signum(before)) {
            position.cost = SimMath.product(price, Math.abs(position.quantity));
            position.entryPrice = price;
            position.isolatedMargin = SimMath.notional(price, Math.abs(position.quantity))
                    / position.instrument().leverage();
        }
        return realised;
    }
}
