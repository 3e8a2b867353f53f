package io.ratchet.config.demo;

import io.ratchet.config.report.ProtectionReport;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.pipeline.EngineClock;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * How long a price is under way: from the time the venue gave it, over the wire and through the rings, to the core, in
 * nanoseconds of the wall. Venue and node share one clock here, which no real venue does. Decides nothing. Core thread;
 * read once that has ended.
 */
final class PriceLatency implements Core {
    private static final long HIGHEST_NS = TimeUnit.HOURS.toNanos(1);
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MILLI = 1_000;

    private final Core core;
    private final EngineClock clock;
    private final long speedMilli;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PriceDecoder price = new PriceDecoder();
    private final Histogram fromVenueNs = new Histogram(HIGHEST_NS, 3);
    private final Histogram fromIngressNs = new Histogram(HIGHEST_NS, 3);

    /**
     * Around a core.
     *
     * @param core       that decides.
     * @param clock      of venue and node.
     * @param speedMilli of that clock.
     */
    PriceLatency(final Core core, final EngineClock clock, final long speedMilli) {
        this.core = core;
        this.clock = clock;
        this.speedMilli = speedMilli;
    }

    @Override
    public void onInput(
            final long sequence, final DirectBuffer buffer, final int offset, final int length, final Outputs outputs) {
        if (header.wrap(buffer, offset).templateId() == PriceDecoder.TEMPLATE_ID) {
            price.wrapAndApplyHeader(buffer, offset, header);
            final long nowNs = clock.nowNs();
            record(fromIngressNs, nowNs - price.timeNs());
            if (price.venueTimeMs() != PriceDecoder.venueTimeMsNullValue()) {
                record(fromVenueNs, nowNs - price.venueTimeMs() * NS_PER_MS);
            }
        }
        core.onInput(sequence, buffer, offset, length, outputs);
    }

    private void record(final Histogram histogram, final long engineNs) {
        histogram.recordValue(Math.min(HIGHEST_NS, Math.max(0, engineNs) * MILLI / speedMilli));
    }

    /** Percentiles from the venue to the core. */
    String fromVenue() {
        return ProtectionReport.percentiles(fromVenueNs);
    }

    /** Percentiles from the node's own stamp to the core. */
    String fromIngress() {
        return ProtectionReport.percentiles(fromIngressNs);
    }

    @Override
    public long nextDeadlineNs() {
        return core.nextDeadlineNs();
    }

    @Override
    public long stateHash() {
        return core.stateHash();
    }
}
