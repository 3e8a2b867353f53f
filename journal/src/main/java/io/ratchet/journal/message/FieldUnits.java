package io.ratchet.journal.message;

import io.ratchet.engine.market.FixedPoint;
import java.util.Set;

/** Which integers of the schema are scaled decimals. The schema says units by name; here are the names. */
final class FieldUnits {
    private static final Set<String> PRICES = Set.of(
            "price",
            "level",
            "stopLevel",
            "mark",
            "last",
            "bid",
            "ask",
            "markMin",
            "markMax",
            "averagePrice",
            "entryPrice",
            "exitPrice",
            "markPrice",
            "liquidationPrice",
            "tickSize",
            "minPrice",
            "maxPrice",
            "oldLevel",
            "newLevel",
            "candidateLevel",
            "target",
            "oldPrice",
            "newPrice",
            "accepted",
            "atr");
    private static final Set<String> QUANTITIES_AND_MONEY = Set.of(
            "quantity",
            "filledQuantity",
            "oldQuantity",
            "newQuantity",
            "stepSize",
            "minQuantity",
            "maxQuantity",
            "maxMarketQuantity",
            "minNotional",
            "money",
            "sizingMoney",
            "maxExposureMoney",
            "fee",
            "fees",
            "pnl",
            "funding",
            "transfer",
            "maxDailyLossMoney",
            "realisedPnl",
            "walletBalance",
            "availableBalance",
            "scoreWeek",
            "scoreMonth",
            "totalScore",
            "rsi",
            "volumeZScore",
            "oiDeltaPercent",
            "sizingMaxMoney",
            "balanceReserveMoney",
            "minOpenInterestMoney",
            "minVolumeMoney",
            "oi",
            "volume1h",
            "bidSize",
            "askSize");
    private static final Set<String> INTEGERS = Set.of(
            "lossPico",
            "payloadHash",
            "hash",
            "layout",
            "value",
            "bound",
            "actual",
            "expected",
            "missing",
            "ns",
            "waveMinuteMask",
            "waveCheckMinuteMask");
    private static final String[] INTEGER_SUFFIXES = {"Ns", "Ms", "Id", "Sequence", "Seconds", "Ppm"};

    private FieldUnits() {}

    /** Decimals of a field; 0 for plain integers. */
    static int decimals(final String field) {
        if (PRICES.contains(field)) {
            return FixedPoint.PRICE_DECIMALS;
        }
        return QUANTITIES_AND_MONEY.contains(field) ? FixedPoint.QUANTITY_DECIMALS : 0;
    }

    /** Whether somebody has decided what a 64-bit field is; a new one must be named above. */
    static boolean isKnown(final String field) {
        if (decimals(field) > 0 || INTEGERS.contains(field)) {
            return true;
        }
        for (final String suffix : INTEGER_SUFFIXES) {
            if (field.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }
}
