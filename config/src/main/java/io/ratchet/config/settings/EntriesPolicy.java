package io.ratchet.config.settings;

import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SizingMode;
import java.util.List;

/**
 * Every number of signals and entries that is not in {@link Policy}; enters the journal as {@code EntriesApplied}, the
 * lists as {@code SymbolListed}. Durations are in ns, ratios parts per million, money 1e-8.
 *
 * @param signals what of the signals is taken.
 * @param sizing  how much.
 * @param order   how it is bought.
 * @param limits  of all positions together.
 * @param filters of the market.
 */
public record EntriesPolicy(Signals signals, Sizing sizing, Order order, Limits limits, Filters filters) {
    private static final int MILLI = 1_000;

    static EntriesPolicy of(final Values values) {
        return new EntriesPolicy(
                new Signals(
                        "realtime".equals(values.text("signals.mode")) ? SignalMode.REALTIME : SignalMode.WAVE,
                        values.nanos("signals.max_age_s"),
                        values.integer("waves.window_s"),
                        values.texts("signals.stop_list"),
                        values.texts("signals.only_list")),
                new Sizing(
                        "risk_percent".equals(values.text("sizing.mode")) ? SizingMode.RISK : SizingMode.FIXED,
                        values.ppm("sizing.risk_percent"),
                        values.money("sizing.max_usd"),
                        values.nanos("limits.equity_max_age_s")),
                new Order(
                        "limit_ioc".equals(values.text("entry.order")) ? OrderType.LIMIT_IOC : OrderType.MARKET,
                        values.ppm("entry.max_slippage_percent"),
                        "market".equals(values.text("entry.without_book"))),
                new Limits(
                        values.integer("limits.positions_per_venue"),
                        values.integer("limits.positions_per_symbol"),
                        values.integer("limits.openings"),
                        values.nanos("limits.openings_window_s"),
                        values.money("limits.balance_reserve_usd")),
                new Filters(
                        values.ppm("entry.max_spread_percent"),
                        values.money("filters.min_open_interest_usd"),
                        values.money("filters.min_volume_1h_usd"),
                        values.ppm("filters.max_change_5m_percent"),
                        values.ppm("filters.max_change_15m_percent"),
                        "refuse".equals(values.text("filters.unknown"))));
    }

    /**
     * What of the signals is taken.
     *
     * @param mode     in waves or each at once.
     * @param maxAgeNs of a real-time signal.
     * @param windowS  after which a wave is told as not found.
     * @param stopList patterns of symbols that are never opened.
     * @param onlyList patterns of the only symbols that are opened; empty for all.
     */
    public record Signals(SignalMode mode, long maxAgeNs, int windowS, List<String> stopList, List<String> onlyList) {}

    /**
     * How much.
     *
     * @param mode           fixed money or by risk.
     * @param riskPpm        share of the equity that the first stop costs.
     * @param maxMoney       of a position sized by risk.
     * @param equityMaxAgeNs of a balance that is trusted; a silent venue, so it stretches.
     */
    public record Sizing(SizingMode mode, int riskPpm, long maxMoney, long equityMaxAgeNs) {}

    /**
     * How it is bought.
     *
     * @param type              MARKET or LIMIT_IOC.
     * @param slippagePpm       beyond the other side of the book.
     * @param marketWithoutBook instead of a refusal.
     */
    public record Order(OrderType type, int slippagePpm, boolean marketWithoutBook) {}

    /**
     * Limits of all positions together.
     *
     * @param perVenue         positions.
     * @param perSymbol        positions over all venues.
     * @param openings         within the window.
     * @param openingsWindowNs of engine time.
     * @param reserveMoney     that stays at the venue.
     */
    public record Limits(int perVenue, int perSymbol, int openings, long openingsWindowNs, long reserveMoney) {}

    /**
     * Quality of the market.
     *
     * @param maxSpreadPpm    of bid and ask.
     * @param minOpenInterest money.
     * @param minVolume       money of the last hour.
     * @param maxChange5mPpm  either way.
     * @param maxChange15mPpm either way.
     * @param refusesUnknown  what no figure is known of.
     */
    public record Filters(
            int maxSpreadPpm,
            long minOpenInterest,
            long minVolume,
            int maxChange5mPpm,
            int maxChange15mPpm,
            boolean refusesUnknown) {}

    /**
     * Encodes everything but {@code timeNs}, which the ring stamps.
     *
     * @param encoder    wrapped, header applied.
     * @param speedMilli thousandths of the speed of the engine clock.
     * @return the encoder.
     */
    public EntriesAppliedEncoder encode(final EntriesAppliedEncoder encoder, final int speedMilli) {
        return encoder.timeNs(0)
                .sizingMaxMoney(sizing.maxMoney())
                .openingsWindowNs(limits.openingsWindowNs())
                .balanceReserveMoney(limits.reserveMoney())
                .signalMaxAgeNs(signals.maxAgeNs())
                .waveWindowSeconds(signals.windowS())
                .minOpenInterestMoney(filters.minOpenInterest())
                .minVolumeMoney(filters.minVolume())
                .riskPpm(sizing.riskPpm())
                .entrySlippagePpm(order.slippagePpm())
                .maxSpreadPpm(filters.maxSpreadPpm())
                .maxChange5mPpm(filters.maxChange5mPpm())
                .maxChange15mPpm(filters.maxChange15mPpm())
                .maxPerVenue(limits.perVenue())
                .maxPerSymbol(limits.perSymbol())
                .openingsMax(limits.openings())
                .signalMode(signals.mode())
                .sizingMode(sizing.mode())
                .entryOrderType(order.type())
                .marketWithoutBook(order.marketWithoutBook() ? Flag.YES : Flag.NO)
                .refuseUnknownStats(filters.refusesUnknown() ? Flag.YES : Flag.NO)
                .equityMaxAgeNs(Math.multiplyExact(sizing.equityMaxAgeNs(), speedMilli) / MILLI);
    }
}
