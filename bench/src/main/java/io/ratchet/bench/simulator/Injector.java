package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.binance.WireVenue;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Does to the venue and the network what a script says. */
final class Injector {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    /** What it takes to find out and to repair, once a fault is over: time-outs, back-offs, a proof of absence. */
    private static final long AFTER_NS = 30 * SECOND;

    private static final long ARMED_NS = 30 * SECOND;
    /** A node that is refused at the end of a minute without weight waits for another one. */
    private static final long EXHAUSTED_NS = 120 * SECOND;

    private static final int[] STOP_CODES = {-2021, -4130, -4045, -2022, -1021, -4131, -1111, -2018, -1122, -5028, -1001
    };
    private static final int[] ORDER_CODES = {
        -2022, -4118, -2019, -4131, -1021, -4140, -4005, -4164, -1003, -2010, -1000
    };
    private static final int[] CANCEL_CODES = {-2011, -4117, -1021, -1000, -1015};
    private static final int CODE_WRONG_ENDPOINT = -4120;
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
    private final Hands hands;
    private final LongConsumer clock;
    private long armedUntilNs;
    private long availableNs;

    Injector(
            final World world,
            final WireVenue venue,
            final Market market,
            final SimNetwork network,
            final ReadLies lies,
            final Truth truth,
            final LongConsumer clock,
            final Report report) {
        this.world = world;
        this.venue = venue;
        this.market = market;
        this.network = network;
        this.lies = lies;
        this.truth = truth;
        this.report = report;
        this.clock = clock;
        hands = new Hands(world, venue.exchange(), market, truth, report);
    }

    /** Does it; false if it is not for the venue or the network. */
    boolean apply(final Fault drawn) {
        final Fault fault = hands.aimed(drawn);
        truth.calm().on(fault);
        switch (fault.kind().group()) {
            case MARKET:
                onMarket(fault);
                return true;
            case USER:
                hands.apply(fault);
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

    /** From when on a node that kept to what it was told has weight again. */
    long availableNs() {
        return availableNs;
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
        truth.calm().heals();
    }

    private void onMarket(final Fault fault) {
        if (fault.kind() == FaultKind.JUMP) {
            market.jump(fault.target(), fault.amount());
            market.price(venue, fault.target(), exchange().nowMs());
        } else if (fault.kind() == FaultKind.FREEZE) {
            market.freeze(exchange().nowMs() + fault.ms());
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
                truth.withholds(ARMED_NS + AFTER_NS);
                arm(
                        SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.WITHHOLD_NEW)
                                .withDelayMs(fault.ms()),
                        1);
                break;
            case WRONG_ENDPOINT:
                arm(
                        SimFault.refuse(
                                SimFault.Operation.PLACE_ALGO,
                                CODE_WRONG_ENDPOINT,
                                "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead."),
                        fault.amount());
                break;
            case REFUSE:
                refuse(OPERATIONS[fault.target()], fault.amount());
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

    /** One of the codes that the venue has for such a request. */
    private void refuse(final SimFault.Operation operation, final int draw) {
        final int[] codes = operation == SimFault.Operation.PLACE_ALGO
                ? STOP_CODES
                : operation == SimFault.Operation.PLACE_ORDER ? ORDER_CODES : CANCEL_CODES;
        final int code = codes[draw % codes.length];
        report.probe("refused " + code);
        arm(SimFault.refuse(operation, code, "refused by the simulator"), 1);
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
                availableNs = world.nowNs() + EXHAUSTED_NS;
                venue.exhaustWeight();
                break;
            case BAN:
                truth.excuse(ns + 60 * SECOND + AFTER_NS);
                venue.ban(fault.ms());
                break;
            case CLOCK:
                truth.excuse(AFTER_NS);
                clock.accept(fault.amount() * MS);
                report.probe("clock stepped");
                break;
            case LISTEN_KEY:
                truth.excuse(AFTER_NS);
                venue.expireListenKey();
                break;
            case INVISIBLE:
                truth.excuse(instrument, ns + AFTER_NS);
                lies.hide(exchange().instruments().get(instrument).symbol(), ns);
                break;
            case EMPTY_LIST:
                truth.excuse(AFTER_NS);
                lies.empty(fault.target(), fault.amount());
                break;
            case SILENT_CANCEL:
                final SimOrder stop = hands.someStop(instrument);
                if (stop != null) {
                    truth.takesAway(stop, true);
                    venue.silently(() -> exchange().cancelConditional(stop));
                    report.probe("stop cancelled silently");
                }
                break;
            case ADL:
                truth.touched(instrument);
                truth.excuse(instrument, AFTER_NS);
                final long quantity = exchange().position(instrument).quantity();
                exchange().deleverage(instrument, Math.abs(hands.part(instrument, quantity, fault.amount())));
                break;
            case LIQUIDATION:
                truth.touched(instrument);
                exchange().liquidate(instrument);
                break;
            case DELIST:
                truth.touched(instrument);
                exchange().settle(instrument);
                halt(fault, instrument, ns);
                break;
            default:
                halt(fault, instrument, ns);
        }
    }

    private void halt(final Fault fault, final int instrument, final long ns) {
        truth.excuse(instrument, ns + AFTER_NS);
        exchange()
                .status(
                        instrument,
                        fault.kind() == FaultKind.HALT ? SimInstrument.Status.SETTLING : SimInstrument.Status.CLOSE);
        report.probe(fault.kind().name().toLowerCase(Locale.ROOT));
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

    /** About 200 USD. */
    long lot(final int instrument) {
        return hands.lot(instrument);
    }

    private SimExchange exchange() {
        return venue.exchange();
    }
}
