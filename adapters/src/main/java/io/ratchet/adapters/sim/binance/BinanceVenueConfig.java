package io.ratchet.adapters.sim.binance;

/**
 * How the simulated Binance is reached and how patient it is. Its limits run in venue time, the lives of connections
 * and listen keys on the wall.
 *
 * @param host              to bind; loopback unless somebody knows better.
 * @param port              to bind, 0 for any free one.
 * @param apiKey            the one key it knows, at least 10 characters.
 * @param apiSecret         of that key.
 * @param weightMax         REQUEST_WEIGHT per minute.
 * @param ordersTenSecondsMax ORDERS per 10 s.
 * @param ordersMinuteMax   ORDERS per minute.
 * @param pingMs            between ping frames.
 * @param pongDeadlineMs    without a pong a socket is dropped.
 * @param connectionLifeMs  life of a socket.
 * @param listenKeyLifeMs   life of a listen key.
 * @param messagesPerSecond a stream socket may send.
 * @param replyDelayMs      between the execution of a trade request and its answer.
 * @param seed              of what is random about it: whether events overtake answers.
 */
public record BinanceVenueConfig(
        String host,
        int port,
        String apiKey,
        String apiSecret,
        int weightMax,
        int ordersTenSecondsMax,
        int ordersMinuteMax,
        long pingMs,
        long pongDeadlineMs,
        long connectionLifeMs,
        long listenKeyLifeMs,
        int messagesPerSecond,
        long replyDelayMs,
        long seed) {
    private static final int WEIGHT_MAX = 2_400;
    private static final int ORDERS_TEN_SECONDS_MAX = 300;
    private static final int ORDERS_MINUTE_MAX = 1_200;
    private static final long MINUTE_MS = 60_000;
    private static final long PING_MS = 3 * MINUTE_MS;
    private static final long PONG_MS = 10 * MINUTE_MS;
    private static final long CONNECTION_MS = 24 * 60 * MINUTE_MS;
    private static final long LISTEN_KEY_MS = 60 * MINUTE_MS;
    private static final int MESSAGES = 10;

    /**
     * The venue's own numbers, on loopback.
     *
     * @param port      to bind, 0 for any free one.
     * @param apiKey    the one key it knows.
     * @param apiSecret of that key.
     * @return the configuration.
     */
    public static BinanceVenueConfig loopback(final int port, final String apiKey, final String apiSecret) {
        return new BinanceVenueConfig(
                "127.0.0.1",
                port,
                apiKey,
                apiSecret,
                WEIGHT_MAX,
                ORDERS_TEN_SECONDS_MAX,
                ORDERS_MINUTE_MAX,
                PING_MS,
                PONG_MS,
                CONNECTION_MS,
                LISTEN_KEY_MS,
                MESSAGES,
                0,
                1);
    }

    /**
     * The same with other request limits.
     *
     * @param weight     per minute.
     * @param tenSeconds orders per 10 s.
     * @param minute     orders per minute.
     * @return the changed configuration.
     */
    public BinanceVenueConfig withLimits(final int weight, final int tenSeconds, final int minute) {
        return new BinanceVenueConfig(
                host,
                port,
                apiKey,
                apiSecret,
                weight,
                tenSeconds,
                minute,
                pingMs,
                pongDeadlineMs,
                connectionLifeMs,
                listenKeyLifeMs,
                messagesPerSecond,
                replyDelayMs,
                seed);
    }

    /**
     * The same with other lives.
     *
     * @param ping       ms between ping frames.
     * @param pong       ms without a pong.
     * @param connection ms of a socket.
     * @param listenKey  ms of a listen key.
     * @return the changed configuration.
     */
    public BinanceVenueConfig withLives(final long ping, final long pong, final long connection, final long listenKey) {
        return new BinanceVenueConfig(
                host,
                port,
                apiKey,
                apiSecret,
                weightMax,
                ordersTenSecondsMax,
                ordersMinuteMax,
                ping,
                pong,
                connection,
                listenKey,
                messagesPerSecond,
                replyDelayMs,
                seed);
    }

    /**
     * The same with slow answers.
     *
     * @param ms between the execution of a trade request and its answer.
     * @return the changed configuration.
     */
    public BinanceVenueConfig withReplyDelayMs(final long ms) {
        return new BinanceVenueConfig(
                host,
                port,
                apiKey,
                apiSecret,
                weightMax,
                ordersTenSecondsMax,
                ordersMinuteMax,
                pingMs,
                pongDeadlineMs,
                connectionLifeMs,
                listenKeyLifeMs,
                messagesPerSecond,
                ms,
                seed);
    }

    /**
     * The same on another address.
     *
     * @param address to bind.
     * @return the changed configuration.
     */
    public BinanceVenueConfig withHost(final String address) {
        return new BinanceVenueConfig(
                address,
                port,
                apiKey,
                apiSecret,
                weightMax,
                ordersTenSecondsMax,
                ordersMinuteMax,
                pingMs,
                pongDeadlineMs,
                connectionLifeMs,
                listenKeyLifeMs,
                messagesPerSecond,
                replyDelayMs,
                seed);
    }
}
