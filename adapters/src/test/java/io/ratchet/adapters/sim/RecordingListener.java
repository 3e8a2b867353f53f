package io.ratchet.adapters.sim;

import java.util.ArrayList;
import java.util.List;

/** Writes down what an exchange says, one short line each. */
final class RecordingListener implements SimListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void onOrder(final SimOrder order, final Execution execution, final int expiryReason) {
        lines.add("order " + order.clientId() + " " + execution + (expiryReason == 0 ? "" : " er" + expiryReason));
    }

    @Override
    public void onFill(final SimFill fill) {
        lines.add("fill " + fill.order().clientId() + " " + SimDecimal.plain(fill.quantity(), 8) + "@"
                + SimDecimal.plain(fill.price(), 10) + (fill.maker() ? " maker" : "")
                + (fill.liquidation() ? " liquidation" : ""));
    }

    @Override
    public void onConditional(final SimOrder order) {
        lines.add("algo " + order.clientId() + " " + order.status());
    }

    @Override
    public void onAccount(final SimPosition position, final long walletBalance) {
        lines.add("position " + SimDecimal.plain(position.quantity(), 8));
    }

    @Override
    public void onLeverage(final SimInstrument instrument) {
        lines.add("leverage " + instrument.leverage());
    }

    List<String> take() {
        final List<String> taken = new ArrayList<>(lines);
        lines.clear();
        return taken;
    }
}
