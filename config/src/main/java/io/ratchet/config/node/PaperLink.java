package io.ratchet.config.node;

import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.binance.BinanceMarketData;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.sim.PaperGateway;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.Venue;
import java.util.concurrent.ThreadFactory;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders go to a paper venue in this process, prices come from the exchange; no key is used. What the paper venue holds
 * is gone when the process ends.
 */
final class PaperLink implements VenueLink {
    private static final Logger LOGGER = LoggerFactory.getLogger(PaperLink.class);

    private final PaperGateway paper;
    private final BinanceMarketData market;

    PaperLink(
            final BinanceConfig config,
            final long seed,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final ThreadFactory threads) {
        paper = new PaperGateway(Venue.BINANCE, SimConfig.venue(), seed, ingress);
        market = new BinanceMarketData(
                config, new WatchedIngress(ingress, new MarketFeeds()), registry, threads, new ToPaper());
    }

    @Override
    public VenueGateway gateway() {
        return new Gateway();
    }

    @Override
    public void start() {
        market.start();
    }

    @Override
    public void close() {
        market.close();
    }

    /** Subscriptions are for the exchange, everything else for the paper venue. Egress thread. */
    private final class Gateway implements VenueGateway {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final SubscribeDecoder subscribe = new SubscribeDecoder();
        private final UnsubscribeDecoder unsubscribe = new UnsubscribeDecoder();

        @Override
        public void onCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            header.wrap(buffer, offset);
            switch (header.templateId()) {
                case SubscribeDecoder.TEMPLATE_ID ->
                    market.subscribe(
                            subscribe.wrapAndApplyHeader(buffer, offset, header).instrumentId(), true);
                case UnsubscribeDecoder.TEMPLATE_ID ->
                    market.subscribe(
                            unsubscribe
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .instrumentId(),
                            false);
                default -> paper.onCommand(sequence, buffer, offset, length);
            }
        }

        @Override
        public int doWork() {
            return paper.doWork();
        }

        @Override
        public void close() {
            paper.close();
        }
    }

    /** The venue is as good as its prices. Event loop thread of the market data. */
    private final class MarketFeeds implements WatchedIngress.Watcher {
        @Override
        public void onFeed(final FeedStatusDecoder feed) {
            if (feed.feed() == MarketFeed.MARKET) {
                final boolean isUp = feed.state() == FeedState.UP;
                if (!isUp) {
                    LOGGER.warn("paper venue without prices: {}", feed.text());
                }
                paper.onMarketFeed(isUp);
            }
        }
    }

    /** What the market tells the engine, the paper venue must know first. Event loop thread of the market data. */
    private final class ToPaper implements BinanceMarketData.Listener {
        @Override
        public void instrument(final int instrumentId, final String symbol, final InstrumentSpec spec) {
            paper.list(
                    instrumentId,
                    symbol,
                    new SimInstrument.Filters(
                            spec.tickSize(),
                            spec.stepSize(),
                            spec.minQuantity(),
                            spec.maxQuantity(),
                            spec.maxMarketQuantity(),
                            spec.minNotional(),
                            spec.minPrice(),
                            spec.maxPrice(),
                            spec.bandUpPpm(),
                            spec.bandDownPpm()));
        }

        @Override
        public void price(final int instrumentId, final long mark, final long last, final long bid, final long ask) {
            paper.onPrice(instrumentId, mark, last, bid, ask);
        }
    }
}
