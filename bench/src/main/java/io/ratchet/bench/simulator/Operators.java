package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PositionSide;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What is asked of the node: signals, and what operators say. */
final class Operators {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int IDS_PER_MS = 60;

    private final World world;
    private final Script script;
    private final Market market;
    private final SimSignals signals;
    private final Injector injector;
    private final JournalOracle oracle;
    private final Truth truth;
    private final Supplier<SimNode> node;
    private long requests;

    Operators(
            final World world,
            final Script script,
            final Market market,
            final SimSignals signals,
            final Injector injector,
            final JournalOracle oracle,
            final Truth truth,
            final Supplier<SimNode> node) {
        this.world = world;
        this.script = script;
        this.market = market;
        this.signals = signals;
        this.injector = injector;
        this.oracle = oracle;
        this.truth = truth;
        this.node = node;
    }

    /** Says it to the process that runs now, if there is one. */
    void apply(final Fault fault) {
        if (fault.kind() == FaultKind.SIGNALS) {
            publish(fault);
            return;
        }
        if (node.get() == null) {
            return;
        }
        switch (fault.kind()) {
            case OPEN:
                open(fault);
                break;
            case FORCE_EXIT:
                say(OperatorAction.FORCE_EXIT, own(fault.target()));
                break;
            case SNAPSHOT:
                inputs().snapshot();
                break;
            case SET_STOP:
                setStop(fault);
                break;
            case ADOPT:
                say(OperatorAction.ADOPT, oracle.foreignId(instrumentId(fault.target())));
                break;
            case GUARD:
                say(OperatorAction.GUARD, oracle.foreignId(instrumentId(fault.target())));
                break;
            case IGNORE:
                say(OperatorAction.IGNORE, oracle.foreignId(instrumentId(fault.target())));
                break;
            case BLOCK:
                block(fault);
                break;
            case STOP_ENTRIES:
                say(OperatorAction.STOP_ENTRIES, 0);
                world.in(fault.ms() * MS, () -> say(OperatorAction.RESUME, 0));
                break;
            case KILL:
                say(OperatorAction.KILL, 0);
                world.in(fault.ms() * MS + 60 * SECOND, () -> say(OperatorAction.RESUME, 0));
                break;
            default:
                inputs().policy(SimPolicy.of(1 + fault.amount()));
        }
    }

    /** To the process that runs then. */
    void say(final OperatorAction action, final long positionId) {
        if (node.get() != null) {
            inputs().operator(action, positionId, ++requests);
        }
    }

    private NodeInputs inputs() {
        return new NodeInputs(node.get());
    }

    private void open(final Fault fault) {
        final int instrumentId = instrumentId(fault.target());
        if (instrumentId >= 0) {
            inputs().open(
                            instrumentId,
                            fault.amount() == 0 ? PositionSide.LONG : PositionSide.SHORT,
                            injector.lot(fault.target()),
                            ++requests);
        }
    }

    /** Nearer to or farther from the mark, or on its wrong side. */
    private void setStop(final Fault fault) {
        final long positionId = own(fault.target());
        if (positionId == 0) {
            return;
        }
        final boolean isLong = oracle.open().get(positionId).isLong();
        final int permille = (fault.amount() % 40 - 3) * (isLong ? -1 : 1);
        final long level = market.rounded(fault.target(), market.mark(fault.target()) / 1_000 * (1_000 + permille));
        truth.allowsLoosening(fault.target(), level);
        inputs().operator(
                        new NodeInputs.Order(
                                OperatorAction.SET_STOP, -1, positionId, PositionSide.NONE, FixedPoint.NULL, level, 0),
                        ++requests);
    }

    private void block(final Fault fault) {
        final NodeInputs.Order order = new NodeInputs.Order(
                OperatorAction.BLOCK,
                instrumentId(fault.target()),
                0,
                PositionSide.NONE,
                FixedPoint.NULL,
                FixedPoint.NULL,
                fault.ms() * MS);
        inputs().operator(order, ++requests);
    }

    /** The engine's id of what is open in a contract, 0 for nothing. */
    private long own(final int instrument) {
        final int instrumentId = instrumentId(instrument);
        for (final Map.Entry<Long, JournalOracle.Open> one : oracle.open().entrySet()) {
            if (one.getValue().instrumentId() == instrumentId) {
                return one.getKey();
            }
        }
        return 0;
    }

    private int instrumentId(final int instrument) {
        return oracle.instrumentId(market.symbols().get(instrument).symbol());
    }

    private void publish(final Fault fault) {
        final SplittableRandom random = Streams.of(script.seed() + fault.amount(), "signals " + fault.atMs());
        final List<String> symbols =
                market.symbols().stream().map(PriceSymbol::symbol).toList();
        signals.publish(fault.atMs() * IDS_PER_MS, fault.target(), symbols, random);
    }
}
