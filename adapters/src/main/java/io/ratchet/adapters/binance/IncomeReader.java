package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.QUANTITY_DECIMALS;

import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.binance.rest.RestClient.Security;
import io.ratchet.adapters.binance.rest.RestReply;
import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.engine.sbe.Venue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the funding payments of the account from its list of income ({@code GET /fapi/v1/income}, weight 30): the private
 * stream tells each of them once, and what it tells while it is down or mute is lost. Read after each connection of the
 * stream, so also at start, and swept slowly; in the band of the budget that gives way to everything else.
 *
 * <p>A read begins an hour before the end of the last complete one, the first a week back; rows are remembered by their
 * number, so that each becomes one input in the life of a node. That the stream, or an earlier life, has told the same
 * payment is for the core to know. A read that fails changes nothing and is tried again. Event loop thread.
 */
final class IncomeReader {
    /** Between two reads, on the venue's clock. */
    static final long SWEEP_MS = 45_000;
    /** How far the first read goes back: as far as the venue does by itself. */
    static final long LOOK_BACK_MS = 7L * 24 * 3_600_000;
    /** How far each read goes back behind the last one: rows may turn up late. */
    static final long OVERLAP_MS = 3_600_000;
    /** Rows of a page, the most that the venue lists. */
    static final int PAGE_ROWS = 1_000;
    /** Pages of a read; the next one goes on where it ended. */
    static final int PAGES_MAX = 10;
    /** Row numbers remembered: more than an overlap holds. */
    static final int REMEMBERED_MAX = 2 * PAGES_MAX * PAGE_ROWS;

    private static final Logger LOGGER = LoggerFactory.getLogger(IncomeReader.class);
    private static final String FUNDING_FEE = "FUNDING_FEE";
    private static final int WEIGHT = 30;
    private static final long RETRY_FIRST_MS = 1_000;
    private static final long RETRY_MAX_MS = 30_000;

    private final BinanceConfig config;
    private final NetworkLoop loop;
    private final RestClient rest;
    private final VenueClock clock;
    private final InstrumentRegistry registry;
    private final Sink sink;
    private final ReconnectDelay delay;
    private final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
    private final Map<String, Boolean> remembered = new LinkedHashMap<>();
    private Future<?> next;
    private boolean isReading;
    private boolean isWantedAgain;
    private boolean isStopped;
    private long readToMs;
    private long startedMs;
    private long fromMs;
    private int page;

    /** Takes the payments. Event loop thread. */
    interface Sink {
        /**
         * One input.
         *
         * @param buffer that holds it at offset 0, valid during the call.
         * @param length in bytes.
         * @return false if there was no room: the row is read again.
         */
        boolean input(MutableDirectBuffer buffer, int length);

        /** A row names a symbol that exchangeInfo has not told of. */
        void unknownSymbol(String symbol);
    }

    IncomeReader(
            final BinanceConfig config,
            final NetworkLoop loop,
            final RestClient rest,
            final VenueClock clock,
            final InstrumentRegistry registry,
            final SplittableRandom random,
            final Sink sink) {
        this.config = config;
        this.loop = loop;
        this.rest = rest;
        this.clock = clock;
        this.registry = registry;
        this.sink = sink;
        delay = new ReconnectDelay(RETRY_FIRST_MS, RETRY_MAX_MS, random);
    }

    void stop() {
        isStopped = true;
    }

    /** Reads now; again, if a read is under way that may have begun too early. */
    void read() {
        if (isStopped) {
            return;
        }
        if (isReading) {
            isWantedAgain = true;
            return;
        }
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        isReading = true;
        startedMs = clock.nowMs();
        fromMs = readToMs == 0 ? startedMs - LOOK_BACK_MS : readToMs - OVERLAP_MS;
        page = 1;
        request();
    }

    private void request() {
        rest.request(
                Band.LEDGER,
                WEIGHT,
                "GET",
                "/fapi/v1/income",
                "incomeType=" + FUNDING_FEE + "&startTime=" + fromMs + "&page=" + page + "&limit=" + PAGE_ROWS,
                Security.SIGNED,
                reply -> loop.execute(() -> onReply(reply)));
    }

    private void onReply(final RestReply reply) {
        if (isStopped) {
            return;
        }
        try {
            if (!reply.isSuccess() || !reply.body().isArray()) {
                throw new VenueFormatException("income: actual=" + reply.kind() + " status=" + reply.status() + " code="
                        + reply.code() + " " + reply.message() + " expected=a list");
            }
            long lastMs = 0;
            for (final JsonNode row : reply.body()) {
                lastMs = Math.max(lastMs, JsonFields.integer(row, "time", 0));
                take(row);
            }
            onPage(reply.body().size() >= PAGE_ROWS, lastMs);
        } catch (final VenueFormatException unusable) {
            LOGGER.warn("income not read: {}", VenueText.of(unusable));
            isReading = false;
            isWantedAgain = false;
            schedule(delay.nextMs());
        }
    }

    private void onPage(final boolean isFull, final long lastMs) {
        if (isFull && page < PAGES_MAX) {
            page++;
            request();
            return;
        }
        // What a full last page did not show is listed by the next read, which begins where this one ended.
        readToMs = isFull ? lastMs + OVERLAP_MS : startedMs;
        isReading = false;
        delay.reset();
        if (isWantedAgain || isFull) {
            isWantedAgain = false;
            read();
        } else {
            schedule(config.wallMs(SWEEP_MS));
        }
    }

    private void schedule(final long ms) {
        next = loop.eventLoop().schedule(this::read, ms, TimeUnit.MILLISECONDS);
    }

    private void take(final JsonNode row) {
        if (!FUNDING_FEE.equals(JsonFields.text(row, "incomeType"))) {
            return;
        }
        final String symbol = JsonFields.required(row, "symbol");
        final String key = JsonFields.required(row, "tranId") + ":" + symbol;
        if (remembered.containsKey(key)) {
            return;
        }
        final int instrumentId = registry.instrumentId(Venue.BINANCE, symbol);
        if (instrumentId == InstrumentRegistry.UNKNOWN) {
            sink.unknownSymbol(symbol);
            return;
        }
        final long timeMs = JsonFields.integer(row, "time", 0);
        final long money = JsonFields.truncated(row, "income", QUANTITY_DECIMALS, 0);
        final int length = encoder.fundingPaid(
                instrumentId, BinanceParser.asset(JsonFields.required(row, "asset")), money, timeMs);
        if (!sink.input(encoder.buffer(), length)) {
            throw new VenueFormatException("income: actual=no room expected=room for " + length + " bytes");
        }
        remembered.put(key, Boolean.TRUE);
        if (remembered.size() > REMEMBERED_MAX) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }
}
