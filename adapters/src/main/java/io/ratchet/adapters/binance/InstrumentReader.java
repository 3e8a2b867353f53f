package io.ratchet.adapters.binance;

import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.binance.rest.RestClient.Security;
import io.ratchet.adapters.binance.rest.RestReply;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.engine.sbe.Venue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads exchangeInfo at start, each hour of the venue's clock and when a symbol turns up that nobody has told of; tells
 * of the instruments that changed. Event loop thread, but for {@link #readSoon}.
 */
final class InstrumentReader {
    private static final Logger LOGGER = LoggerFactory.getLogger(InstrumentReader.class);
    private static final long INTERVAL_MS = 3_600_000;
    private static final long SOON_MS = 5_000;
    private static final long RETRY_FIRST_MS = 250;
    private static final long RETRY_MAX_MS = 5_000;

    private final BinanceConfig config;
    private final NetworkLoop loop;
    private final RestClient rest;
    private final RateBudget budget;
    private final InstrumentRegistry registry;
    private final Sink sink;
    private final ReconnectDelay delay;
    private boolean isReading;
    private boolean isStopped;

    /** Hears of instruments. Event loop thread. */
    interface Sink {
        /** An instrument is new or has changed. */
        void changed(int instrumentId, InstrumentSpec spec);

        /** All of them were read once more. */
        void done();
    }

    InstrumentReader(
            final BinanceConfig config,
            final NetworkLoop loop,
            final RestClient rest,
            final RateBudget budget,
            final InstrumentRegistry registry,
            final SplittableRandom random,
            final Sink sink) {
        this.config = config;
        this.loop = loop;
        this.rest = rest;
        this.budget = budget;
        this.registry = registry;
        this.sink = sink;
        delay = new ReconnectDelay(RETRY_FIRST_MS, RETRY_MAX_MS, random);
    }

    void stop() {
        isStopped = true;
    }

    /** Reads again, not more often than each five seconds. Any thread. */
    void readSoon() {
        loop.execute(() -> {
            if (!isReading) {
                isReading = true;
                loop.eventLoop().schedule(this::read, SOON_MS, TimeUnit.MILLISECONDS);
            }
        });
    }

    void read() {
        isReading = true;
        if (!isStopped) {
            rest.request(
                    Band.QUERY,
                    1,
                    "GET",
                    "/fapi/v1/exchangeInfo",
                    "",
                    Security.NONE,
                    reply -> loop.execute(() -> onReply(reply)));
        }
    }

    private void onReply(final RestReply reply) {
        isReading = false;
        try {
            if (!reply.isSuccess()) {
                throw new VenueFormatException("exchangeInfo: actual=" + reply.kind() + " " + reply.status() + " "
                        + reply.message() + " expected=200");
            }
            readLimits(reply.body().path("rateLimits"));
            for (final JsonNode symbol : reply.body().path("symbols")) {
                define(symbol);
            }
            delay.reset();
            sink.done();
            loop.eventLoop().schedule(this::read, config.wallMs(INTERVAL_MS), TimeUnit.MILLISECONDS);
        } catch (final VenueFormatException unusable) {
            LOGGER.warn("instruments not read: {}", VenueText.of(unusable));
            loop.eventLoop().schedule(this::read, delay.nextMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void define(final JsonNode symbol) {
        try {
            final String name = JsonFields.required(symbol, "symbol");
            final InstrumentSpec spec = BinanceParser.instrument(symbol);
            final int id = registry.register(Venue.BINANCE, name);
            if (id == InstrumentRegistry.UNKNOWN) {
                LOGGER.warn("instrument left out, its name does not fit a message: {}", VenueText.sanitised(name));
            } else if (registry.announced(id, spec)) {
                sink.changed(id, spec);
            }
        } catch (final VenueFormatException unusable) {
            // One contract that cannot be understood must not hide the others.
            LOGGER.warn("instrument left out: {}", VenueText.of(unusable));
        }
    }

    private void readLimits(final JsonNode limits) {
        for (final JsonNode limit : limits) {
            final RateBudget.Limit known = BinanceGateway.limitOf(
                    JsonFields.text(limit, "rateLimitType"), JsonFields.text(limit, "interval"), (int)
                            JsonFields.integer(limit, "intervalNum", 0));
            if (known != null) {
                budget.limit(known, (int) JsonFields.integer(limit, "limit", 0));
            }
        }
    }
}
