package io.ratchet.adapters.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the two disjoint books: open orders by contract, finished ones for a while, all by both ids. */
final class SimBook {
    private static final int HISTORY_MAX = 20_000;

    private final List<List<SimOrder>> open = new ArrayList<>();
    private final ArrayDeque<SimOrder> all = new ArrayDeque<>();
    private final Map<Long, SimOrder> byId = new HashMap<>();
    private final Map<String, SimOrder> byClientId = new HashMap<>();
    private int openCount;

    void addInstrument() {
        open.add(new ArrayList<>());
    }

    void add(final SimOrder order) {
        open.get(order.instrument().index()).add(order);
        openCount++;
        all.addLast(order);
        byId.put(order.orderId(), order);
        byClientId.put(order.clientId(), order);
        // Finished orders are forgotten from the oldest on; an open one is never forgotten.
        if (all.size() > HISTORY_MAX && !all.peekFirst().status().open()) {
            final SimOrder old = all.pollFirst();
            byId.remove(old.orderId());
            byClientId.remove(old.clientId(), old);
        }
    }

    void end(final SimOrder order) {
        if (open.get(order.instrument().index()).remove(order)) {
            openCount--;
        }
    }

    List<SimOrder> open(final int instrument) {
        return open.get(instrument);
    }

    int openCount() {
        return openCount;
    }

    int instruments() {
        return open.size();
    }

    SimOrder find(final long orderId) {
        return byId.get(orderId);
    }

    SimOrder find(final String clientId) {
        return byClientId.get(clientId);
    }

    boolean openWith(final String clientId) {
        final SimOrder order = byClientId.get(clientId);
        return order != null && order.status().open();
    }

    List<SimOrder> history() {
        return Collections.unmodifiableList(new ArrayList<>(all));
    }
}
