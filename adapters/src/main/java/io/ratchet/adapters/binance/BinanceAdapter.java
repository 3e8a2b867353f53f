package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.QUANTITY_DECIMALS;

import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.rest.HttpTransport;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.binance.rest.RestClient.Security;
import io.ratchet.adapters.binance.rest.RestReply;
import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.InputOutbox;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Binance as a whole: measures its clock, learns its instruments, checks the position mode, keeps the three kinds of
 * sockets and tells the engine how the venue is.
 *
 * <pre>
 *   start ─► time ─► exchangeInfo ─► InstrumentDefined… ─► sockets ─► FeedStatus UP… ─► VenueHealth OK
 *                    (not waited for if the journal knew instruments: protection first)
 * </pre>
 *
 * <p>{@link #start} and {@link #close} from one thread, {@link #gateway} for the egress thread; everything else happens
 * on the adapter's own event loop.
 */
public final class BinanceAdapter implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BinanceAdapter.class);
    private static final long CLOCK_INTERVAL_MS = 30_000;
    private static final long CLOCK_INTERVAL_MIN_MS = 2_000;
    private static final long PROBE_INTERVAL_MS = 1_000;
    private static final long HEALTH_INTERVAL_MS = 250;
    /** A problem is worth a line when it lasts; at a start each one is there for a moment. */
    private static final int HEALTH_LOGGED_AFTER_INTERVALS = 8;

    private static final long RETRY_FIRST_MS = 250;
    private static final long RETRY_MAX_MS = 5_000;
    private static final int OUTBOX_LENGTH_MAX = 16 << 20;
    private static final int WEIGHT_FIVE = 5;

    private final BinanceConfig config;
    private final Ingress ingress;
    private final InstrumentRegistry registry;
    private final NetworkLoop loop;
    private final VenueClock clock;
    private final RateBudget budget;
    private final RestClient rest;
    private final UserStream userStream;
    private final TradeSocket tradeSocket;
    private final MarketStreams marketStreams;
    private final BinanceGateway gateway;
    private final InputOutbox outbox;
    private final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
    private final InstrumentReader instruments;
    private final IncomeReader income;
    private final ReconnectDelay modeDelay;

    private boolean isStarted;
    private boolean isClosed;
    private boolean isReached;
    private boolean areSocketsStarted;
    private Future<?> nextMeasurement;
    private boolean isMeasuring;
    private boolean isRestGood;
    private boolean isHedge;
    private String keyProblem = "";
    private final EnumSet<MarketFeed> upFeeds = EnumSet.noneOf(MarketFeed.class);
    private VenueState health = VenueState.NONE;
    private String healthText = "";
    private String healthLogged = "";
    private int healthIntervals;

    /**
     * Nothing is connected before {@link #start}.
     *
     * @param config          where Binance is.
     * @param ingress         into the engine.
     * @param durableSequence of the journal; any thread.
     * @param registry        of the node, seeded with what its journal knows.
     * @param threadFactory   names the threads of the adapter.
     */
    public BinanceAdapter(
            final BinanceConfig config,
            final Ingress ingress,
            final LongSupplier durableSequence,
            final InstrumentRegistry registry,
            final ThreadFactory threadFactory) {
        this(
                config,
                ingress,
                durableSequence,
                registry,
                new NetworkLoop(threadFactory),
                HttpTransport.overTcp(config.requestDeadlineMs(), threadFactory));
    }

    /**
     * Over a given network.
     *
     * @param config          where Binance is.
     * @param ingress         into the engine.
     * @param durableSequence of the journal; any thread.
     * @param registry        of the node, seeded with what its journal knows.
     * @param network         carries the sockets; closed with the adapter.
     * @param transport       carries the requests; closed with the adapter.
     */
    public BinanceAdapter(
            final BinanceConfig config,
            final Ingress ingress,
            final LongSupplier durableSequence,
            final InstrumentRegistry registry,
            final NetworkLoop network,
            final HttpTransport transport) {
        this.config = config;
        this.ingress = ingress;
        this.registry = registry;
        final SplittableRandom random = new SplittableRandom(config.jitterSeed());
        loop = network;
        clock = new VenueClock(ingress);
        budget = new RateBudget(clock, ingress);
        rest = new RestClient(config, ingress, clock, budget, transport);
        outbox = new InputOutbox(ingress, loop.eventLoop(), OUTBOX_LENGTH_MAX);
        instruments = new InstrumentReader(config, loop, rest, budget, registry, random.split(), new Instruments());
        modeDelay = new ReconnectDelay(RETRY_FIRST_MS, RETRY_MAX_MS, random.split());
        final Events events = new Events();
        userStream = new UserStream(config, loop, ingress, registry, rest, random, events);
        tradeSocket = new TradeSocket(config, loop, ingress, random, events);
        marketStreams = new MarketStreams(config, loop, ingress, registry, clock, random, events);
        income = new IncomeReader(config, loop, rest, clock, registry, random.split(), new Income());
        final ReadJobs reads = new ReadJobs(config, ingress, registry, clock, rest, instruments::readSoon);
        gateway = new BinanceGateway(
                config, ingress, durableSequence, registry, clock, budget, rest, tradeSocket::current, reads, events);
    }

    /**
     * The way out for the egress thread of Binance.
     *
     * @return the gateway; it answers NOT_SENT until the venue is reached.
     */
    public VenueGateway gateway() {
        return gateway;
    }

    /**
     * How many commands have no result yet, for the status page. Any thread.
     *
     * @return the count.
     */
    public int inFlight() {
        return gateway.inFlight();
    }

    /** Begins to connect; what comes of it is seen as FeedStatus and VenueHealth. */
    public void start() {
        loop.execute(() -> {
            if (!isStarted) {
                isStarted = true;
                measureClock();
                watch();
            }
        });
    }

    /** Closes the connections and ends the threads; waits a bounded time. */
    @Override
    public void close() {
        loop.execute(() -> {
            isClosed = true;
            instruments.stop();
            income.stop();
            userStream.stop();
            tradeSocket.stop();
            marketStreams.stop();
        });
        rest.close();
        loop.close();
    }

    private void measureClock() {
        if (isMeasuring || isClosed) {
            return;
        }
        isMeasuring = true;
        rest.syncTime(isGood -> loop.execute(() -> onClockMeasured(isGood)));
    }

    private void onClockMeasured(final boolean isGood) {
        isMeasuring = false;
        isRestGood = isGood;
        evaluateHealth();
        if (isClosed) {
            return;
        }
        if (isGood && !isReached) {
            isReached = true;
            onReachable();
        }
        final long intervalMs =
                isGood ? Math.max(CLOCK_INTERVAL_MIN_MS, config.wallMs(CLOCK_INTERVAL_MS)) : PROBE_INTERVAL_MS;
        if (nextMeasurement != null) {
            nextMeasurement.cancel(false);
        }
        nextMeasurement = loop.eventLoop().schedule(this::measureClock, intervalMs, TimeUnit.MILLISECONDS);
    }

    private void onReachable() {
        instruments.read();
        readPositionMode();
        readBalance();
        if (registry.count() > 0) {
            startSockets();
        }
    }

    private void startSockets() {
        if (!areSocketsStarted && !isClosed) {
            areSocketsStarted = true;
            tradeSocket.start(gateway);
            userStream.start();
            marketStreams.start();
        }
    }

    private void readPositionMode() {
        if (!isClosed) {
            rest.request(
                    Band.QUERY,
                    WEIGHT_FIVE,
                    "GET",
                    "/fapi/v1/accountConfig",
                    "",
                    Security.SIGNED,
                    reply -> loop.execute(() -> onPositionMode(reply)));
        }
    }

    private void onPositionMode(final RestReply reply) {
        keyProblem = keyProblem(reply);
        evaluateHealth();
        if (!reply.isSuccess()) {
            LOGGER.warn(
                    "position mode not read: {} status={} code={} {}",
                    reply.kind(),
                    reply.status(),
                    reply.code(),
                    reply.message());
            loop.eventLoop().schedule(this::readPositionMode, modeDelay.nextMs(), TimeUnit.MILLISECONDS);
            return;
        }
        modeDelay.reset();
        isHedge = JsonFields.flag(reply.body(), "dualSidePosition");
        evaluateHealth();
    }

    private static String keyProblem(final RestReply reply) {
        final boolean isRefused = !reply.isSuccess()
                && OutcomeTable.classify(reply.status(), reply.code(), reply.message())
                                .reason()
                        == OutcomeReason.AUTHENTICATION;
        return isRefused
                ? "API key refused (" + reply.code() + "): check key, secret, their address list and permissions; "
                : "";
    }

    private void readBalance() {
        rest.request(
                Band.QUERY,
                WEIGHT_FIVE,
                "GET",
                "/fapi/v3/balance",
                "",
                Security.SIGNED,
                reply -> loop.execute(() -> onBalance(reply)));
    }

    private void onBalance(final RestReply reply) {
        if (!reply.isSuccess() || !reply.body().isArray()) {
            LOGGER.warn(
                    "balance not read: {} status={} code={} {}",
                    reply.kind(),
                    reply.status(),
                    reply.code(),
                    reply.message());
            return;
        }
        try {
            for (final JsonNode row : reply.body()) {
                final long wallet = JsonFields.truncated(row, "balance", QUANTITY_DECIMALS, 0);
                if (wallet != 0) {
                    offer(encoder.balanceUpdate(
                            BinanceParser.asset(JsonFields.required(row, "asset")),
                            wallet,
                            JsonFields.truncated(row, "availableBalance", QUANTITY_DECIMALS, 0),
                            JsonFields.integer(row, "updateTime", 0)));
                }
            }
        } catch (final VenueFormatException unusable) {
            LOGGER.warn("balance not understood: {}", VenueText.of(unusable));
        }
    }

    private void watch() {
        if (!isClosed) {
            evaluateHealth();
            logLasting();
            loop.eventLoop().schedule(this::watch, HEALTH_INTERVAL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void logLasting() {
        healthIntervals++;
        if (healthIntervals < HEALTH_LOGGED_AFTER_INTERVALS || healthText.equals(healthLogged)) {
            return;
        }
        healthLogged = healthText;
        if (health == VenueState.OK) {
            LOGGER.info("binance OK");
        } else {
            LOGGER.warn("binance {}: {}", health, healthText);
        }
    }

    private void evaluateHealth() {
        final String list = (isRestGood ? "" : "rest unreachable; ")
                + (upFeeds.contains(MarketFeed.TRADE) ? "" : "trade socket down; ")
                + (upFeeds.contains(MarketFeed.USER) ? "" : "user stream down; ")
                + (upFeeds.contains(MarketFeed.MARKET) ? "" : "market streams down; ")
                + (budget.isPaused() ? "venue asked to wait; " : "")
                + keyProblem
                + (isHedge ? "hedge mode: switch the account to one-way mode; " : "");
        final String problems = list.isEmpty() ? "" : list.substring(0, list.length() - 2);
        final VenueState state;
        if (!isRestGood && !upFeeds.contains(MarketFeed.TRADE)) {
            state = VenueState.BLIND;
        } else {
            state = problems.isEmpty() ? VenueState.OK : VenueState.DEGRADED;
        }
        if (state != health || !problems.equals(healthText)) {
            health = state;
            healthText = problems;
            healthIntervals = 0;
            offer(encoder.venueHealth(state, VenueText.sanitised(problems)));
        }
    }

    private void offer(final int length) {
        if (!outbox.offer(encoder.buffer(), length)) {
            LOGGER.error("adapter outbox: actual=full expected=room for {} bytes", length);
        }
    }

    private final class Income implements IncomeReader.Sink {
        @Override
        public boolean input(final MutableDirectBuffer buffer, final int length) {
            return outbox.offer(buffer, length);
        }

        @Override
        public void unknownSymbol(final String symbol) {
            instruments.readSoon();
        }
    }

    private final class Instruments implements InstrumentReader.Sink {
        @Override
        public void changed(final int instrumentId, final InstrumentSpec spec) {
            offer(encoder.instrumentDefined(instrumentId, registry.engineSymbol(instrumentId), spec));
        }

        @Override
        public void done() {
            startSockets();
        }
    }

    private final class Events implements AdapterEvents, BinanceGateway.Control {
        @Override
        public void feed(final MarketFeed feed, final FeedState state, final int epoch, final String text) {
            final boolean isUp = state == FeedState.UP;
            if (!isUp && !upFeeds.contains(feed)) {
                // Every failed attempt to connect again ends here too; the engine knows already.
                LOGGER.debug("binance {} {} epoch={} {}", feed, state, epoch, text);
                return;
            }
            if (isUp) {
                upFeeds.add(feed);
                if (feed == MarketFeed.USER) {
                    income.read();
                }
            } else {
                upFeeds.remove(feed);
                rest.dropIdleConnections();
            }
            LOGGER.info("binance {} {} epoch={} {}", feed, state, epoch, text);
            offer(encoder.feedStatus(feed, state, epoch, VenueText.sanitised(text)));
            evaluateHealth();
        }

        @Override
        public void unknownSymbol(final String symbol) {
            LOGGER.warn("event of an unknown symbol: {}", VenueText.sanitised(symbol));
            instruments.readSoon();
        }

        @Override
        public void clockRefused() {
            loop.execute(BinanceAdapter.this::measureClock);
        }

        @Override
        public void subscription(final int instrumentId, final boolean isWanted) {
            loop.execute(() -> {
                if (!registry.contains(Venue.BINANCE, instrumentId)) {
                    LOGGER.error("subscription: actual=instrument {} expected=one of Binance", instrumentId);
                } else if (isWanted) {
                    marketStreams.subscribe(instrumentId);
                } else {
                    marketStreams.unsubscribe(instrumentId);
                }
            });
        }
    }
}
