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
 * @param perWave    generated signals in a wave.
 * @param seed       of generated signals.
 * @param file       of signals, one JSON object a line, instead of generated ones; null for none. Lines with a
 *                   created_at are sent when the venue's clock shows it, others with the next wave, whose times they get.
 * @param bad        whether each wave also has signals that cannot be used: NaN, null, no symbol, no object.
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
        boolean bad) {}
