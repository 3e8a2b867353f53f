package io.ratchet.engine.ledger;

import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.FundingPaidDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;

/**
 * An asset as a number: its up to eight characters, the first in the highest byte, 0 for none. Which of them are money.
 * Static and pure.
 */
public final class Assets {
    /** Characters of an asset. */
    public static final int LENGTH = 8;

    private static final int BYTE_BITS = 8;
    private static final int BYTE_MASK = 0xFF;
    private static final int FDUSD_SHIFT = 24;
    private static final long FDUSD = 0x4644555344L;
    private static final long USD = 0x555344L;

    private Assets() {}

    /**
     * The asset of a fee.
     *
     * @param fill the input.
     * @return its number.
     */
    public static long of(final FillDecoder fill) {
        long asset = 0;
        for (int i = 0; i < LENGTH; i++) {
            asset = with(asset, fill.feeAsset(i));
        }
        return asset;
    }

    /**
     * The asset of a fee.
     *
     * @param row the input.
     * @return its number.
     */
    public static long of(final SnapshotTradeDecoder row) {
        long asset = 0;
        for (int i = 0; i < LENGTH; i++) {
            asset = with(asset, row.feeAsset(i));
        }
        return asset;
    }

    /**
     * The asset of a funding payment.
     *
     * @param funding the input.
     * @return its number.
     */
    public static long of(final FundingPaidDecoder funding) {
        long asset = 0;
        for (int i = 0; i < LENGTH; i++) {
            asset = with(asset, funding.asset(i));
        }
        return asset;
    }

    /**
     * The asset of a balance.
     *
     * @param balance the input.
     * @return its number.
     */
    public static long of(final BalanceUpdateDecoder balance) {
        long asset = 0;
        for (int i = 0; i < LENGTH; i++) {
            asset = with(asset, balance.asset(i));
        }
        return asset;
    }

    private static long with(final long asset, final byte character) {
        return asset << BYTE_BITS | character & BYTE_MASK;
    }

    /**
     * One character of an asset.
     *
     * @param asset its number.
     * @param index 0 to 7.
     * @return the character, 0 after the end.
     */
    public static byte character(final long asset, final int index) {
        return (byte) (asset >>> (LENGTH - 1 - index) * BYTE_BITS);
    }

    /**
     * Whether an amount of it is money as it is: USDT, USDC, USD1, USDE…; FDUSD, BUSD, TUSD; or no asset said.
     *
     * @param asset its number.
     * @return true if one of it is one of money.
     */
    public static boolean isMoney(final long asset) {
        final boolean isUsd = asset >>> 5 * BYTE_BITS == USD;
        final boolean isXUsd = (asset >>> 4 * BYTE_BITS & 0xFFFFFF) == USD;
        return asset == 0 || isUsd || isXUsd || asset >>> FDUSD_SHIFT == FDUSD;
    }
}
