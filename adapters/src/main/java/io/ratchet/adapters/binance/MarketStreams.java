package io.ratchet.adapters.binance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.ratchet.adapters.binance.stream.PriceFrameDecoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.ManagedSocket;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.adapters.net.WebSocketSettings;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices: mark and trades on the routed {@code /market}, the book top on {@code /public}. A stream on the wrong route
 * connects and stays silent, so the market socket is given up after a silence; the book top may be quiet, its socket is
 * watched by pings.
 *
 * <p>The two sockets are one feed: its epoch goes on by one whenever both are up and subscribed again, and every price
 * carries the epoch of its arrival, so that no price of an earlier connection can count. Event loop thread.
 */
final class MarketStreams {
    private static final Logger LOGGER = LoggerFactory.getLogger(MarketStreams.class);
    private static final long RENEW_MS = 23 * 3_600_000L;
    private static final long RECONNECT_FIRST_MS = 250;
    private static final long RECONNECT_MAX_MS = 10_000;
    private static final int SILENCE_MS = 10_000;
    /** Age, by the wall, above which a price is the past; the core's own limits are shorter or equal. */
    private static final long AGE_MAX_MS = 5_000;

    private static final long NS_PER_MS = 1_000_000;
    private static final long ANSWER_TIMEOUT_MS = 5_000;
    private static final int STREAMS_MAX = 1_024;
    private static final int STREAMS_PER_REQUEST = 100;
    /** Five messages a second; the venue allows ten, pings included. */
    private static final long SEND_INTERVAL_MS = 200;

    private static final String[] MARKET_STREAMS = {"@markPrice@1s", "@aggTrade"};
    private static final String[] PUBLIC_STREAMS = {"@bookTicker"};

    private final NetworkLoop loop;
    private final Ingress ingress;
    private final InstrumentRegistry registry;
    private final AdapterEvents events;
    private final VenueClock clock;
    private final long ageMaxMs;
    private final TreeSet<Integer> wanted = new TreeSet<>();
    private final Route market;
    private final Route book;
    private final PriceFrameDecoder.Sink prices = this::onPrice;
    private int epoch;
    private boolean isUp;
    private long malformed;
    private long stale;

    MarketStreams(
            final BinanceConfig config,
            final NetworkLoop loop,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final VenueClock clock,
            final SplittableRandom random,
            final AdapterEvents events) {
        this.loop = loop;
        this.ingress = ingress;
        this.registry = registry;
        this.events = events;
        this.clock = clock;
        ageMaxMs = config.engineNs(AGE_MAX_MS) / NS_PER_MS;
        market = new Route(config, config.marketStream(), MARKET_STREAMS, SILENCE_MS, random);
        book = new Route(config, config.publicStream(), PUBLIC_STREAMS, 0, random);
    }

    void start() {
        market.socket.start();
        book.socket.start();
    }

    void stop() {
        market.socket.stop();
        book.socket.stop();
    }

    void subscribe(final int instrumentId) {
        if ((wanted.size() + 1) * MARKET_STREAMS.length > STREAMS_MAX) {
            LOGGER.error(
                    "no subscription of {}: actual={} instruments expected<={}",
                    registry.engineSymbol(instrumentId),
                    wanted.size() + 1,
                    STREAMS_MAX / MARKET_STREAMS.length);
            return;
        }
        if (wanted.add(instrumentId)) {
            market.enqueue("SUBSCRIBE", List.of(instrumentId));
            book.enqueue("SUBSCRIBE", List.of(instrumentId));
        }
    }

    void unsubscribe(final int instrumentId) {
        if (wanted.remove(instrumentId)) {
            market.enqueue("UNSUBSCRIBE", List.of(instrumentId));
            book.enqueue("UNSUBSCRIBE", List.of(instrumentId));
        }
    }

    private void onPrice(
            final int instrumentId,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long venueTimeMs) {
        if (isStale(venueTimeMs)) {
            stale++;
            if (Long.bitCount(stale) == 1) {
                LOGGER.warn("price older than {} ms left out ({} so far)", AGE_MAX_MS, stale);
            }
            return;
        }
        ingress.price(instrumentId, epoch, mark, last, bid, ask, venueTimeMs);
    }

    /** A connection that lags brings the past in order: its arrival is new, what it says is not (I11). */
    private boolean isStale(final long venueTimeMs) {
        return clock.generation() > 0
                && venueTimeMs > 0
                && ingress.nowNs() / NS_PER_MS - clock.engineMs(venueTimeMs) > ageMaxMs;
    }

    private void onRouteReady() {
        if (market.isReady && book.isReady) {
            epoch++;
            isUp = true;
            events.feed(MarketFeed.MARKET, FeedState.UP, epoch, "");
        }
    }

    private void onRouteLost(final String reason) {
        if (isUp) {
            isUp = false;
            events.feed(MarketFeed.MARKET, FeedState.DOWN, epoch, reason);
        }
    }

    /** One of the two sockets with its queue of subscription requests. */
    private final class Route implements ManagedSocket.Owner {
        private final ManagedSocket socket;
        private final String[] streams;
        private final PriceFrameDecoder decoder = new PriceFrameDecoder(registry);
        private final ArrayDeque<Request> queue = new ArrayDeque<>();
        private byte[] scratch = new byte[16_384];
        private boolean isReady;
        private boolean isSending;
        private long requests;
        /** The request whose answer makes the route ready; 0 when none is awaited. */
        private long awaitedAnswer;

        private Route(
                final BinanceConfig config,
                final URI base,
                final String[] streams,
                final int silenceMs,
                final SplittableRandom random) {
            this.streams = streams;
            final URI uri = URI.create(base + "/ws");
            socket = new ManagedSocket(
                    loop,
                    () -> uri,
                    WebSocketSettings.DEFAULT.withSilenceMs(silenceMs),
                    new ReconnectDelay(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, random.split()),
                    config.wallMs(RENEW_MS),
                    this);
        }

        @Override
        public void onUp(final WebSocketConnection connection) {
            connection.watchSilence(!wanted.isEmpty());
            isReady = false;
            awaitedAnswer = 0;
            queue.clear();
            final List<Integer> all = new ArrayList<>(wanted);
            final int perRequest = STREAMS_PER_REQUEST / streams.length;
            for (int from = 0; from < all.size(); from += perRequest) {
                enqueue("SUBSCRIBE", all.subList(from, Math.min(all.size(), from + perRequest)));
            }
            if (queue.isEmpty()) {
                becomeReady();
            } else {
                // The last request of the batch is the one whose answer makes the route ready.
                queue.peekLast().isLastOfAll = true;
            }
        }

        @Override
        public void onText(final WebSocketConnection connection, final ByteBuf payload) {
            final int length = payload.readableBytes();
            if (length > scratch.length) {
                scratch = new byte[Math.max(length, 2 * scratch.length)];
            }
            payload.getBytes(payload.readerIndex(), scratch, 0, length);
            final int prices = decoder.decode(scratch, 0, length, MarketStreams.this.prices);
            if (prices == 0 && awaitedAnswer > 0) {
                answer(new String(scratch, 0, length, UTF_8));
            }
            if (prices < 0) {
                malformed++;
                if (Long.bitCount(malformed) == 1) {
                    LOGGER.warn("market frame refused ({} so far): {}", malformed, decoder.refusal());
                }
            }
        }

        @Override
        public void onDown(final WebSocketConnection connection, final boolean isLost, final String reason) {
            if (isLost) {
                isReady = false;
                onRouteLost(reason);
            }
        }

        private void enqueue(final String method, final List<Integer> instruments) {
            if (socket.current() == null) {
                return;
            }
            queue.add(new Request(method, new ArrayList<>(instruments)));
            socket.current().watchSilence(!wanted.isEmpty());
            if (!isSending) {
                isSending = true;
                loop.execute(this::sendNext);
            }
        }

        private void sendNext() {
            final WebSocketConnection connection = socket.current();
            final Request first = queue.poll();
            if (connection == null || first == null) {
                isSending = false;
                return;
            }
            // Requests of the same kind that wait behind it go along in one message.
            while (!queue.isEmpty()
                    && !first.isLastOfAll
                    && queue.peek().method.equals(first.method)
                    && (first.instruments.size() + queue.peek().instruments.size()) * streams.length
                            <= STREAMS_PER_REQUEST) {
                final Request next = queue.poll();
                first.instruments.addAll(next.instruments);
                first.isLastOfAll = next.isLastOfAll;
            }
            connection.send(text(first));
            if (first.isLastOfAll) {
                awaitAnswer(connection, requests);
            }
            loop.eventLoop().schedule(this::sendNext, SEND_INTERVAL_MS, TimeUnit.MILLISECONDS);
        }

        private void awaitAnswer(final WebSocketConnection connection, final long request) {
            awaitedAnswer = request;
            loop.eventLoop()
                    .schedule(
                            () -> {
                                if (awaitedAnswer == request && socket.current() == connection) {
                                    connection.close("no answer to a subscription");
                                }
                            },
                            ANSWER_TIMEOUT_MS,
                            TimeUnit.MILLISECONDS);
        }

        private void answer(final String text) {
            if (text.contains("\"id\":" + awaitedAnswer) && text.contains("\"result\"")) {
                awaitedAnswer = 0;
                becomeReady();
            } else if (text.contains("\"error\"") || text.contains("\"code\"")) {
                LOGGER.warn("subscription refused: {}", VenueText.sanitised(text));
            }
        }

        private void becomeReady() {
            isReady = true;
            onRouteReady();
        }

        private String text(final Request request) {
            final StringBuilder text = new StringBuilder(64 + 32 * request.instruments.size());
            text.append("{\"method\":\"").append(request.method).append("\",\"params\":[");
            boolean isFirst = true;
            for (final int instrumentId : request.instruments) {
                for (final String stream : streams) {
                    text.append(isFirst ? "\"" : ",\"")
                            .append(registry.venueSymbol(instrumentId).toLowerCase(Locale.ROOT))
                            .append(stream)
                            .append('"');
                    isFirst = false;
                }
            }
            return text.append("],\"id\":").append(++requests).append('}').toString();
        }
    }

    private static final class Request {
        private final String method;
        private final List<Integer> instruments;
        private boolean isLastOfAll;

        private Request(final String method, final List<Integer> instruments) {
            this.method = method;
            this.instruments = instruments;
        }
    }
}
