package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.config.report.Amounts;
import io.ratchet.engine.core.CoreVisitor;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of a core as JSON rows. Filled by the core thread, read by the one that asked, after it was told that it is
 * whole. Amounts are decimal texts, times ISO.
 */
final class StateRows implements CoreVisitor {
    private final InstrumentRegistry registry;
    private final ObjectNode node = JsonMapper.shared().createObjectNode();
    private final ArrayNode venues = JsonMapper.shared().createArrayNode();
    private final ArrayNode positions = JsonMapper.shared().createArrayNode();
    private final ArrayNode orders = JsonMapper.shared().createArrayNode();
    private final ArrayNode certificates = JsonMapper.shared().createArrayNode();
    private final ArrayNode blocks = JsonMapper.shared().createArrayNode();
    private long unrealised;
    private int open;
    private int foreign;
    private long nowNs;

    StateRows(final InstrumentRegistry registry) {
        this.registry = registry;
    }

    /** The node: its state, what stops entries, its venues, what is blocked. */
    ObjectNode status() {
        node.put("open", open).put("foreign", foreign).put("unrealised_pnl", Amounts.money(unrealised));
        node.set("venues", venues);
        node.set("certificates", certificates);
        node.set("blocks", blocks);
        return node;
    }

    /** Rows of positions, ours first, then foreign ones. */
    ObjectNode positions() {
        final ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("time", text(nowNs))
                .put("unprotected", node.path("unprotected").asInt());
        root.set("positions", positions);
        return root;
    }

    /** Rows of open orders. */
    ObjectNode orders() {
        final ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("time", text(nowNs))
                .put("unprotected", node.path("unprotected").asInt());
        root.set("orders", orders);
        return root;
    }

    private static String text(final long ns) {
        return Instant.ofEpochMilli(ns / 1_000_000).toString();
    }

    private static String price(final long scaled) {
        return scaled == 0 || scaled == FixedPoint.NULL ? null : Amounts.price(scaled);
    }

    @Override
    public void node(
            final long newNowNs,
            final NodeState state,
            final boolean isStoppedByOperator,
            final boolean isStoppedByViolation,
            final boolean isKill,
            final int unprotected,
            final long exposure) {
        nowNs = newNowNs;
        node.put("time", text(newNowNs))
                .put("state", state.name())
                .put("unprotected", unprotected)
                .put("stopped_by_operator", isStoppedByOperator)
                .put("stopped_by_violation", isStoppedByViolation)
                .put("kill_active", isKill)
                .put("exposure", Amounts.money(exposure));
    }

    @Override
    public void venue(
            final Venue venue,
            final NodeState state,
            final VenueState health,
            final EntryRefusal refusal,
            final long readNs) {
        venues.addObject()
                .put("venue", venue.name())
                .put("state", state.name())
                .put("health", health.name())
                .put("entries", refusal == EntryRefusal.NONE ? "OPEN" : refusal.name())
                .put("last_read", readNs == 0 ? null : text(readNs));
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
        final long entry = position.entryAverage();
        final long pnl = mark == 0 || entry == 0
                ? 0
                : FixedPoint.mulDivClamped(
                        position.isLong() ? mark - entry : entry - mark,
                        position.quantity(),
                        FixedPoint.PRICE_ONE,
                        Rounding.HALF_EVEN);
        open += position.isGuarded() ? 0 : 1;
        foreign += position.isGuarded() ? 1 : 0;
        unrealised += position.isGuarded() ? 0 : pnl;
        positions
                .addObject()
                .put("id", position.id())
                .put("venue", position.venue().name())
                .put("symbol", registry.engineSymbol(position.instrumentId()))
                .put("side", position.side().name())
                .put("size", Amounts.quantity(position.quantity()))
                .put("entry", price(entry))
                .put("mark", price(mark))
                .put("unrealised_pnl", mark == 0 ? null : Amounts.money(pnl))
                .put("funding", Amounts.money(position.funding()))
                .put("stop", price(stopLevel))
                .put("stop_wanted", price(wanted))
                .put("peak", price(peak))
                .put("trail", isTrail ? "ACTIVE" : "INACTIVE")
                .put("phase", position.phase().name())
                .put("owner", position.isGuarded() ? "GUARDED" : "OURS")
                .put("protected", isCovered || position.quantity() == 0)
                .put("closing", closing == CloseReason.NONE ? null : closing.name())
                .put("opened", position.openedNs() == 0 ? null : text(position.openedNs()));
    }

    @Override
    public void order(final Position position, final OrderSlot order) {
        orders.addObject()
                .put("position", position.id())
                .put("venue", position.venue().name())
                .put("symbol", registry.engineSymbol(position.instrumentId()))
                .put("role", order.role().name())
                .put("revision", order.revision())
                .put("side", (order.role().name().equals("ENTRY") ? position.entrySide() : position.exitSide()).name())
                .put("level", price(order.level()))
                .put("size", order.closePosition() ? "ALL" : Amounts.quantity(order.quantity()))
                .put("filled", Amounts.quantity(order.filled()))
                .put("state", order.state().name())
                .put("venue_order_id", order.venueOrderId() == FixedPoint.NULL ? null : order.venueOrderId())
                .put("age_s", (nowNs - order.issuedNs()) / 1_000_000_000L);
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
        foreign++;
        positions
                .addObject()
                .put("id", id)
                .put("venue", registry.venue(instrumentId).name())
                .put("symbol", registry.engineSymbol(instrumentId))
                .put("side", quantity > 0 ? "LONG" : "SHORT")
                .put("size", Amounts.quantity(Math.abs(quantity)))
                .put("entry", price(entryPrice))
                .put("mark", price(mark))
                .put("stop", price(coverLevel))
                .put("trail", "INACTIVE")
                .put("phase", "OPEN")
                .put("owner", "FOREIGN")
                .put("policy", policy.name())
                .put("protected", coverLevel != 0);
    }

    @Override
    public void certificate(
            final Venue venue,
            final long certifiedNs,
            final long snapshotId,
            final int positionsClosed,
            final int ordersCancelled,
            final int foreignLeft) {
        certificates
                .addObject()
                .put("venue", venue.name())
                .put("time", text(certifiedNs))
                .put("snapshot_id", snapshotId)
                .put("positions_closed", positionsClosed)
                .put("orders_cancelled", ordersCancelled)
                .put("foreign_left", foreignLeft);
    }

    @Override
    public void block(final int instrumentId, final long untilNs, final BlockReason reason) {
        blocks.addObject()
                .put("venue", registry.venue(instrumentId).name())
                .put("symbol", registry.engineSymbol(instrumentId))
                .put("until", untilNs == Long.MAX_VALUE ? null : text(untilNs))
                .put("reason", reason.name());
    }
}
