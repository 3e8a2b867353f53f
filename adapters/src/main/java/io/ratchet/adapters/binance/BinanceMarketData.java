package io.ratchet.adapters.binance;

import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.common.ForwardingIngress;
import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.InputOutbox;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.Venue;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binance without an account: instruments and prices only, for a paper venue on live prices. It tells the engine of
 * instruments, of the MARKET feed and of prices; orders, private events and health come from the paper venue.
 *
 * <p>{@link #start} and {@link #close} from one thread, {@link #subscribe} from any.
 */
public final class BinanceMarketData implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BinanceMarketData.class);
    private static final long RETRY_FIRST_MS = 250;
    private static final long RETRY_MAX_MS = 5_000;
    private static final int OUTBOX_LENGTH_MAX = 16 << 20;

    private final InstrumentRegistry registry;
    private final NetworkLoop loop;
    private final RestClient rest;
    private final InstrumentReader instruments;
    private final MarketStreams streams;
    private final InputOutbox outbox;
    private final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
    private final Listener listener;
    private final ReconnectDelay clockDelay;
    private boolean isUp;
    private boolean isClosed;
    private boolean areStreamsStarted;

    /** Hears what the engine hears. Event loop thread of the market data. */
    public interface Listener {
        /**
         * An instrument is new or has changed; told before the engine is.
         *
         * @param instrumentId of it.
         * @param symbol       as messages carry it.
         * @param spec         its filters.
         */
        void instrument(int instrumentId, String symbol, InstrumentSpec spec);

        /**
         * A price; null values for what it does not tell.
         *
         * @param instrumentId of it.
         * @param mark         1e-10.
         * @param last         1e-10.
         * @param bid          1e-10.
         * @param ask          1e-10.
         */
        void price(int instrumentId, long mark, long last, long bid, long ask);
    }

    /**
     * Nothing is connected before {@link #start}.
     *
     * @param config        where Binance is; key and secret are not used.
     * @param ingress       into the engine.
     * @param registry      of the node, seeded with what its journal knows.
     * @param threadFactory names the threads.
     * @param listener      hears instruments and prices too.
     */
    public BinanceMarketData(
            final BinanceConfig config,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final ThreadFactory threadFactory,
            final Listener listener) {
        this.registry = registry;
        this.listener = listener;
        final SplittableRandom random = new SplittableRandom(config.jitterSeed());
        loop = new NetworkLoop(threadFactory);
        final VenueClock clock = new VenueClock(ingress);
        final RateBudget budget = new RateBudget(clock, ingress);
        rest = new RestClient(config, ingress, clock, budget, threadFactory);
        outbox = new InputOutbox(ingress, loop.eventLoop(), OUTBOX_LENGTH_MAX);
        clockDelay = new ReconnectDelay(RETRY_FIRST_MS, RETRY_MAX_MS, random.split());
        instruments = new InstrumentReader(config, loop, rest, budget, registry, random.split(), new Instruments());
        streams = new MarketStreams(config, loop, new Tee(ingress), registry, clock, random.split(), new Events());
    }

    /** Begins to connect; what comes of it is seen as InstrumentDefined and FeedStatus. */
    public void start() {
        loop.execute(this::measureClock);
    }

    /**
     * Market data of an instrument is wanted, or no more. Any thread.
     *
     * @param instrumentId of it.
     * @param isWanted     whether.
     */
    public void subscribe(final int instrumentId, final boolean isWanted) {
        loop.execute(() -> {
            if (!registry.contains(Venue.BINANCE, instrumentId)) {
                LOGGER.error("subscription: actual=instrument {} expected=one of Binance", instrumentId);
            } else if (isWanted) {
                streams.subscribe(instrumentId);
            } else {
                streams.unsubscribe(instrumentId);
            }
        });
    }

    /** Closes the connections and ends the threads; waits a bounded time. */
    @Override
    public void close() {
        loop.execute(() -> {
            isClosed = true;
            instruments.stop();
            streams.stop();
        });
        rest.close();
        loop.close();
    }

    /** Rate limits are counted on the venue's clock, so it is measured once. */
    private void measureClock() {
        if (!isClosed) {
            rest.syncTime(isGood -> loop.execute(() -> {
                if (isGood) {
                    instruments.read();
                } else {
                    loop.eventLoop().schedule(this::measureClock, clockDelay.nextMs(), TimeUnit.MILLISECONDS);
                }
            }));
        }
    }

    private final class Instruments implements InstrumentReader.Sink {
        @Override
        public void changed(final int instrumentId, final InstrumentSpec spec) {
            final String symbol = registry.engineSymbol(instrumentId);
            listener.instrument(instrumentId, symbol, spec);
            outbox.offer(encoder.buffer(), encoder.instrumentDefined(instrumentId, symbol, spec));
        }

        @Override
        public void done() {
            if (areStreamsStarted) {
                return;
            }
            areStreamsStarted = true;
            // What the journal knew and has not changed is not told to the engine again, but to the paper venue.
            for (int id = 0; id < registry.count(); id++) {
                if (registry.venue(id) == Venue.BINANCE && registry.spec(id) != null) {
                    listener.instrument(id, registry.engineSymbol(id), registry.spec(id));
                }
            }
            streams.start();
        }
    }

    private final class Events implements AdapterEvents {
        @Override
        public void feed(final MarketFeed feed, final FeedState state, final int epoch, final String text) {
            if (isUp == (state == FeedState.UP) && state != FeedState.UP) {
                return;
            }
            isUp = state == FeedState.UP;
            LOGGER.info("binance {} {} epoch={} {}", feed, state, epoch, text);
            outbox.offer(encoder.buffer(), encoder.feedStatus(feed, state, epoch, VenueText.sanitised(text)));
        }

        @Override
        public void unknownSymbol(final String symbol) {
            instruments.readSoon();
        }
    }

    /** Prices go to the paper venue and to the engine. */
    private final class Tee extends ForwardingIngress {
        private Tee(final Ingress ingress) {
            super(ingress);
        }

        @Override
        public void price(
                final int instrumentId,
                final int feedEpoch,
                final long mark,
                final long last,
                final long bid,
                final long ask,
                final long venueTimeMs) {
            listener.price(instrumentId, mark, last, bid, ask);
            super.price(instrumentId, feedEpoch, mark, last, bid, ask, venueTimeMs);
        }
    }
}
