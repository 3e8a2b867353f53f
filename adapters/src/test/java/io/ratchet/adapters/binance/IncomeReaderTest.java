package io.ratchet.adapters.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.RecordingIngress;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.net.FakeServer;
import io.ratchet.adapters.net.FakeServer.Reply;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.FundingPaidDecoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.Venue;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of income: read after each connection of the private stream, each row an input once. */
final class IncomeReaderTest {
    private static final Pattern QUERY = Pattern.compile("startTime=(\\d+)&page=(\\d+)&limit=1000");
    private static final String INFO = "{\"rateLimits\":[],\"symbols\":[{\"symbol\":\"BTCUSDT\",\"contractType\":"
            + "\"PERPETUAL\",\"status\":\"TRADING\",\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.1\","
            + "\"maxPrice\":\"900000\",\"tickSize\":\"0.10\"}]}]}";
    private static final long DAY_MS = 24 * 3_600_000L;

    private final RecordingIngress ingress = new RecordingIngress();
    private final InstrumentRegistry registry = new InstrumentRegistry();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile List<String> rows = List.of();
    private FakeServer server;
    private BinanceAdapter adapter;

    @BeforeEach
    void open() {
        server = new FakeServer();
        server.rest(this::rest);
        server.upgrade(path -> true);
        server.conversation((socket, path, text) -> {});
        adapter = new BinanceAdapter(
                BinanceConfig.simulated(server.port(), "k", Secret.of("s"), "t1", 1_000, 1),
                ingress,
                () -> Long.MAX_VALUE,
                registry,
                Executors.defaultThreadFactory());
    }

    @AfterEach
    void close() {
        adapter.close();
        server.close();
    }

    private Reply rest(final String request) {
        if (request.contains("/fapi/v1/time")) {
            return Reply.of(200, "{\"serverTime\":" + ingress.nowNs() / 1_000_000 + "}");
        }
        if (request.contains("exchangeInfo")) {
            return Reply.of(200, INFO);
        }
        if (request.contains("accountConfig")) {
            return Reply.of(200, "{\"dualSidePosition\":false}");
        }
        if (request.contains("listenKey")) {
            return Reply.of(200, "{\"listenKey\":\"abc\"}");
        }
        if (!request.contains("/fapi/v1/income")) {
            return Reply.of(200, "[]");
        }
        if (failures.getAndDecrement() > 0) {
            return Reply.of(502, "<html>Bad Gateway</html>");
        }
        final Matcher query = QUERY.matcher(request);
        assertTrue(query.find(), request);
        final int from = Math.min(rows.size(), (Integer.parseInt(query.group(2)) - 1) * IncomeReader.PAGE_ROWS);
        final int to = Math.min(rows.size(), from + IncomeReader.PAGE_ROWS);
        return Reply.of(200, "[" + String.join(",", rows.subList(from, to)) + "]");
    }

    private static String row(final String type, final String symbol, final String income, final long id) {
        return "{\"symbol\":\"" + symbol + "\",\"incomeType\":\"" + type + "\",\"income\":\"" + income
                + "\",\"asset\":\"USDT\",\"info\":\"" + type + "\",\"time\":1700000000000,\"tranId\":" + id
                + ",\"tradeId\":\"\"}";
    }

    private List<String> reads() {
        return server.requests().stream().filter(r -> r.contains("income")).toList();
    }

    private int payments() {
        return ingress.inputs(FundingPaidDecoder.TEMPLATE_ID).size();
    }

    private void awaitUp(final int epoch) {
        ingress.await("user stream", FeedStatusDecoder.TEMPLATE_ID, this::work, input -> {
            final FeedStatusDecoder feed = new FeedStatusDecoder();
            feed.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            return feed.feed() == MarketFeed.USER && feed.state() == FeedState.UP && feed.epoch() == epoch;
        });
    }

    private void work() {
        adapter.gateway().doWork();
    }

    @Test
    void shouldReadAWeekBackAtStartAndMakeOneInputOfARow() {
        rows = List.of(
                row("FUNDING_FEE", "BTCUSDT", "-0.12345678", 9_689_322_392L),
                row("COMMISSION", "BTCUSDT", "-0.5", 9_689_322_392L));
        adapter.start();
        ingress.await("payment", this::work, () -> payments() == 1);
        final DirectBuffer input =
                ingress.inputs(FundingPaidDecoder.TEMPLATE_ID).get(0);
        final FundingPaidDecoder paid = new FundingPaidDecoder();
        paid.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
        assertEquals(-12_345_678L, paid.money());
        assertEquals(1_700_000_000_000L, paid.venueTimeMs());
        assertEquals(registry.instrumentId(Venue.BINANCE, "BTCUSDT"), paid.instrumentId());
        assertEquals("USDT", paid.asset());
        final Matcher query = QUERY.matcher(reads().get(0));
        assertTrue(query.find(), reads().get(0));
        final long backMs = ingress.nowNs() / 1_000_000 - Long.parseLong(query.group(1));
        assertTrue(Math.abs(backMs - 7 * DAY_MS) < 60_000, "back ms=" + backMs);
        assertTrue(reads().get(0).contains("incomeType=FUNDING_FEE"), reads().get(0));
    }

    @Test
    void shouldReadAgainAfterTheStreamWasDownAndTellOnlyWhatIsNew() {
        rows = List.of(row("FUNDING_FEE", "BTCUSDT", "1", 1));
        adapter.start();
        ingress.await("payment", this::work, () -> payments() == 1);
        rows = List.of(row("FUNDING_FEE", "BTCUSDT", "1", 1), row("FUNDING_FEE", "BTCUSDT", "2", 2));
        server.cut("private");
        awaitUp(2);
        ingress.await("second payment", this::work, () -> payments() == 2);
        final Matcher query = QUERY.matcher(reads().get(reads().size() - 1));
        assertTrue(query.find());
        final long backMs = ingress.nowNs() / 1_000_000 - Long.parseLong(query.group(1));
        assertTrue(Math.abs(backMs - IncomeReader.OVERLAP_MS) < 60_000, "back ms=" + backMs);
        server.cut("private");
        awaitUp(3);
        ingress.await("third read", this::work, () -> reads().size() == 3);
        assertEquals(2, payments());
    }

    @Test
    void shouldTryAgainWhenAReadFails() {
        failures.set(1);
        rows = List.of(row("FUNDING_FEE", "BTCUSDT", "1", 1));
        adapter.start();
        ingress.await("payment", this::work, () -> payments() == 1);
        assertEquals(2, reads().size());
        assertEquals(
                QUERY.matcher(reads().get(0))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(2),
                QUERY.matcher(reads().get(1))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(2));
    }

    @Test
    void shouldReadPageAfterPage() {
        final String[] many = new String[IncomeReader.PAGE_ROWS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = row("FUNDING_FEE", "BTCUSDT", "1", i);
        }
        rows = List.of(many);
        adapter.start();
        ingress.await("payments", this::work, () -> payments() == many.length);
        assertEquals(2, reads().size());
        assertTrue(reads().get(1).contains("page=2"), reads().get(1));
    }

    @Test
    void shouldTellARowOfAnUnknownSymbolOnceItIsKnown() {
        rows = List.of(row("FUNDING_FEE", "NEWUSDT", "1", 1), row("FUNDING_FEE", "BTCUSDT", "2", 2));
        adapter.start();
        ingress.await("payment", this::work, () -> payments() == 1);
        assertFalse(registry.instrumentId(Venue.BINANCE, "NEWUSDT") >= 0);
        registry.register(Venue.BINANCE, "NEWUSDT");
        server.cut("private");
        ingress.await("second payment", this::work, () -> payments() == 2);
    }
}
