package io.ratchet.config.node;

import io.ratchet.adapters.binance.BinanceAdapter;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.StatsIngress;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/** Makes the link to the exchange that the settings name. */
final class VenueLinks {
    private VenueLinks() {}

    /** Nothing is connected before the link is started. */
    static VenueLink of(
            final NodePlan plan,
            final Ingress ingress,
            final LongSupplier durableSequence,
            final InstrumentRegistry registry,
            final ThreadFactory threads) {
        if (plan.isPaper()) {
            return new PaperLink(
                    plan.settings().toPaperConfig(plan.speedMilli(), plan.seed()),
                    plan.seed(),
                    new StatsIngress(ingress),
                    registry,
                    threads);
        }
        final BinanceAdapter adapter = new BinanceAdapter(
                plan.settings().toBinanceConfig(plan.speedMilli(), plan.seed()),
                new StatsIngress(ingress),
                durableSequence,
                registry,
                threads);
        return new BinanceLink(adapter);
    }

    /** Orders go to the exchange. */
    private record BinanceLink(BinanceAdapter adapter) implements VenueLink {
        @Override
        public VenueGateway gateway() {
            return adapter.gateway();
        }

        @Override
        public void start() {
            adapter.start();
        }

        @Override
        public void close() {
            adapter.close();
        }
    }
}
