package io.ratchet.adapters.sim.signal;

import java.nio.file.Path;
import java.util.List;

/**
 * What a signal server offers.
 *
 * @param host       to bind; loopback unless somebody knows better.
 * @param port       to bind, 0 for any free one.
 * @param token      that clients must show.
 * @param exchangeId in generated signals: 1 Binance, 2 Bybit.
 * @param symbols    that generated signals name.
 * @param perWave    generated signals in a wave, 1 to {@link #PER_WAVE_MAX}; more than there are symbols name some of
 *                   them again.
 * @param seed       of generated signals.
 * @param file       of signals, one JSON object a line, instead of generated ones; null for none. Lines with a
 *                   created_at are sent when the venue's clock shows it, others with the next wave, whose times they get.
 * @param bad        whether each wave also has signals that cannot be used: NaN, null, no symbol, no object.
 * @param heartbeatMs between heartbeats of the real-time protocol, wall clock; 0 for the wave protocol.
 */
public record SignalServerConfig(
        String host,
        int port,
        String token,
        int exchangeId,
        List<String> symbols,
        int perWave,
        long seed,
        Path file,
        boolean bad,
        int heartbeatMs) {
    /** Generated signals of one wave: what their ids leave room for. */
    public static final int PER_WAVE_MAX = 5_000;
    /** Between heartbeats of a real-time server. */
    public static final int HEARTBEAT_MS = 30_000;

    /**
     * Checks what generated ids depend on.
     *
     * @throws IllegalArgumentException if a wave cannot have so many signals.
     */
    public SignalServerConfig {
        if (perWave < 1 || perWave > PER_WAVE_MAX) {
            throw new IllegalArgumentException("signals per wave: actual=" + perWave + " expected=1.." + PER_WAVE_MAX);
        }
    }

    /**
     * A server that speaks the wave protocol.
     *
     * @param host       to bind.
     * @param port       to bind, 0 for any free one.
     * @param token      that clients must show.
     * @param exchangeId in generated signals: 1 Binance, 2 Bybit.
     * @param symbols    that generated signals name.
     * @param perWave    generated signals in a wave.
     * @param seed       of generated signals.
     * @param file       of signals, null for none.
     * @param bad        whether each wave also has signals that cannot be used.
     */
    public SignalServerConfig(
            final String host,
            final int port,
            final String token,
            final int exchangeId,
            final List<String> symbols,
            final int perWave,
            final long seed,
            final Path file,
            final boolean bad) {
        this(host, port, token, exchangeId, symbols, perWave, seed, file, bad, 0);
    }

    /**
     * The same signals over the real-time protocol.
     *
     * @param newHeartbeatMs between heartbeats, wall clock, above 0.
     * @return the configuration.
     */
    public SignalServerConfig realtime(final int newHeartbeatMs) {
        return new SignalServerConfig(host, port, token, exchangeId, symbols, perWave, seed, file, bad, newHeartbeatMs);
    }

    /**
     * Whether it speaks the real-time protocol.
     *
     * @return false for the wave protocol.
     */
    public boolean isRealtime() {
        return heartbeatMs > 0;
    }
}
