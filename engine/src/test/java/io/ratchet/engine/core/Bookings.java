package io.ratchet.engine.core;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.BalanceUpdateEncoder;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingPaidEncoder;
import io.ratchet.engine.sbe.KillSwitchAction;
import io.ratchet.engine.sbe.LatchRestoredEncoder;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;

/** Inputs about money for a {@link Rig}: trades of others, funding, balances, limits. */
final class Bookings {
    private final Rig rig;
    private long trades = 900_000;

    Bookings(final Rig rig) {
        this.rig = rig;
    }

    /** Changes one number of the limits, all of which are off. */
    interface LimitsChange {
        void apply(LimitsAppliedEncoder limits);
    }

    void limits(final LimitsChange change) {
        final LimitsAppliedEncoder limits = new LimitsAppliedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .equityMaxAgeNs(60 * Rig.SECOND)
                .maxDailyLossMoney(0)
                .stoplossGuardLookbackNs(3_600 * Rig.SECOND)
                .stoplossGuardStopNs(3_600 * Rig.SECOND)
                .maxDrawdownLookbackNs(3_600 * Rig.SECOND)
                .maxDrawdownStopNs(3_600 * Rig.SECOND)
                .cooldownStopNs(0)
                .lowProfitLookbackNs(3_600 * Rig.SECOND)
                .lowProfitStopNs(3_600 * Rig.SECOND)
                .killSwitchPpm(0)
                .stoplossGuardRequiredProfitPpm(0)
                .maxDrawdownAllowedPpm(0)
                .lowProfitRequiredProfitPpm(0)
                .stoplossGuardTradeLimit(0)
                .maxDrawdownTradeLimit(0)
                .lowProfitTradeLimit(0)
                .killSwitchAction(KillSwitchAction.STOP_ENTRIES)
                .stoplossGuardOnlyPerPair(Flag.NO)
                .stoplossGuardOnlyPerSide(Flag.NO)
                .lowProfitOnlyPerSide(Flag.NO);
        change.apply(limits);
        rig.send(8 + LimitsAppliedEncoder.BLOCK_LENGTH);
    }

    void balance(final String wallet) {
        balance(wallet, "0");
    }

    void balance(final String wallet, final String transfer) {
        new BalanceUpdateEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .walletBalance(Rig.quantity(wallet))
                .availableBalance(Rig.quantity(wallet))
                .asset("USDT")
                .venue(Venue.BINANCE)
                .transfer(Rig.quantity(transfer));
        rig.send(8 + BalanceUpdateEncoder.BLOCK_LENGTH);
    }

    void funding(final int instrumentId, final String money, final long timeMs) {
        new FundingPaidEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(timeMs)
                .money(Rig.quantity(money))
                .instrumentId(instrumentId)
                .asset("USDT")
                .venue(Venue.BINANCE);
        rig.send(8 + FundingPaidEncoder.BLOCK_LENGTH);
    }

    void restored(final Protection protection, final int instrumentId, final long untilNs, final long value) {
        new LatchRestoredEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .untilNs(untilNs)
                .value(value)
                .bound(0)
                .instrumentId(instrumentId)
                .protection(protection)
                .side(PositionSide.NONE);
        rig.send(8 + LatchRestoredEncoder.BLOCK_LENGTH);
    }

    /** Somebody else trades. */
    void foreignFill(final int instrumentId, final OrderSide side, final String price, final String quantity) {
        fill(instrumentId, side, price, quantity, "0", "USDT", ++trades, null, Flag.NO);
    }

    void fill(
            final int instrumentId,
            final OrderSide side,
            final String price,
            final String quantity,
            final String fee,
            final String asset,
            final long tradeId,
            final FakeVenue.Order order,
            final Flag adl) {
        final FillEncoder fill = new FillEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .venueOrderId(tradeId + 1_000_000)
                .tradeId(tradeId)
                .price(Rig.price(price))
                .quantity(Rig.quantity(quantity))
                .fee(Rig.quantity(fee))
                .realisedPnl(FixedPoint.NULL)
                .instrumentId(instrumentId);
        fill.clientOrderId()
                .epochSeconds(order == null ? 0 : order.epochSeconds)
                .positionId(order == null ? 0 : order.positionId)
                .revision(order == null ? 0 : order.revision)
                .role(order == null ? OrderRole.NONE : order.role);
        fill.feeAsset(asset)
                .venue(Venue.BINANCE)
                .side(side)
                .maker(Flag.NO)
                .liquidation(Flag.NO)
                .adl(adl)
                .foreignId("");
        rig.send(8 + FillEncoder.BLOCK_LENGTH + 1);
    }

    /** A number of a fact. */
    static long field(final String text, final String name) {
        return ProtectDeadlineTest.field(text, name);
    }
}
