package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.signal.SignalClient;
import io.ratchet.adapters.signal.SignalConfig;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.Ingress;
import java.net.URI;
import java.util.concurrent.ThreadFactory;

/** Makes the connection to the signal server that the settings name. */
final class SignalLink {
    private SignalLink() {}

    /** Begins to connect; returns at once. */
    static SignalClient start(
            final NodePlan plan,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final ThreadFactory threads) {
        final Settings settings = plan.settings();
        final Settings.SignalSettings signals = settings.signals();
        final SignalClient client = new SignalClient(
                SignalConfig.of(
                                URI.create(signals.url()),
                                Secret.of(
                                        signals.token().isGiven()
                                                ? signals.token().reveal()
                                                : ""),
                                settings.policy().waves().checkMinuteMask(),
                                plan.speedMilli(),
                                plan.seed())
                        .with(signals.silenceMs(), signals.isLongOnly()),
                ingress,
                registry,
                threads);
        client.start();
        return client;
    }
}
