package io.ratchet.engine.position;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;

/**
 * Which fees are money. A fee in a dollar coin is taken as it is; one in another asset (BNB) is not known in money here
 * and is estimated by the fee rate of the policy. Static and pure.
 */
public final class Fees {
    private Fees() {}

    /**
     * The fee of a fill as money.
     *
     * @param fill the input.
     * @return 1e-8, {@link FixedPoint#NULL} if it is in another asset.
     */
    public static long money(final FillDecoder fill) {
        final boolean isDollar = isDollar(fill.feeAsset(0), fill.feeAsset(1), fill.feeAsset(2), fill.feeAsset(3));
        return isDollar || fill.fee() == 0 ? fill.fee() : FixedPoint.NULL;
    }

    /**
     * The fee of a trade row as money.
     *
     * @param row the input.
     * @return 1e-8, {@link FixedPoint#NULL} if it is in another asset.
     */
    public static long money(final SnapshotTradeDecoder row) {
        final boolean isDollar = isDollar(row.feeAsset(0), row.feeAsset(1), row.feeAsset(2), row.feeAsset(3));
        return isDollar || row.fee() == 0 ? row.fee() : FixedPoint.NULL;
    }

    /** USDT, USDC, USD1, USDE…; FDUSD, BUSD, TUSD; or no asset said. */
    private static boolean isDollar(final byte first, final byte second, final byte third, final byte fourth) {
        final boolean isUsd = first == 'U' && second == 'S' && third == 'D';
        final boolean isXUsd = second == 'U' && third == 'S' && fourth == 'D';
        final boolean isFdusd = first == 'F' && second == 'D' && third == 'U' && fourth == 'S';
        return first == 0 || isUsd || isXUsd || isFdusd;
    }
}
