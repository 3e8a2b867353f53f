package io.ratchet.adapters.sim;

/**
 * What an exchange charges beside the fee rates.
 *
 * @param fundingIntervalMs between funding payments, on the grid of the epoch; 0 for none.
 * @param fundingPpm        of the notional at mark; positive: longs pay shorts.
 * @param feeAsset          asset that fees are paid in.
 * @param feeSymbol         contract whose mark prices that asset; empty when the asset is money.
 * @param feeBalance        how much of that asset the account holds, 1e-8; once it is spent, fees are paid in money.
 */
public record SimCharges(long fundingIntervalMs, int fundingPpm, String feeAsset, String feeSymbol, long feeBalance) {
    /** Name of money. */
    public static final String MONEY = "USDT";

    private static final long EIGHT_HOURS_MS = 8L * 3_600_000;
    private static final int FUNDING_PPM = 100;

    /**
     * Fees in money, no funding.
     *
     * @return the charges of the {@code simulate} verb.
     */
    public static SimCharges none() {
        return new SimCharges(0, 0, MONEY, "", 0);
    }

    /**
     * Fees in money, 0.01 % of funding each eight hours.
     *
     * @return the charges of a venue.
     */
    public static SimCharges venue() {
        return new SimCharges(EIGHT_HOURS_MS, FUNDING_PPM, MONEY, "", 0);
    }

    /**
     * The same with other funding.
     *
     * @param intervalMs between payments, 0 for none.
     * @param ppm        of the notional.
     * @return the changed charges.
     */
    public SimCharges withFunding(final long intervalMs, final int ppm) {
        return new SimCharges(intervalMs, ppm, feeAsset, feeSymbol, feeBalance);
    }

    /**
     * The same with fees in another asset.
     *
     * @param asset   such as BNB.
     * @param symbol  contract whose mark prices it.
     * @param balance of it, 1e-8.
     * @return the changed charges.
     */
    public SimCharges withFeesIn(final String asset, final String symbol, final long balance) {
        return new SimCharges(fundingIntervalMs, fundingPpm, asset, symbol, balance);
    }
}
