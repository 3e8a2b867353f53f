package io.ratchet.engine.entry;

import io.ratchet.engine.core.EntryPolicy;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.sbe.Venue;

/**
 * How much, and at which price at most. Quantities are on step and never above the budget, limits on tick and never
 * beyond the slippage cap. Core thread; no state.
 */
final class EntrySizer {
    private final Policy policy;
    private final EntryPolicy numbers;
    private final PriceBook prices;
    private final Balances balances;

    EntrySizer(final Policy policy, final EntryPolicy numbers, final PriceBook prices, final Balances balances) {
        this.policy = policy;
        this.numbers = numbers;
        this.prices = prices;
        this.balances = balances;
    }

    /**
     * Money that a position for a signal may take.
     *
     * @param venue to open at.
     * @return 1e-8; NULL if sizing by risk has no equity to trust.
     */
    long budget(final Venue venue) {
        if (numbers.sizingMode() != SizingMode.RISK) {
            return policy.sizingMoney();
        }
        final long equity = balances.trusted(venue, numbers.equityMaxAgeNs());
        if (equity == FixedPoint.NULL || policy.stopPpm() == 0) {
            return FixedPoint.NULL;
        }
        // The stop lies stopPpm away, so that a position of equity·risk/stop loses equity·risk there.
        final long money = FixedPoint.mulDivClamped(equity, numbers.riskPpm(), policy.stopPpm(), Rounding.TOWARD_ZERO);
        return numbers.sizingMaxMoney() > 0 ? Math.min(money, numbers.sizingMaxMoney()) : money;
    }

    /** The largest quantity on step that the budget buys at a price. */
    long quantity(final Instrument instrument, final long price, final long budget) {
        final long quantity = FixedPoint.mulDivClamped(budget, FixedPoint.PRICE_ONE, price, Rounding.TOWARD_ZERO);
        return FixedPoint.floorToTick(quantity, instrument.stepSize());
    }

    /** NONE, or what is wrong with a quantity at a price. */
    EntryRefusal refusal(final Instrument instrument, final long price, final long quantity) {
        final long money = FixedPoint.money(price, quantity, Rounding.FLOOR);
        if (quantity <= 0 || quantity < instrument.minQuantity() || money < instrument.minNotional()) {
            return EntryRefusal.BELOW_MINIMUM;
        }
        final long most = instrument.maxMarketQuantity();
        return most > 0 && quantity > most ? EntryRefusal.ABOVE_MAXIMUM : EntryRefusal.NONE;
    }

    boolean isLimit() {
        return numbers.entryOrderType() == OrderType.LIMIT_IOC;
    }

    /**
     * The limit of an entry that fills at once or not at all.
     *
     * @param instrument to open.
     * @param isLong     buy, else sell.
     * @return 1e-10, NULL for a market order: that is the setting, or there is no fresh book.
     */
    long limit(final Instrument instrument, final boolean isLong) {
        final int id = instrument.id();
        if (!isLimit() || !prices.isBookFresh(id)) {
            return FixedPoint.NULL;
        }
        final int slippage = numbers.entrySlippagePpm();
        return isLong
                ? FixedPoint.floorToTick(
                        FixedPoint.shiftedByPpm(prices.ask(id), slippage, Rounding.FLOOR), instrument.tickSize())
                : FixedPoint.ceilToTick(
                        FixedPoint.shiftedByPpm(prices.bid(id), -slippage, Rounding.CEILING), instrument.tickSize());
    }
}
