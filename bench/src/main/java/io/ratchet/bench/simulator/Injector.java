package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimOrderRequest;
import io.ratchet.adapters.sim.SimSide;
import io.ratchet.adapters.sim.SimTimeInForce;
import io.ratchet.adapters.sim.binance.WireVenue;
import io.ratchet.engine.market.FixedPoint;
import java.util.List;

/** Does to the venue and the network what a script says. */
final class Injector {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    /** What it takes to find out and to repair, once a fault is over: time-outs, back-offs, a proof of absence. */
    private static final long AFTER_NS = 30 * SECOND;

    private static final long ARMED_NS = 30 * SECOND;
    private static final int CODE_TIMEOUT = -1007;
    private static final int CODE_OVERLOAD = -1008;
    private static final SimFault.Operation[] OPERATIONS = {
        SimFault.Operation.PLACE_ORDER,
        SimFault.Operation.PLACE_ALGO,
        SimFault.Operation.CANCEL_ALGO,
        SimFault.Operation.CANCEL_ORDER
    };

    private final World world;
    private final WireVenue venue;
    private final Market market;
    private final SimNetwork network;
    private final ReadLies lies;
    private final Truth truth;
    private final Report report;
    private int hands;
    private long armedUntilNs;

    Injector(
            final World world,
            final WireVenue venue,
            final Market market,
            final SimNetwork network,
            final ReadLies lies,
            final Truth truth,
            final Report report) {
        this.world = world;
        this.venue = venue;
        this.market = market;
        this.network = network;
        this.lies = lies;
        this.truth = truth;
        this.report = report;
    }

    /** Does it; false if it is not for the venue or the network. */
    boolean apply(final Fault fault) {
        switch (fault.kind().group()) {
            case MARKET:
                onMarket(fault);
                return true;
            case USER:
                onUser(fault);
                return true;
            case NETWORK:
                onNetwork(fault);
                return true;
            case VENUE:
                onVenue(fault);
                return true;
            default:
                return false;
        }
    }

    /** Everything works again. */
    void heal() {
        venue.faults().clear();
        venue.ban(0);
        network.heal();
        lies.heal();
        market.freeze(0);
        for (int i = 0; i < exchange().instruments().size(); i++) {
            exchange().status(i, SimInstrument.Status.TRADING);
        }
        truth.excuse(AFTER_NS);
    }

    private void onMarket(final Fault fault) {
        if (fault.kind() == FaultKind.JUMP) {
            market.jump(fault.target(), fault.amount());
            market.price(venue, fault.target(), exchange().nowMs());
        } else {
            market.freeze(exchange().nowMs() + fault.ms());
        }
    }

    private void onUser(final Fault fault) {
        final int instrument = fault.target();
        final long quantity = exchange().position(instrument).quantity();
        switch (fault.kind()) {
            case HAND_CLOSE:
                trade(instrument, -part(instrument, quantity, fault.amount()), true, "web_");
                break;
            case HAND_ADD:
                trade(instrument, part(instrument, quantity, 500), false, "web_");
                break;
            case HAND_REVERSE:
                trade(instrument, -2 * quantity, false, "web_");
                break;
            case HAND_POSITION:
                if (quantity == 0) {
                    trade(instrument, (fault.amount() == 0 ? 1 : -1) * lot(instrument), false, "web_");
                }
                break;
            case HAND_CANCEL_STOP:
                final SimOrder stop = someStop(instrument);
                if (stop != null) {
                    truth.takesAway(stop, false);
                    truth.excuse(AFTER_NS);
                    exchange().cancelConditional(stop);
                    report.probe("hand cancelled a stop");
                }
                break;
            default:
                order(instrument);
        }
    }

    private void order(final int instrument) {
        final SimInstrument it = exchange().instruments().get(instrument);
        if (it.mark() != FixedPoint.NULL) {
            final long tick = it.filters().tickSize();
            exchange()
                    .place(SimOrderRequest.limit(
                            instrument,
                            "web_" + ++hands,
                            SimSide.BUY,
                            lot(instrument),
                            it.mark() / 100 * 90 / tick * tick,
                            SimTimeInForce.GTC,
                            false));
        }
    }

    private void trade(final int instrument, final long quantity, final boolean isReduceOnly, final String prefix) {
        if (quantity == 0) {
            return;
        }
        truth.meddled(instrument);
        truth.excuse(AFTER_NS);
        final boolean isDone = exchange()
                .place(SimOrderRequest.market(
                        instrument,
                        prefix + ++hands,
                        quantity > 0 ? SimSide.BUY : SimSide.SELL,
                        Math.abs(quantity),
                        isReduceOnly))
                .accepted();
        if (isDone) {
            report.probe("hand or venue traded");
        }
    }

    private void onNetwork(final Fault fault) {
        final long ms = fault.ms();
        truth.excuse(ms * MS + AFTER_NS + fault.amount() * MS);
        switch (fault.kind()) {
            case NET_SLOW:
                network.slow(ms, fault.amount());
                break;
            case NET_RESET:
                network.reset(fault.target(), fault.amount() == 1);
                break;
            case NET_MUTE:
                network.mute(fault.target(), ms, fault.amount() == 1);
                break;
            case NET_PARTITION:
                network.partition(ms);
                break;
            case NET_REST_LOSS:
                network.loseRest(ms, fault.amount() == 1);
                break;
            case USER_REORDER:
                network.reorderUser(ms);
                break;
            default:
                network.repeatUser(ms);
        }
    }

    private void onVenue(final Fault fault) {
        final int instrument = fault.target();
        switch (fault.kind()) {
            case UNKNOWN_DONE:
                arm(SimFault.of(OPERATIONS[fault.target()], SimFault.Kind.UNKNOWN_AFTER), fault.amount());
                break;
            case UNKNOWN_NOT_DONE:
                arm(
                        SimFault.refuse(
                                OPERATIONS[fault.target()],
                                CODE_TIMEOUT,
                                "Timeout waiting for response from backend server. Send status unknown; execution status unknown."),
                        fault.amount());
                break;
            case LOST_ANSWER:
                arm(SimFault.of(OPERATIONS[fault.target()], SimFault.Kind.DROP_REPLY), fault.amount());
                break;
            case LOST_REQUEST:
                arm(SimFault.of(OPERATIONS[fault.target()], SimFault.Kind.DROP_REQUEST), fault.amount());
                break;
            case STORM:
                arm(SimFault.of(null, SimFault.Kind.OVERLOAD), fault.amount());
                break;
            case OVERLOAD:
                arm(
                        SimFault.refuse(
                                OPERATIONS[fault.target() % OPERATIONS.length],
                                CODE_OVERLOAD,
                                "Request throttled by system-level protection."),
                        fault.amount());
                break;
            case READS_FAIL:
                arm(SimFault.of(SimFault.Operation.READ, SimFault.Kind.OVERLOAD), fault.amount());
                break;
            case WITHHELD:
                arm(
                        SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.WITHHOLD_NEW)
                                .withDelayMs(fault.ms()),
                        1);
                break;
            case REJECT_AT_TRIGGER:
                arm(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.REJECT_AT_TRIGGER), 1);
                break;
            case PARTIAL:
                arm(SimFault.of(SimFault.Operation.PLACE_ORDER, SimFault.Kind.PARTIAL), 1);
                break;
            default:
                onVenueItself(fault, instrument);
        }
    }

    private void onVenueItself(final Fault fault, final int instrument) {
        final long ns = fault.ms() * MS;
        switch (fault.kind()) {
            case USER_MUTE:
                truth.excuse(ns + 90 * SECOND);
                network.deafenUser(fault.ms());
                break;
            case EXHAUST:
                truth.excuse(60 * SECOND + AFTER_NS);
                venue.exhaustWeight();
                break;
            case BAN:
                truth.excuse(ns + 60 * SECOND + AFTER_NS);
                venue.ban(fault.ms());
                break;
            case LISTEN_KEY:
                truth.excuse(AFTER_NS);
                venue.expireListenKey();
                break;
            case INVISIBLE:
                truth.excuse(ns + AFTER_NS);
                lies.hide(exchange().instruments().get(instrument).symbol(), ns);
                break;
            case EMPTY_LIST:
                truth.excuse(AFTER_NS);
                lies.empty(fault.target(), fault.amount());
                break;
            case SILENT_CANCEL:
                final SimOrder stop = someStop(instrument);
                if (stop != null) {
                    truth.takesAway(stop, true);
                    venue.silently(() -> exchange().cancelConditional(stop));
                    report.probe("stop cancelled silently");
                }
                break;
            case ADL:
                final long quantity = exchange().position(instrument).quantity();
                trade(instrument, -part(instrument, quantity, fault.amount()), true, "adl_autoclose-");
                break;
            case LIQUIDATION:
                trade(instrument, -exchange().position(instrument).quantity(), true, "autoclose-");
                break;
            default:
                halt(fault, instrument, ns);
        }
    }

    private void halt(final Fault fault, final int instrument, final long ns) {
        truth.excuse(ns + AFTER_NS);
        exchange()
                .status(
                        instrument,
                        fault.kind() == FaultKind.HALT ? SimInstrument.Status.SETTLING : SimInstrument.Status.CLOSE);
        world.in(ns, () -> exchange().status(instrument, SimInstrument.Status.TRADING));
    }

    private void arm(final SimFault fault, final int times) {
        venue.faults().add(fault, times);
        truth.excuse(ARMED_NS + AFTER_NS);
        armedUntilNs = world.nowNs() + ARMED_NS;
        world.in(ARMED_NS, () -> {
            if (world.nowNs() >= armedUntilNs) {
                venue.faults().clear();
            }
        });
    }

    private SimOrder someStop(final int instrument) {
        final List<SimOrder> stops = exchange().openConditionals(instrument);
        return stops.isEmpty() ? null : stops.get(hands++ % stops.size());
    }

    private long part(final int instrument, final long quantity, final int permille) {
        final long step = exchange().instruments().get(instrument).filters().stepSize();
        final long part = Math.abs(quantity) * permille / 1_000 / step * step;
        return quantity > 0 ? part : -part;
    }

    /** About 200 USD. */
    long lot(final int instrument) {
        final long step = exchange().instruments().get(instrument).filters().stepSize();
        final long wanted = 200 * FixedPoint.QUANTITY_ONE / Math.max(1, market.mark(instrument) / FixedPoint.PRICE_ONE);
        return Math.max(step, wanted / step * step);
    }

    private SimExchange exchange() {
        return venue.exchange();
    }
}
