package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;
import java.util.Arrays;

/**
 * Results that were told on an assumption, since no trade of the exit was known in time: the private stream was mute and
 * reads failed. What was traded is asked for again, ever more rarely and a few times only, behind all that open positions
 * want. The oldest of too many makes room. Core thread.
 */
public final class LateTrades {
    /** Results that are asked for at a time. */
    public static final int WANTED_MAX = 64;

    private static final int ASKS_MAX = 10;
    private static final int DOUBLINGS_MAX = 6;
    /** A trade of a venue's own stop may bear a time that is a little later than the end of its position. */
    private static final long MARGIN_NS = 60_000_000_000L;

    private static final long NS_PER_MS = 1_000_000L;

    private final EngineTime time;
    private final Policy policy;
    private final InstrumentTable instruments;
    private final Reads reads;
    private final Ledger ledger;
    private final long[] positionIds = new long[WANTED_MAX];
    private final int[] instrumentIds = new int[WANTED_MAX];
    private final OrderSide[] exits = new OrderSide[WANTED_MAX];
    private final long[] orderIds = new long[WANTED_MAX * Position.ORDERS_MAX];
    private final long[] requestedNs = new long[WANTED_MAX];
    private final long[] endedNs = new long[WANTED_MAX];
    private final long[] nextNs = new long[WANTED_MAX];
    private final int[] asks = new int[WANTED_MAX];
    private long added;
    private long dueNs = Timers.NEVER;

    /**
     * Nothing to ask for.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param instruments of the core.
     * @param reads       and venues.
     * @param ledger      knows what is missing.
     */
    public LateTrades(
            final EngineTime time,
            final Policy policy,
            final InstrumentTable instruments,
            final Reads reads,
            final Ledger ledger) {
        this.time = time;
        this.policy = policy;
        this.instruments = instruments;
        this.reads = reads;
        this.ledger = ledger;
        Arrays.fill(exits, OrderSide.NONE);
    }

    /**
     * A position leaves the table, its result told.
     *
     * @param position that is flat or never opened.
     */
    public void released(final Position position) {
        if (!ledger.isTradeMissing(position.id())) {
            return;
        }
        final int index = (int) (added++ % WANTED_MAX);
        positionIds[index] = position.id();
        instrumentIds[index] = position.instrumentId();
        exits[index] = position.exitSide();
        rememberOrders(position, index);
        requestedNs[index] = position.requestedNs();
        endedNs[index] = time.nowNs();
        nextNs[index] = time.nowNs() + policy.queryRetryNs();
        asks[index] = 0;
        dueNs = Math.min(dueNs, nextNs[index]);
    }

    /** A venue's list of trades names no id of ours, only its own number of the order. */
    private void rememberOrders(final Position position, final int index) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            final boolean isExit = order.role() != OrderRole.NONE && order.role() != OrderRole.ENTRY;
            orderIds[index * Position.ORDERS_MAX + i] = isExit ? order.tradedOrderId() : FixedPoint.NULL;
        }
    }

    /** Asks for what is due, one result of a venue at a time. */
    public void run() {
        if (time.nowNs() < dueNs) {
            return;
        }
        dueNs = Timers.NEVER;
        for (int i = 0; i < size(); i++) {
            if (positionIds[i] != 0 && nextNs[i] <= time.nowNs()) {
                ask(i);
            }
            if (positionIds[i] != 0) {
                dueNs = Math.min(dueNs, nextNs[i]);
            }
        }
    }

    private void ask(final int index) {
        if (asks[index] >= ASKS_MAX || !ledger.isTradeMissing(positionIds[index])) {
            positionIds[index] = 0;
        } else if (reads.askTrades(venue(index), positionIds[index], instrumentIds[index], requestedNs[index])) {
            nextNs[index] = time.nowNs() + (policy.queryRetryNs() << Math.min(asks[index], DOUBLINGS_MAX));
            asks[index]++;
        } else {
            nextNs[index] = time.nowNs() + policy.queryRetryNs();
        }
    }

    /**
     * When {@link #run} has something to do though nothing happens.
     *
     * @return engine time, {@link Timers#NEVER} if never.
     */
    public long nextNs() {
        return dueNs;
    }

    /** A good read of what was traded since a position was asked for. */
    void apply(final SnapshotStage stage, final long positionId) {
        for (int i = 0; i < size(); i++) {
            if (positionIds[i] == positionId) {
                apply(stage, i);
                return;
            }
        }
    }

    private void apply(final SnapshotStage stage, final int index) {
        for (int row = 0; row < stage.trades; row++) {
            if (isExit(stage, row, index)) {
                ledger.lateTrade(
                        positionIds[index],
                        instrumentIds[index],
                        venue(index),
                        stage.tradeId[row],
                        stage.tradePrice[row],
                        stage.tradeQuantity[row],
                        stage.tradeFee[row]);
            }
        }
    }

    private boolean isExit(final SnapshotStage stage, final int row, final int index) {
        if (stage.tradeSide[row] != exits[index]) {
            return false;
        }
        if (stage.tradeRole[row] == OrderRole.POSITION_STOP) {
            final long tradedNs = stage.tradeTimeMs[row] * NS_PER_MS;
            return tradedNs >= requestedNs[index] && tradedNs <= endedNs[index] + MARGIN_NS;
        }
        return stage.tradePositionId[row] == positionIds[index] && stage.tradeRole[row] != OrderRole.NONE
                || isOrder(index, stage.tradeOrderId[row]);
    }

    private boolean isOrder(final int index, final long orderId) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            if (orderIds[index * Position.ORDERS_MAX + i] == orderId) {
                return orderId != FixedPoint.NULL;
            }
        }
        return false;
    }

    private Venue venue(final int index) {
        return instruments.at(instrumentIds[index]).venue();
    }

    private int size() {
        return (int) Math.min(added, WANTED_MAX);
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        added = fields.of("added", added);
        dueNs = fields.of("dueNs", dueNs);
        fields.of("positionIds", positionIds, size());
        fields.of("instrumentIds", instrumentIds, size());
        fields.of("exits", exits, size(), OrderSide.class);
        fields.of("orderIds", orderIds, size() * Position.ORDERS_MAX);
        fields.of("requestedNs", requestedNs, size());
        fields.of("endedNs", endedNs, size());
        fields.of("nextNs", nextNs, size());
        fields.of("asks", asks, size());
    }
}
