package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.config.report.Amounts;
import io.ratchet.engine.core.CoreVisitor;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.util.ArrayList;
import java.util.List;

/** What a stopped node leaves at the exchange, a line for each position and order. One thread. */
final class LeftLive implements CoreVisitor {
    private final InstrumentRegistry registry;
    private final List<String> lines = new ArrayList<>();

    LeftLive(final InstrumentRegistry registry) {
        this.registry = registry;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void position(
            final Position position,
            final long mark,
            final long stopLevel,
            final long wanted,
            final long peak,
            final boolean isTrail,
            final boolean isCovered,
            final CloseReason closing) {
        lines.add("stays open: position " + position.id() + " " + registry.engineSymbol(position.instrumentId()) + " "
                + position.side() + " " + Amounts.quantity(position.quantity())
                + (position.isGuarded() ? " (guarded)" : "")
                + (stopLevel == 0
                        ? isCovered ? ", a foreign stop protects it" : ", UNPROTECTED"
                        : ", stop at the exchange " + Amounts.price(stopLevel)));
    }

    @Override
    public void order(final Position position, final OrderSlot order) {
        lines.add("stays live:   " + order.role() + " order of position " + position.id() + " at "
                + (order.level() == 0 ? "market" : Amounts.price(order.level())) + ", venue id "
                + (order.venueOrderId() == FixedPoint.NULL ? "unknown" : order.venueOrderId()) + ", "
                + order.state());
    }

    @Override
    public void foreign(
            final long id,
            final int instrumentId,
            final long quantity,
            final long entryPrice,
            final long mark,
            final long coverLevel,
            final ForeignPolicy policy) {
        lines.add("foreign:      position " + id + " " + registry.engineSymbol(instrumentId) + " "
                + Amounts.quantity(quantity) + ", not touched");
    }

    @Override
    public void node(
            final long nowNs,
            final NodeState state,
            final boolean isStoppedByOperator,
            final boolean isStoppedByViolation,
            final boolean isKill,
            final int unprotected,
            final long exposure) {
        // Said elsewhere.
    }

    @Override
    public void venue(
            final Venue venue,
            final NodeState state,
            final VenueState health,
            final EntryRefusal refusal,
            final long readNs) {
        // Nothing of it stays.
    }

    @Override
    public void certificate(
            final Venue venue,
            final long certifiedNs,
            final long snapshotId,
            final int positionsClosed,
            final int ordersCancelled,
            final int foreignLeft) {
        // In the journal.
    }

    @Override
    public void block(final int instrumentId, final long untilNs, final BlockReason reason) {
        // In the journal.
    }
}
