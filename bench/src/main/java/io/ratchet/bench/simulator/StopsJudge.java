package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimSide;
import io.ratchet.adapters.sim.SimStatus;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.sbe.OrderRole;
import java.util.Arrays;

/**
 * What there must be at the exchange for each position of ours while nothing disturbs it: a stop in time, a fixed one
 * underneath, one that moves at most, of the size of the position and where the journal says that it is; a position that
 * the journal knows; nothing of ours where there is none.
 */
final class StopsJudge {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    /** What may be wrong, and for how long at most. */
    private enum Rule {
        NAKED("I1 naked undisturbed", 3_500 * MS),
        ANCHOR("I1 no fixed stop", 5 * SECOND),
        SURPLUS("I9 old stops kept", 8 * SECOND),
        SIZE("I1 size of a stop", 5 * SECOND),
        LOOSE("I2 looser than told", 5 * SECOND),
        UNTOLD("I5 position not told", 5 * SECOND),
        UNTRUE("I5 position told", 15 * SECOND),
        CLOSING("I1 close not done", 10 * SECOND),
        LEFT("I12 left over undisturbed", 20 * SECOND);

        private final String invariant;
        private final long maxNs;

        Rule(final String invariant, final long maxNs) {
            this.invariant = invariant;
            this.maxNs = maxNs;
        }
    }

    private static final Rule[] RULES = Rule.values();

    private final World world;
    private final Calm calm;
    private final Stated stated;
    private final Report report;
    private final ClientOrderIds ids = new ClientOrderIds(Run.ACCOUNT_TAG);
    private final OrderIdFields fields = new OrderIdFields();
    private final SimExchange exchange;
    private final long[][] wrongSinceNs;
    private final long[] positionIds;
    private final boolean[] isSeen;

    StopsJudge(
            final World world,
            final SimExchange exchange,
            final Calm calm,
            final Stated stated,
            final int instruments,
            final Report report) {
        this.world = world;
        this.exchange = exchange;
        this.calm = calm;
        this.stated = stated;
        this.report = report;
        wrongSinceNs = new long[instruments][RULES.length];
        positionIds = new long[instruments];
        isSeen = new boolean[instruments];
    }

    /** A position began with an entry of ours; 0: with somebody else's order, or it is no longer ours alone. */
    void opened(final int instrument, final long positionId) {
        positionIds[instrument] = positionId;
        isSeen[instrument] = false;
    }

    /** Whether the exchange holds something of a position. */
    boolean isHeld(final long positionId) {
        for (int i = 0; i < positionIds.length; i++) {
            if (positionIds[i] == positionId && exchange.position(i).quantity() != 0) {
                return true;
            }
        }
        return false;
    }

    /** After an event. */
    void settle() {
        for (int i = 0; i < positionIds.length; i++) {
            judge(i);
        }
    }

    private void judge(final int instrument) {
        final long quantity = exchange.position(instrument).quantity();
        if (!calm.holds(instrument)) {
            Arrays.fill(wrongSinceNs[instrument], 0);
            return;
        }
        if (quantity == 0) {
            flat(instrument);
        } else if (positionIds[instrument] != 0) {
            open(instrument, quantity, stated.of(positionIds[instrument]));
        } else {
            Arrays.fill(wrongSinceNs[instrument], 0);
        }
    }

    private void flat(final int instrument) {
        for (final Rule rule : RULES) {
            if (rule != Rule.LEFT && rule != Rule.UNTRUE) {
                wrongSinceNs[instrument][rule.ordinal()] = 0;
            }
        }
        check(Rule.LEFT, instrument, countOurs(instrument) > 0, 0);
        check(Rule.UNTRUE, instrument, isToldOpen(instrument), 0);
    }

    private void open(final int instrument, final long quantity, final Stated.One one) {
        wrongSinceNs[instrument][Rule.LEFT.ordinal()] = 0;
        wrongSinceNs[instrument][Rule.UNTRUE.ordinal()] = 0;
        final SimSide side = quantity > 0 ? SimSide.SELL : SimSide.BUY;
        int anchors = 0;
        int working = 0;
        boolean isSized = true;
        boolean isEnding = false;
        long best = 0;
        for (final SimOrder order : exchange.openConditionals(instrument)) {
            if (order.request().side() != side) {
                continue;
            }
            if (order.status() == SimStatus.TRIGGERED || order.status() == SimStatus.TRIGGERING) {
                isEnding = true;
            } else if (order.status() == SimStatus.NEW) {
                final boolean isWhole = order.request().closePosition();
                anchors += isWhole ? 1 : 0;
                if (role(order) == OrderRole.STOP) {
                    working++;
                    isSized &= order.quantity() == Math.abs(quantity);
                }
                if (isWhole || order.request().reduceOnly() && order.quantity() >= Math.abs(quantity)) {
                    final long level = order.request().trigger();
                    best = best == 0 || (quantity > 0 ? level > best : level < best) ? level : best;
                }
            }
        }
        final boolean isClosing = one != null && one.closingNs() != 0;
        final boolean isQuiet = !isEnding && !isClosing;
        check(Rule.NAKED, instrument, best == 0 && !isEnding, quantity);
        check(Rule.ANCHOR, instrument, anchors == 0 && isQuiet, quantity);
        check(Rule.SURPLUS, instrument, (working > 1 || anchors > 1) && isQuiet, quantity);
        check(Rule.SIZE, instrument, !isSized && isQuiet, quantity);
        check(Rule.UNTOLD, instrument, one == null, quantity);
        check(Rule.LOOSE, instrument, isQuiet && one != null && isWorse(best, one.level(), quantity), quantity);
        check(Rule.CLOSING, instrument, isClosing, quantity);
        if (!isSeen[instrument] && best != 0 && one != null) {
            isSeen[instrument] = true;
            report.probe("position judged undisturbed");
        }
    }

    private static boolean isWorse(final long level, final long than, final long quantity) {
        return than != 0 && level != 0 && (quantity > 0 ? level < than : level > than);
    }

    private boolean isToldOpen(final int instrument) {
        for (final Stated.One one : stated.open().values()) {
            if (one.instrument == instrument) {
                return true;
            }
        }
        return false;
    }

    private int countOurs(final int instrument) {
        int count = 0;
        for (final SimOrder order : exchange.openConditionals(instrument)) {
            count += role(order) == OrderRole.NONE ? 0 : 1;
        }
        for (final SimOrder order : exchange.openOrders(instrument)) {
            count += role(order) == OrderRole.NONE ? 0 : 1;
        }
        return count;
    }

    private OrderRole role(final SimOrder order) {
        final boolean isOurs =
                ids.parse(order.clientId(), fields.clear()) && fields.positionId() != Hands.IMPOSTOR_POSITION;
        return isOurs ? fields.role() : OrderRole.NONE;
    }

    private void check(final Rule rule, final int instrument, final boolean isWrong, final long quantity) {
        final long[] since = wrongSinceNs[instrument];
        if (!isWrong) {
            since[rule.ordinal()] = 0;
        } else if (since[rule.ordinal()] == 0) {
            since[rule.ordinal()] = world.nowNs();
        } else if (world.nowNs() - since[rule.ordinal()] > rule.maxNs) {
            throw new Violation(
                    rule.invariant,
                    "instrument=" + instrument + " quantity=" + quantity + " position=" + positionIds[instrument]
                            + " for ms=" + (world.nowNs() - since[rule.ordinal()]) / MS + " expected<="
                            + rule.maxNs / MS + orders(instrument));
        }
    }

    private String orders(final int instrument) {
        final StringBuilder text = new StringBuilder();
        for (final SimOrder order : exchange.openConditionals(instrument)) {
            text.append("\n  ")
                    .append(order.clientId())
                    .append(' ')
                    .append(order.status())
                    .append(' ')
                    .append(order.request().side())
                    .append(" quantity=")
                    .append(order.quantity())
                    .append(" level=")
                    .append(order.request().trigger());
        }
        return text.toString();
    }
}
