package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.SimFill;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimListener;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimPosition;
import io.ratchet.adapters.sim.VenueLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what happens at the exchange into private events and log records. Events of a request can be held back, so that
 * its answer overtakes them, or not: live, either happens.
 */
final class WireEvents implements SimListener {
    private record Event(String type, String json) {}

    private final UserStreams streams;
    private final VenueLog log;
    private final SimListener witness;
    private final List<Event> held = new ArrayList<>();
    private WireContext context;
    private boolean holding;
    private boolean isMuted;
    private long lastBalance;

    WireEvents(final UserStreams streams, final VenueLog log) {
        this(streams, log, null);
    }

    /** With a witness that is told everything first, null for none. */
    WireEvents(final UserStreams streams, final VenueLog log, final SimListener witness) {
        this.streams = streams;
        this.log = log;
        this.witness = witness;
    }

    /** While muted nobody is told: a venue that changed something and said nothing. */
    void mute(final boolean isNowMuted) {
        isMuted = isNowMuted;
    }

    void attach(final WireContext wireContext) {
        context = wireContext;
        lastBalance = wireContext.exchange.margin().walletBalance();
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        held.forEach(event -> streams.publish(event.type(), event.json()));
        held.clear();
    }

    @Override
    public void onOrder(final SimOrder order, final Execution execution, final int expiryReason) {
        if (witness != null) {
            witness.onOrder(order, execution, expiryReason);
        }
        log.order(order, execution.name());
        emit(
                "ORDER_TRADE_UPDATE",
                WireFrames.orderTradeUpdate(order, execution.name(), expiryReason, null, context.nowMs()));
    }

    @Override
    public void onFill(final SimFill fill) {
        if (witness != null) {
            witness.onFill(fill);
        }
        log.fill(fill);
        final long now = context.nowMs();
        emit("TRADE_LITE", WireFrames.tradeLite(fill, now));
        emit(
                "ORDER_TRADE_UPDATE",
                WireFrames.orderTradeUpdate(fill.order(), fill.liquidation() ? "CALCULATED" : "TRADE", 0, fill, now));
    }

    @Override
    public void onConditional(final SimOrder order) {
        if (witness != null) {
            witness.onConditional(order);
        }
        log.stop(order);
        emit("ALGO_UPDATE", WireFrames.algoUpdate(order, context.nowMs()));
    }

    @Override
    public void onAccount(final SimPosition position, final long walletBalance) {
        if (witness != null) {
            witness.onAccount(position, walletBalance);
        }
        log.position(position);
        final long change = walletBalance - lastBalance;
        lastBalance = walletBalance;
        emit("ACCOUNT_UPDATE", WireFrames.accountUpdate(position, context.exchange.margin(), change, context.nowMs()));
    }

    @Override
    public void onFunding(final SimPosition position, final long money, final long walletBalance, final long timeMs) {
        if (witness != null) {
            witness.onFunding(position, money, walletBalance, timeMs);
        }
        lastBalance = walletBalance;
        emit(
                "ACCOUNT_UPDATE",
                WireFrames.fundingUpdate(position, context.exchange.margin(), walletBalance, money, context.nowMs()));
    }

    @Override
    public void onLeverage(final SimInstrument instrument) {
        if (witness != null) {
            witness.onLeverage(instrument);
        }
        emit("ACCOUNT_CONFIG_UPDATE", WireFrames.leverageUpdate(instrument, context.nowMs()));
    }

    private void emit(final String type, final String json) {
        if (isMuted) {
            return;
        }
        if (holding) {
            held.add(new Event(type, json));
        } else {
            streams.publish(type, json);
        }
    }
}
