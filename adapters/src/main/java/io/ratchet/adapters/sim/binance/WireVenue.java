package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFaults;
import io.ratchet.adapters.sim.SimListener;
import io.ratchet.adapters.sim.VenueClock;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.engine.market.FixedPoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The simulated Binance USD-M up to the network: REST requests and texts of WebSockets in, answers and texts out. One
 * account, one key. {@link BinanceVenueServer} puts it behind a port, the simulator behind a network of its own.
 *
 * <p>One thread; deterministic by the seed of its configuration.
 */
public final class WireVenue {
    private static final int SOCKET_WEIGHT = 5;
    private static final int TOO_MANY = 429;
    private static final int BANNED = 418;

    private final BinanceVenueConfig config;
    private final VenueClock clock;
    private final VenueLog log;
    private final UserStreams userStreams = new UserStreams();
    private final WireEvents events;
    private final SimExchange exchange;
    private final WireContext context;
    private final MarketStreams marketStreams;
    private final WireApi api;
    private final SplittableRandom random;
    private boolean isServing;

    /** The other end of a WebSocket. */
    public interface Peer {
        /**
         * The venue says something.
         *
         * @param text of the frame.
         */
        void text(String text);

        /**
         * The venue ends the connection.
         *
         * @param why for people.
         */
        void closed(String why);
    }

    /** The venue's end of a WebSocket. */
    public interface Socket {
        /**
         * The client says something.
         *
         * @param text of the frame.
         */
        void receive(String text);

        /** The connection is over. */
        void lost();
    }

    /**
     * An answer to a REST request.
     *
     * @param status  of HTTP.
     * @param headers of the answer.
     * @param body    JSON.
     * @param delayMs before it is sent.
     */
    public record Answer(int status, Map<String, String> headers, String body, long delayMs) {}

    /**
     * A venue without orders.
     *
     * @param config  key, limits and lives; host and port are not looked at.
     * @param rules   of the exchange.
     * @param clock   of the venue.
     * @param symbols its contracts.
     * @param log     of everything.
     * @param witness is told first what happens at the exchange, null for none.
     */
    public WireVenue(
            final BinanceVenueConfig config,
            final SimConfig rules,
            final VenueClock clock,
            final List<PriceSymbol> symbols,
            final VenueLog log,
            final SimListener witness) {
        this.config = config;
        this.clock = clock;
        this.log = log;
        this.random = new SplittableRandom(config.seed());
        this.events = new WireEvents(userStreams, log, witness);
        this.exchange = new SimExchange(rules, events, config.seed());
        for (final PriceSymbol symbol : symbols) {
            exchange.list(symbol.symbol(), symbol.filters());
        }
        this.context = new WireContext(
                exchange,
                clock,
                new WireLimits(config.weightMax(), config.ordersTenSecondsMax(), config.ordersMinuteMax()),
                new ListenKeys(clock, config.listenKeyLifeMs(), config.seed()));
        events.attach(context);
        this.marketStreams = new MarketStreams(exchange);
        this.api = new WireApi(context, userStreams, log, config);
    }

    /**
     * The exchange, to look at and to meddle with.
     *
     * @return live.
     */
    public SimExchange exchange() {
        return exchange;
    }

    /**
     * Faults of the next requests.
     *
     * @return to arm.
     */
    public SimFaults faults() {
        return context.faults;
    }

    /**
     * Whether a request of the client is being served: what happens now is its doing.
     *
     * @return whether.
     */
    public boolean isServing() {
        return isServing;
    }

    /**
     * Does something at the exchange without telling the private streams.
     *
     * @param act on the exchange.
     */
    public void silently(final Runnable act) {
        events.mute(true);
        try {
            act.run();
        } finally {
            events.mute(false);
        }
    }

    /**
     * Refuses all requests (418).
     *
     * @param ms of venue time; 0 ends a ban.
     */
    public void ban(final long ms) {
        if (ms == 0) {
            context.limits.pardon();
        } else {
            context.limits.ban(clock.nowMs() + ms);
        }
    }

    /** Uses up the request weight of this minute: the next requests are refused (429), and more of them banned. */
    public void exhaustWeight() {
        context.limits.exhaust(clock.nowMs());
    }

    /** Ends the listen key as if its time were over. */
    public void expireListenKey() {
        final String ended = context.listenKeys.stop();
        if (ended != null) {
            userStreams.end(ended, clock.nowMs());
        }
    }

    /**
     * New prices.
     *
     * @param instrument index of the contract.
     * @param mark       1e-10 or NULL.
     * @param last       1e-10 or NULL.
     * @param bid        1e-10 or NULL.
     * @param ask        1e-10 or NULL.
     * @param atMs       venue time.
     */
    public void price(
            final int instrument, final long mark, final long last, final long bid, final long ask, final long atMs) {
        exchange.advance(atMs);
        exchange.price(instrument, mark, last, bid, ask);
        marketStreams.onPrice(
                instrument,
                bid != FixedPoint.NULL || ask != FixedPoint.NULL,
                last != FixedPoint.NULL,
                mark != FixedPoint.NULL,
                atMs);
    }

    /** Lets time pass: orders on their way arrive, marks are repeated each second, keys end. */
    public void turn() {
        final long now = clock.nowMs();
        exchange.advance(now);
        marketStreams.repeatMarks(now);
        final String ended = context.listenKeys.expired();
        if (ended != null) {
            userStreams.end(ended, now);
        }
    }

    /**
     * Serves a REST request.
     *
     * @param method GET, POST, PUT or DELETE.
     * @param path   without host.
     * @param query  percent-encoded, may be empty.
     * @param key    the API key sent, null for none.
     * @param answer takes the answer, before or after the private events of the request; is not called if it is lost.
     */
    public void rest(
            final String method,
            final String path,
            final String query,
            final String key,
            final Consumer<Answer> answer) {
        serve("rest", method + ' ' + path, WireParams.rest(query, ""), key, reply -> {
            if (!reply.dropped()) {
                answer.accept(new Answer(reply.status(), headers(reply), reply.body(), reply.delayMs()));
            }
        });
    }

    /**
     * Opens a WebSocket.
     *
     * @param path  without host.
     * @param query may be empty.
     * @param peer  hears it.
     * @return the venue's end; null if it refuses.
     */
    public Socket open(final String path, final String query, final Peer peer) {
        final WireSocket socket;
        try {
            socket = socket(path, query);
        } catch (final WireRefusal refused) {
            return null;
        }
        if (socket == null) {
            return null;
        }
        socket.attach(peer);
        opened(socket, path, query);
        return new Socket() {
            @Override
            public void receive(final String text) {
                socket.onText(text);
            }

            @Override
            public void lost() {
                socket.onClosed();
            }
        };
    }

    WireLimits limits() {
        return context.limits;
    }

    /** Headers of a reply, but for those of HTTP itself. */
    Map<String, String> headers(final WireApi.Reply reply) {
        final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("X-MBX-USED-WEIGHT-1M", Integer.toString(context.limits.weight()));
        if (reply.order() && reply.good()) {
            headers.put("X-MBX-ORDER-COUNT-10S", Integer.toString(context.limits.ordersTenSeconds()));
            headers.put("X-MBX-ORDER-COUNT-1M", Integer.toString(context.limits.ordersMinute()));
        }
        if (reply.status() == TOO_MANY || reply.status() == BANNED) {
            headers.put("Retry-After", Long.toString(context.limits.retryAfterSeconds(clock.nowMs())));
        }
        return headers;
    }

    void serve(
            final String via,
            final String op,
            final WireParams params,
            final String key,
            final Consumer<WireApi.Reply> answer) {
        exchange.advance(clock.nowMs());
        events.hold();
        isServing = true;
        final WireApi.Reply reply = api.call(via, op, params, key);
        isServing = false;
        if (random.nextBoolean()) {
            events.release();
            answer.accept(reply);
        } else {
            answer.accept(reply);
            events.release();
        }
        log.flush();
    }

    /** The handler of a WebSocket path, null when there is none; refuses while the address is over its limits. */
    WireSocket socket(final String path, final String query) {
        if (path.equals("/ws-fapi/v1")) {
            context.limits.weigh(SOCKET_WEIGHT, clock.nowMs());
            return new TradeSocket(
                    config,
                    (method, params, key, answer) -> serve("ws", method, params, key, answer),
                    context.limits,
                    !query.contains("returnRateLimits=false"));
        }
        final String route = SocketPath.route(path);
        return switch (route) {
            case SocketPath.PRIVATE -> new UserSocketHandler(config, userStreams);
            case SocketPath.PUBLIC -> new MarketSocket(config, marketStreams, false, SocketPath.wrapped(path));
            case SocketPath.MARKET -> new MarketSocket(config, marketStreams, true, SocketPath.wrapped(path));
            default -> null;
        };
    }

    /** A socket finished its handshake. */
    void opened(final WireSocket socket, final String path, final String query) {
        final WireParams params = WireParams.rest(query, "");
        if (socket instanceof MarketSocket market) {
            for (final String stream : SocketPath.streams(path, params)) {
                market.subscribe(stream);
            }
        } else if (socket instanceof UserSocketHandler) {
            final String key = params.get("listenKey", SocketPath.last(path));
            if (context.listenKeys.valid(key)) {
                final Set<String> wanted = new LinkedHashSet<>();
                for (final String event : params.get("events", "").split("/")) {
                    if (!event.isEmpty()) {
                        wanted.add(event);
                    }
                }
                userStreams.add(new UserStreams.UserSocket(socket, key, wanted, SocketPath.wrapped(path)));
            }
        }
    }
}
