package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimOrderRequest;
import io.ratchet.adapters.sim.SimResult;
import io.ratchet.adapters.sim.SimSide;
import io.ratchet.adapters.sim.SimTimeInForce;
import io.ratchet.adapters.sim.SimType;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.OrderRole;
import java.util.ArrayList;
import java.util.List;

/** What people do by hand in the same account. */
final class Hands {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    /** What it takes to find out and to repair. */
    private static final long AFTER_NS = 30 * SECOND;

    private static final int FAR_PERMILLE = 700;
    private static final int CONDITIONALS_MAX = 200;
    /** Of another instance; no life comes so far. */
    static final long IMPOSTOR_POSITION = 60_000_000;

    private static final long IMPOSTOR_NS = 40 * SECOND;

    private final World world;
    private final SimExchange exchange;
    private final Market market;
    private final Truth truth;
    private final Report report;
    private int count;

    Hands(final World world, final SimExchange exchange, final Market market, final Truth truth, final Report report) {
        this.world = world;
        this.exchange = exchange;
        this.market = market;
        this.truth = truth;
        this.report = report;
    }

    /** What is done to a position or a stop is done where there is one: the next contract from the target on. */
    Fault aimed(final Fault fault) {
        for (int i = 0; i < exchange.instruments().size(); i++) {
            final int instrument = (fault.target() + i) % exchange.instruments().size();
            if (isFor(fault.kind(), instrument)) {
                return new Fault(fault.atMs(), fault.kind(), instrument, fault.ms(), fault.amount());
            }
        }
        return fault;
    }

    private boolean isFor(final FaultKind kind, final int instrument) {
        switch (kind) {
            case HAND_CANCEL_STOP:
            case SILENT_CANCEL:
                return !exchange.openConditionals(instrument).isEmpty();
            case HAND_CLOSE:
            case HAND_ADD:
            case HAND_REVERSE:
            case HAND_REDUCE:
            case HAND_STOP:
            case ADL:
                return exchange.position(instrument).quantity() != 0;
            default:
                return true;
        }
    }

    void apply(final Fault fault) {
        final int instrument = fault.target();
        final long quantity = exchange.position(instrument).quantity();
        switch (fault.kind()) {
            case HAND_CLOSE:
                trade(instrument, -part(instrument, quantity, fault.amount()), true, "web_");
                break;
            case HAND_ADD:
                trade(instrument, part(instrument, quantity, 500), false, "web_");
                break;
            case HAND_REVERSE:
                truth.meddled(instrument);
                trade(instrument, -2 * quantity, false, "web_");
                break;
            case HAND_POSITION:
                if (quantity == 0) {
                    truth.meddled(instrument);
                    trade(instrument, (fault.amount() == 0 ? 1 : -1) * lot(instrument), false, "web_");
                }
                break;
            case HAND_CANCEL_STOP:
                cancelStop(instrument);
                break;
            case HAND_STOP:
                stop(instrument, quantity, fault.amount() == 0);
                break;
            case HAND_STOPS:
                fill(fault);
                break;
            case HAND_REDUCE:
                reduce(instrument, quantity, fault.ms());
                break;
            case HAND_LEVERAGE:
                exchange.leverage(instrument, 1 + count++ % 20);
                break;
            case FOREIGN_INSTANCE:
                impostor(instrument);
                break;
            default:
                order(instrument);
        }
    }

    private void cancelStop(final int instrument) {
        final SimOrder stop = someStop(instrument);
        if (stop != null) {
            truth.takesAway(stop, false);
            truth.excuse(instrument, AFTER_NS);
            exchange.cancelConditional(stop);
            report.probe("hand cancelled a stop");
        }
    }

    /** A stop of any sort, another one each time. */
    SimOrder someStop(final int instrument) {
        final List<SimOrder> stops = exchange.openConditionals(instrument);
        return stops.isEmpty() ? null : stops.get(count++ % stops.size());
    }

    /** On the right side, not far away: our own for the whole position is refused beside it. */
    private void stop(final int instrument, final long quantity, final boolean isWhole) {
        if (quantity == 0) {
            return;
        }
        final long mark = market.mark(instrument);
        final long level = market.rounded(instrument, mark / 1_000 * (quantity > 0 ? 965 : 1_035));
        final SimSide side = quantity > 0 ? SimSide.SELL : SimSide.BUY;
        final boolean isDone = exchange.place(SimOrderRequest.stop(
                        instrument, "web_" + ++count, side, isWhole ? 0 : Math.abs(quantity), level))
                .accepted();
        if (isDone) {
            report.probe("hand placed a stop");
        }
    }

    /** So many stops that next to none is left of what an account may have; taken back later. */
    private void fill(final Fault fault) {
        final List<SimOrder> placed = new ArrayList<>();
        int open = 0;
        for (int i = 0; i < exchange.instruments().size(); i++) {
            open += exchange.openConditionals(i).size();
        }
        for (; open < CONDITIONALS_MAX - fault.amount(); open++) {
            final int instrument = open % exchange.instruments().size();
            final long level = market.rounded(instrument, market.mark(instrument) / 1_000 * FAR_PERMILLE);
            final SimResult result = exchange.place(opening(instrument, level));
            if (result.accepted()) {
                placed.add(result.order());
            }
        }
        report.probe("book of stops filled");
        truth.excuse(fault.ms() * MS + AFTER_NS);
        world.in(fault.ms() * MS, () -> placed.forEach(exchange::cancelConditional));
    }

    /** A stop that would open a short. */
    private SimOrderRequest opening(final int instrument, final long level) {
        return new SimOrderRequest(
                instrument,
                "web_" + ++count,
                SimSide.SELL,
                SimType.STOP_MARKET,
                SimTimeInForce.GTC,
                lot(instrument),
                FixedPoint.NULL,
                level,
                true,
                false,
                false,
                0);
    }

    /** All of a position is offered at a limit: what reduces it besides may be refused. */
    private void reduce(final int instrument, final long quantity, final long ms) {
        if (quantity == 0) {
            return;
        }
        truth.excuse(instrument, ms * MS + AFTER_NS);
        final long price = market.rounded(instrument, market.mark(instrument) / 1_000 * (quantity > 0 ? 1_040 : 960));
        final SimResult result = exchange.place(SimOrderRequest.limit(
                instrument,
                "web_" + ++count,
                quantity > 0 ? SimSide.SELL : SimSide.BUY,
                Math.abs(quantity),
                price,
                SimTimeInForce.GTC,
                true));
        if (result.accepted()) {
            report.probe("hand used up reduce-only capacity");
            world.in(ms * MS, () -> exchange.cancelOrder(result.order()));
        }
    }

    /** An order that looks like ours, of a later start than any. */
    private void impostor(final int instrument) {
        final String id = new ClientOrderIds(Run.ACCOUNT_TAG)
                .formatted(world.nowNs() / SECOND, IMPOSTOR_POSITION, OrderRole.EXIT, 1 + count++);
        final long price = market.rounded(instrument, market.mark(instrument) / 100 * 90);
        final SimResult result = exchange.place(
                SimOrderRequest.limit(instrument, id, SimSide.BUY, lot(instrument), price, SimTimeInForce.GTC, false));
        if (result.accepted()) {
            report.probe("another instance placed an order");
            world.in(IMPOSTOR_NS, () -> exchange.cancelOrder(result.order()));
        }
    }

    private void order(final int instrument) {
        final SimInstrument it = exchange.instruments().get(instrument);
        if (it.mark() != FixedPoint.NULL) {
            exchange.place(SimOrderRequest.limit(
                    instrument,
                    "web_" + ++count,
                    SimSide.BUY,
                    lot(instrument),
                    market.rounded(instrument, it.mark() / 100 * 90),
                    SimTimeInForce.GTC,
                    false));
        }
    }

    private void trade(final int instrument, final long quantity, final boolean isReduceOnly, final String prefix) {
        if (quantity == 0) {
            return;
        }
        truth.touched(instrument);
        truth.excuse(instrument, AFTER_NS);
        final boolean isDone = exchange.place(SimOrderRequest.market(
                        instrument,
                        prefix + ++count,
                        quantity > 0 ? SimSide.BUY : SimSide.SELL,
                        Math.abs(quantity),
                        isReduceOnly))
                .accepted();
        if (isDone) {
            report.probe("hand traded");
        }
    }

    /** So many thousandths of a quantity, on the step. */
    long part(final int instrument, final long quantity, final int permille) {
        final long step = exchange.instruments().get(instrument).filters().stepSize();
        final long part = Math.abs(quantity) * permille / 1_000 / step * step;
        return quantity > 0 ? part : -part;
    }

    /** About 200 USD. */
    long lot(final int instrument) {
        final long step = exchange.instruments().get(instrument).filters().stepSize();
        final long wanted = 200 * FixedPoint.QUANTITY_ONE / Math.max(1, market.mark(instrument) / FixedPoint.PRICE_ONE);
        return Math.max(step, wanted / step * step);
    }
}
