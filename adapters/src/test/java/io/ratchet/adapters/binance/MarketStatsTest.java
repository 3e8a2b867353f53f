package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.RecordingIngress;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.common.StatsIngress;
import io.ratchet.adapters.sim.PriceRow;
import io.ratchet.adapters.sim.PriceSource;
import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.adapters.sim.binance.BinanceVenueConfig;
import io.ratchet.adapters.sim.binance.BinanceVenueServer;
import io.ratchet.engine.sbe.MarketStatsDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Statistics of a market from the marks that the simulated exchange sends over real sockets. */
final class MarketStatsTest {
    private static final String KEY = "test-key-0123456789";
    private static final String SECRET = "test-secret-0123456789";
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int MINUTES = 6;

    private final RecordingIngress ingress = new RecordingIngress();
    private final AtomicLong nowNs = new AtomicLong(1_700_000_000L * 1_000_000_000L / MINUTE_NS * MINUTE_NS);
    private BinanceAdapter adapter;
    private BinanceVenueServer venue;

    @Test
    void shouldGoIntoTheRingBeforeTheMarkThatClosedTheMinute() throws IOException {
        final io.ratchet.adapters.sim.VenueClock clock = new io.ratchet.adapters.sim.VenueClock(0, 0, 1_000);
        venue = new BinanceVenueServer(
                        BinanceVenueConfig.loopback(0, KEY, SECRET),
                        SimConfig.venue(),
                        clock,
                        new OneSymbol(),
                        new VenueLog(null, clock),
                        () -> {})
                .start();
        adapter = new BinanceAdapter(
                BinanceConfig.simulated(venue.port(), KEY, Secret.of(SECRET), "t1", 1_000, 1),
                new StatsIngress(ingress, nowNs::get),
                () -> Long.MAX_VALUE,
                new InstrumentRegistry(),
                Executors.defaultThreadFactory());
        try {
            live();
        } finally {
            adapter.close();
            venue.close();
        }
    }

    private void live() {
        price(1_000);
        adapter.start();
        ingress.await("health", VenueHealthDecoder.TEMPLATE_ID, this::work, input -> {
            final VenueHealthDecoder health = new VenueHealthDecoder();
            health.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            return health.state() == VenueState.OK;
        });
        new Commands(adapter.gateway(), ingress::nowNs).subscribe(100, 0);
        for (int minute = 0; minute <= MINUTES; minute++) {
            assertEquals(0, said().size());
            final long mark = 1_000 + minute;
            price(mark);
            ingress.await(
                    "mark " + mark,
                    this::work,
                    () -> ingress.prices().stream().anyMatch(p -> p.startsWith("0/1/" + mark * PRICE_ONE + "/")));
            nowNs.addAndGet(minute < MINUTES ? MINUTE_NS : 0);
        }
        assertEquals(1, said().size());
        final MarketStatsDecoder stats = new MarketStatsDecoder();
        stats.wrapAndApplyHeader(said().get(0), 0, new MessageHeaderDecoder());
        assertEquals(0, stats.instrumentId());
        assertEquals(NULL, stats.change15mPpm());
        assertEquals(NULL, stats.volume1h());
    }

    private List<DirectBuffer> said() {
        return ingress.inputs(MarketStatsDecoder.TEMPLATE_ID);
    }

    private void work() {
        adapter.gateway().doWork();
    }

    private void price(final long mark) {
        venue.call(() -> {
            venue.price(0, mark * PRICE_ONE, mark * PRICE_ONE, mark * PRICE_ONE, mark * PRICE_ONE);
            return null;
        });
    }

    /** One contract; the test moves its price by hand. */
    private static final class OneSymbol implements PriceSource {
        @Override
        public List<PriceSymbol> symbols() {
            return List.of(new PriceSymbol("binance", "BTCUSDT", 1, 1_000 * PRICE_ONE));
        }

        @Override
        public long startMs() {
            return 0;
        }

        @Override
        public boolean next(final PriceRow row) {
            return false;
        }
    }
}
