package io.ratchet.adapters.sim;

import java.nio.file.Path;

/**
 * What a venue process runs.
 *
 * @param venue        binance.
 * @param host         to bind; loopback unless somebody knows better.
 * @param port         of the exchange, 0 for any free one.
 * @param signalPort   of the signal server, 0 for any free one, -1 for none.
 * @param prices       file in the simulate format, null for generated prices.
 * @param loop         whether the file begins again at its end.
 * @param symbols      how many contracts are generated without a file.
 * @param seed         of prices and signals.
 * @param speedMilli   of the venue's clock, in thousandths of real time.
 * @param anchorWallMs wall time at which that clock shows startMs; 0 for now.
 * @param startMs      what it shows then; 0 for the anchor itself.
 * @param log          of requests and events, null for none.
 * @param apiKey       the one key of the one account.
 * @param apiSecret    of that key.
 * @param signalToken  that signal clients must show.
 * @param signals      file of signals, null for generated ones.
 * @param signalsPerWave generated signals in a wave.
 * @param badSignals   whether unusable signals are mixed in.
 * @param replyDelayMs between the execution of a trade request and its answer, wall ms.
 * @param balance      whole units of money at the start.
 */
public record VenueProcessConfig(
        String venue,
        String host,
        int port,
        int signalPort,
        Path prices,
        boolean loop,
        int symbols,
        long seed,
        int speedMilli,
        long anchorWallMs,
        long startMs,
        Path log,
        String apiKey,
        String apiSecret,
        String signalToken,
        Path signals,
        int signalsPerWave,
        boolean badSignals,
        long replyDelayMs,
        long balance) {
    /** The key of the one account unless said otherwise. */
    public static final String DEFAULT_KEY = "simulated-account-key";
    /** The secret of that key: guards play money only. */
    public static final String DEFAULT_SECRET = "simulated-account-secret";
    /** Generated signals of a wave unless said otherwise. */
    public static final int DEFAULT_SIGNALS_PER_WAVE = 8;
    /** Contracts with generated prices unless said otherwise. */
    public static final int DEFAULT_SYMBOLS = 12;
    /** What signal clients show. */
    public static final String DEFAULT_TOKEN = "simulated-signals-token";
}
