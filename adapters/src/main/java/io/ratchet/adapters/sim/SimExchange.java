package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An exchange account as a pure state machine, with the rules of Binance USD-M: one-way positions, an ordinary and a
 * conditional book, triggers on mark or last, fills at the counter price, fees, filters, isolated liquidation.
 *
 * <p>One thread. Time comes in through {@link #advance}; randomness only from the generator given; what happens goes to
 * the {@link SimListener} in the order seen live (a triggered stop: TRIGGERING, its child NEW and its trades, the
 * account, TRIGGERED, FINISHED).
 */
public final class SimExchange {
    private static final long FIRST_ORDER_ID = 8_886_774_000L;
    private static final long FIRST_ALGO_ID = 4_000_001_910_000_000L;
    private static final long FIRST_TRADE_ID = 12_345_000L;
    private static final int LEVERAGE_MAX = 125;
    private static final int FILLS_MAX = 200_000;
    private static final int REASON_IOC = 2;
    private static final int REASON_REDUCE_ONLY = 4;
    private static final int REASON_MARKET_REMAINDER = 9;

    private final SimConfig config;
    private final SimListener listener;
    private final SplittableRandom random;
    private final List<SimInstrument> instruments = new ArrayList<>();
    private final Map<String, SimInstrument> bySymbol = new HashMap<>();
    private final List<SimPosition> positions = new ArrayList<>();
    private final SimBook ordinary = new SimBook();
    private final SimBook conditional = new SimBook();
    private final List<SimFill> fills = new ArrayList<>();
    private final List<SimOrder> waiting = new ArrayList<>();
    private final SimMargin margin;
    private final SimLedger ledger = new SimLedger();
    private final SimRules rules;
    private final SimStyle style;
    private final PositionStops attached;

    private long nextOrderId = FIRST_ORDER_ID;
    private long nextAlgoId = FIRST_ALGO_ID;
    private long nextTradeId = FIRST_TRADE_ID;
    private long nowMs;
    private boolean hedgeMode;
    private long partialUntil;
    private long feeBalance;
    private long nextFundingMs;

    /**
     * An empty exchange.
     *
     * @param config   its rules.
     * @param listener hears what happens.
     * @param seed     of its randomness.
     */
    public SimExchange(final SimConfig config, final SimListener listener, final long seed) {
        this(config, listener, seed, SimStyle.BINANCE);
    }

    /**
     * An empty exchange of a style.
     *
     * @param config   its numbers.
     * @param listener hears what happens.
     * @param seed     of its randomness.
     * @param style    whose rules it follows.
     */
    public SimExchange(final SimConfig config, final SimListener listener, final long seed, final SimStyle style) {
        this.style = style;
        this.config = config;
        this.listener = listener;
        this.random = new SplittableRandom(seed);
        this.margin = new SimMargin(config, positions);
        this.feeBalance = config.charges().feeBalance();
        this.rules = new SimRules(config, positions, ordinary, conditional, margin, style);
        this.attached = new PositionStops(this);
    }

    /**
     * Lists a contract.
     *
     * @param symbol  unique.
     * @param filters its filters.
     * @return its index, dense from 0.
     */
    public int list(final String symbol, final SimInstrument.Filters filters) {
        final SimInstrument instrument =
                new SimInstrument(instruments.size(), symbol, filters, config.defaultLeverage(), false);
        instruments.add(instrument);
        bySymbol.put(symbol, instrument);
        positions.add(new SimPosition(instrument));
        ordinary.addInstrument();
        conditional.addInstrument();
        return instrument.index();
    }

    /**
     * All contracts.
     *
     * @return in the order they were listed.
     */
    public List<SimInstrument> instruments() {
        return Collections.unmodifiableList(instruments);
    }

    /**
     * A contract by name.
     *
     * @param symbol its name.
     * @return the contract, null when there is none.
     */
    public SimInstrument instrument(final String symbol) {
        return bySymbol.get(symbol);
    }

    /**
     * The position in a contract.
     *
     * @param instrument its index.
     * @return the position, flat or not.
     */
    public SimPosition position(final int instrument) {
        return positions.get(instrument);
    }

    /**
     * Margin and balance of the account.
     *
     * @return live.
     */
    public SimMargin margin() {
        return margin;
    }

    /**
     * Every change of a wallet.
     *
     * @return live.
     */
    public SimLedger ledger() {
        return ledger;
    }

    /**
     * What is left of the asset that fees are paid in.
     *
     * @return 1e-8 of it, 0 when fees are paid in money.
     */
    public long feeBalance() {
        return feeBalance;
    }

    /**
     * Moves money into or out of the account.
     *
     * @param money 1e-8, negative for out.
     */
    public void transfer(final long money) {
        margin.credit(money);
        ledger.add(SimLedger.Kind.TRANSFER, -1, SimCharges.MONEY, money, 0, nowMs);
    }

    /**
     * The next time at which funding is due.
     *
     * @return ms since the epoch, 0 for never.
     */
    public long nextFundingMs() {
        final long interval = config.charges().fundingIntervalMs();
        return interval == 0 ? 0 : (nowMs / interval + 1) * interval;
    }

    /**
     * The venue takes part of a position against its owner's will (ADL), at mark.
     *
     * @param instrument its index.
     * @param quantity   1e-8, positive; at most what is held is taken.
     */
    public void deleverage(final int instrument, final long quantity) {
        final SimPosition position = positions.get(instrument);
        final long size = Math.min(quantity, Math.abs(position.quantity()));
        final long mark = position.instrument().mark();
        if (size > 0 && mark != FixedPoint.NULL) {
            force(position, size, mark, "adl_autoclose");
        }
    }

    /**
     * The venue liquidates a position, whatever its margin says.
     *
     * @param instrument its index.
     */
    public void liquidate(final int instrument) {
        final SimPosition position = positions.get(instrument);
        final SimSide side = position.quantity() > 0 ? SimSide.SELL : SimSide.BUY;
        if (position.quantity() != 0 && SimPrices.counter(config, position.instrument(), side) != FixedPoint.NULL) {
            liquidate(position);
        }
    }

    /**
     * The venue settles a contract that ends: its position is closed at mark, its orders expire.
     *
     * @param instrument its index.
     */
    public void settle(final int instrument) {
        final SimPosition position = positions.get(instrument);
        final long mark = position.instrument().mark();
        if (position.quantity() != 0 && mark != FixedPoint.NULL) {
            force(position, Math.abs(position.quantity()), mark, "settlement_autoclose-" + nowMs + '-' + instrument);
        }
        for (final SimOrder order : new ArrayList<>(ordinary.open(instrument))) {
            endOrdinary(order, SimStatus.EXPIRED, SimListener.Execution.EXPIRED, 0);
        }
        for (final SimOrder order : new ArrayList<>(conditional.open(instrument))) {
            if (order.status() == SimStatus.NEW) {
                endConditional(order, SimStatus.EXPIRED, "");
            }
        }
    }

    /**
     * Exchange time.
     *
     * @return ms since the epoch.
     */
    public long nowMs() {
        return nowMs;
    }

    /**
     * Halts or resumes a contract.
     *
     * @param instrument its index.
     * @param status     from now on.
     */
    public void status(final int instrument, final SimInstrument.Status status) {
        instruments.get(instrument).status = status;
    }

    /**
     * Moves time: stops that are on their way to the matching engine arrive, withheld orders come to rest.
     *
     * @param timeMs not before the last.
     */
    public void advance(final long timeMs) {
        if (timeMs > nowMs) {
            fund(timeMs);
            nowMs = timeMs;
        }
        if (!waiting.isEmpty()) {
            for (final SimOrder order : new ArrayList<>(waiting)) {
                wake(order);
            }
        }
        if (style == SimStyle.BYBIT) {
            attached.advance();
        }
    }

    /** Funding at every time of the grid that passes, at the marks of then; the first look only sets the grid. */
    private void fund(final long timeMs) {
        final long interval = config.charges().fundingIntervalMs();
        if (interval == 0) {
            return;
        }
        if (nextFundingMs == 0) {
            nextFundingMs = (timeMs / interval + 1) * interval;
        }
        while (timeMs >= nextFundingMs) {
            nowMs = nextFundingMs;
            for (final SimPosition position : positions) {
                fund(position);
            }
            nextFundingMs += interval;
        }
    }

    private void fund(final SimPosition position) {
        final long mark = position.instrument().mark();
        if (position.quantity() == 0 || mark == FixedPoint.NULL) {
            return;
        }
        final long size = SimMath.fee(
                mark, Math.abs(position.quantity()), Math.abs(config.charges().fundingPpm()));
        final boolean isPaid = position.quantity() > 0 == config.charges().fundingPpm() > 0;
        final long money = isPaid ? -size : size;
        if (money != 0) {
            margin.credit(money);
            position.fundingPaid += money;
            ledger.add(SimLedger.Kind.FUNDING_FEE, position.instrument().index(), SimCharges.MONEY, money, 0, nowMs);
            listener.onFunding(position, money, margin.walletBalance(), nowMs);
        }
    }

    /**
     * New prices of a contract; NULL is unchanged. Triggers, then resting orders, then liquidation.
     *
     * @param instrument its index.
     * @param mark       1e-10.
     * @param last       1e-10.
     * @param bid        1e-10.
     * @param ask        1e-10.
     */
    public void price(final int instrument, final long mark, final long last, final long bid, final long ask) {
        final SimInstrument it = instruments.get(instrument);
        it.mark = mark == FixedPoint.NULL ? it.mark : mark;
        it.last = last == FixedPoint.NULL ? it.last : last;
        it.bid = bid == FixedPoint.NULL ? it.bid : bid;
        it.ask = ask == FixedPoint.NULL ? it.ask : ask;
        final List<SimOrder> stops = conditional.open(instrument);
        if (!stops.isEmpty()) {
            triggerAll(it, stops);
        }
        if (!ordinary.open(instrument).isEmpty()) {
            matchResting(it);
        }
        if (config.liquidation() && positions.get(instrument).quantity() != 0 && margin.liquidated(instrument)) {
            liquidate(positions.get(instrument));
        }
    }

    /**
     * Places an order of either book.
     *
     * @param request what is asked for.
     * @return the order as accepted, or why not.
     */
    public SimResult place(final SimOrderRequest request) {
        return place(request, null);
    }

    /**
     * Places an order of either book under a fault.
     *
     * @param request what is asked for.
     * @param fault   WITHHOLD_NEW, REJECT_AT_TRIGGER and PARTIAL act here; null for none.
     * @return the order as accepted, or why not.
     */
    public SimResult place(final SimOrderRequest request, final SimFault fault) {
        final SimInstrument it = instruments.get(request.instrument());
        final SimRefusal refusal = request.type().conditional()
                ? rules.conditional(it, request, hedgeMode)
                : rules.ordinary(it, request, hedgeMode);
        if (refusal != null) {
            return SimResult.no(refusal);
        }
        return SimResult.ok(request.type().conditional() ? rest(it, request, fault) : execute(it, request, fault));
    }

    /**
     * Bybit: places an order that opens, with the stop of the position that it makes.
     *
     * @param request   what is asked for.
     * @param stopLevel 1e-10 of the stop over the whole position, on mark.
     * @param fault     as in {@link #place(SimOrderRequest, SimFault)}.
     * @return the order as accepted, or why not.
     */
    public SimResult placeWithStop(final SimOrderRequest request, final long stopLevel, final SimFault fault) {
        final SimRefusal refusal =
                attached.refusal(instruments.get(request.instrument()), request.side() == SimSide.BUY, stopLevel, true);
        if (refusal != null) {
            return SimResult.no(refusal);
        }
        final SimResult result = place(request, fault);
        if (result.accepted() && result.order().executed() > 0) {
            attached.accept(request.instrument(), stopLevel, true);
        }
        return result;
    }

    /**
     * Bybit: closes all that is there, up to the largest market order (quantity 0, reduce-only, close-on-trigger).
     *
     * @param instrument its index.
     * @param clientId   of the order.
     * @param side       of the order.
     * @param fault      as in {@link #place(SimOrderRequest, SimFault)}.
     * @return the order as accepted, or why not.
     */
    public SimResult closeAll(final int instrument, final String clientId, final SimSide side, final SimFault fault) {
        final SimInstrument it = instruments.get(instrument);
        final long held = -positions.get(instrument).quantity() * side.sign();
        final long max = it.filters().maxMarketQuantity();
        final long size = max > 0 && config.filters() ? Math.min(held, max) : held;
        return size <= 0
                ? SimResult.no(SimRefusal.REDUCE_ONLY_REJECTED)
                : place(SimOrderRequest.market(instrument, clientId, side, size, true), fault);
    }

    /**
     * Bybit: trading-stop, Full. Sets or amends the stop over the whole position; 0 takes it away.
     *
     * @param instrument its index.
     * @param level      1e-10.
     * @param onMark     whether it triggers on mark, else on last.
     * @return null when accepted, which is not resting yet; else why not.
     */
    public SimRefusal stop(final int instrument, final long level, final boolean onMark) {
        return attached.set(instrument, level, onMark);
    }

    /**
     * Bybit: trading-stop, Partial. Adds a stop over a part of the position.
     *
     * @param instrument its index.
     * @param quantity   1e-8.
     * @param level      1e-10.
     * @return null when done, else why not.
     */
    public SimRefusal partialStop(final int instrument, final long quantity, final long level) {
        return attached.add(instrument, quantity, level, true);
    }

    /**
     * Bybit: the stop over the whole of a position that rests.
     *
     * @param instrument its index.
     * @return 1e-10, 0 without one.
     */
    public long stopLevel(final int instrument) {
        return attached.shown(instrument);
    }

    /**
     * Bybit: how slow it is.
     *
     * @param restMs   from the answer to a stop until it rests.
     * @param hiddenMs from the opening of a position until it is shown and takes a stop; 24,000 has been seen.
     */
    public void slow(final long restMs, final long hiddenMs) {
        attached.slow(restMs, hiddenMs);
    }

    /**
     * Whether the venue does not show a position yet that it holds.
     *
     * @param instrument its index.
     * @return true for a fresh one of a slow Bybit.
     */
    public boolean hides(final int instrument) {
        return style == SimStyle.BYBIT && attached.isHidden(positions.get(instrument));
    }

    /**
     * Whose rules it follows.
     *
     * @return the style.
     */
    public SimStyle style() {
        return style;
    }

    boolean checksFilters() {
        return config.filters();
    }

    void restChild(final SimOrderRequest request) {
        final SimOrder order = new SimOrder(nextAlgoId++, request, instruments.get(request.instrument()), nowMs, false);
        conditional.add(order);
        listener.onConditional(order);
        triggerAll(order.instrument(), conditional.open(order.instrument().index()));
    }

    void endChild(final SimOrder order) {
        endConditional(order, SimStatus.CANCELED, "");
    }

    void amended(final SimOrder order) {
        order.updateMs = nowMs;
        listener.onConditional(order);
        triggerAll(order.instrument(), conditional.open(order.instrument().index()));
    }

    void tellPosition(final SimPosition position) {
        position.updateMs = nowMs;
        listener.onAccount(position, margin.walletBalance());
    }

    /**
     * Cancels an ordinary order.
     *
     * @param order to cancel, null when it was not found.
     * @return the order, or UNKNOWN_ORDER.
     */
    public SimResult cancelOrder(final SimOrder order) {
        if (order == null || !order.status().open()) {
            return SimResult.no(SimRefusal.UNKNOWN_ORDER);
        }
        endOrdinary(order, SimStatus.CANCELED, SimListener.Execution.CANCELED, 0);
        return SimResult.ok(order);
    }

    /**
     * Cancels a conditional order.
     *
     * @param order to cancel, null when it was not found.
     * @return the order, NO_SUCH_ORDER when it never was, UNKNOWN_ORDER when it is over.
     */
    public SimResult cancelConditional(final SimOrder order) {
        if (order == null) {
            return SimResult.no(SimRefusal.NO_SUCH_ORDER);
        }
        if (order.status() == SimStatus.TRIGGERING) {
            return SimResult.no(SimRefusal.STOP_TRIGGERING);
        }
        if (!order.status().open() || order.status() == SimStatus.TRIGGERED) {
            return SimResult.no(SimRefusal.UNKNOWN_ORDER);
        }
        endConditional(order, SimStatus.CANCELED, "");
        return SimResult.ok(order);
    }

    /**
     * Amends a limit order; it keeps its id. A quantity at or below what is executed cancels it.
     *
     * @param order    to amend, null when it was not found.
     * @param quantity 1e-8.
     * @param price    1e-10.
     * @return the order, or why not.
     */
    public SimResult amend(final SimOrder order, final long quantity, final long price) {
        if (order == null) {
            return SimResult.no(SimRefusal.NO_SUCH_ORDER);
        }
        if (order.request().type() != SimType.LIMIT) {
            return SimResult.no(SimRefusal.AMEND_NOT_LIMIT);
        }
        if (!order.status().open()) {
            return SimResult.no(SimRefusal.NO_SUCH_ORDER);
        }
        final SimRefusal refusal = rules.amend(order, quantity, price);
        if (refusal != null) {
            return SimResult.no(refusal);
        }
        order.amendments++;
        if (quantity <= order.executed()) {
            endOrdinary(order, SimStatus.CANCELED, SimListener.Execution.CANCELED, 0);
            return SimResult.ok(order);
        }
        order.quantity = quantity;
        order.price = price;
        order.updateMs = nowMs;
        listener.onOrder(order, SimListener.Execution.AMENDMENT, 0);
        matchResting(order.instrument());
        return SimResult.ok(order);
    }

    /**
     * Sets the leverage of a contract.
     *
     * @param instrument its index.
     * @param leverage   1 to 125.
     * @return null when done, else why not.
     */
    public SimRefusal leverage(final int instrument, final int leverage) {
        final SimInstrument it = instruments.get(instrument);
        if (leverage < 1 || leverage > LEVERAGE_MAX) {
            return SimRefusal.INVALID_LEVERAGE;
        }
        if (it.isolated && positions.get(instrument).quantity() != 0 && leverage < it.leverage) {
            return SimRefusal.LEVERAGE_REDUCTION;
        }
        it.leverage = leverage;
        listener.onLeverage(it);
        return null;
    }

    /**
     * Sets the margin type of a contract.
     *
     * @param instrument its index.
     * @param isolated   true for ISOLATED.
     * @return null when done, else why not.
     */
    public SimRefusal marginType(final int instrument, final boolean isolated) {
        final SimInstrument it = instruments.get(instrument);
        if (it.isolated == isolated) {
            return SimRefusal.MARGIN_TYPE_UNCHANGED;
        }
        if (!ordinary.open(instrument).isEmpty()
                || !conditional.open(instrument).isEmpty()) {
            return SimRefusal.MARGIN_TYPE_OPEN_ORDERS;
        }
        if (positions.get(instrument).quantity() != 0) {
            return SimRefusal.MARGIN_TYPE_POSITION;
        }
        it.isolated = isolated;
        return null;
    }

    /**
     * Sets the position mode of the account.
     *
     * @param hedge true for two sides.
     * @return null when done, else why not.
     */
    public SimRefusal hedgeMode(final boolean hedge) {
        if (hedgeMode == hedge) {
            return SimRefusal.POSITION_MODE_UNCHANGED;
        }
        if (ordinary.openCount() + conditional.openCount() > 0) {
            return SimRefusal.POSITION_MODE_OPEN_ORDERS;
        }
        for (final SimPosition position : positions) {
            if (position.quantity() != 0) {
                return SimRefusal.POSITION_MODE_POSITION;
            }
        }
        hedgeMode = hedge;
        return null;
    }

    /**
     * Whether the account is in hedge mode. Orders are refused there: the simulated exchange trades one-way.
     *
     * @return the mode.
     */
    public boolean hedgeMode() {
        return hedgeMode;
    }

    /**
     * An ordinary order by the venue's id.
     *
     * @param orderId of it.
     * @return the order or null.
     */
    public SimOrder order(final long orderId) {
        return ordinary.find(orderId);
    }

    /**
     * The newest ordinary order with a client id.
     *
     * @param clientId of it.
     * @return the order or null.
     */
    public SimOrder order(final String clientId) {
        return ordinary.find(clientId);
    }

    /**
     * A conditional order by the venue's id.
     *
     * @param algoId of it.
     * @return the order or null.
     */
    public SimOrder conditional(final long algoId) {
        return conditional.find(algoId);
    }

    /**
     * The newest conditional order with a client id.
     *
     * @param clientId of it.
     * @return the order or null.
     */
    public SimOrder conditional(final String clientId) {
        return conditional.find(clientId);
    }

    /**
     * Open ordinary orders of a contract.
     *
     * @param instrument its index.
     * @return in the order of acceptance.
     */
    public List<SimOrder> openOrders(final int instrument) {
        return Collections.unmodifiableList(ordinary.open(instrument));
    }

    /**
     * Conditional orders of a contract that a list shows: withheld ones are not among them.
     *
     * @param instrument its index.
     * @return in the order of acceptance.
     */
    public List<SimOrder> openConditionals(final int instrument) {
        final List<SimOrder> shown = new ArrayList<>();
        for (final SimOrder order : conditional.open(instrument)) {
            if (order.status() != SimStatus.WITHHELD) {
                shown.add(order);
            }
        }
        return shown;
    }

    /**
     * Ordinary orders, open and finished.
     *
     * @return the newest 20,000 in the order of acceptance.
     */
    public List<SimOrder> orders() {
        return ordinary.history();
    }

    /**
     * Conditional orders, open and finished.
     *
     * @return the newest 20,000 in the order of acceptance.
     */
    public List<SimOrder> conditionals() {
        return conditional.history();
    }

    /**
     * Trades, the newest 100,000 at least.
     *
     * @return in order.
     */
    public List<SimFill> fills() {
        return Collections.unmodifiableList(fills);
    }

    private SimOrder rest(final SimInstrument it, final SimOrderRequest request, final SimFault fault) {
        final SimOrder order = new SimOrder(nextAlgoId++, request, it, nowMs, false);
        order.rejectAtTrigger = fault != null && fault.kind() == SimFault.Kind.REJECT_AT_TRIGGER;
        conditional.add(order);
        if (fault != null && fault.kind() == SimFault.Kind.WITHHOLD_NEW) {
            order.status = SimStatus.WITHHELD;
            order.withheldUntilMs = fault.delayMs() == 0 ? Long.MAX_VALUE : nowMs + fault.delayMs();
            waiting.add(order);
            return order;
        }
        listener.onConditional(order);
        // "GTE depends on positions only": without a position the system ends it at once.
        if (request.closePosition() && !reducible(order)) {
            endConditional(order, SimStatus.EXPIRED, "");
        }
        return order;
    }

    private SimOrder execute(final SimInstrument it, final SimOrderRequest request, final SimFault fault) {
        final SimOrder order = new SimOrder(nextOrderId++, request, it, nowMs, false);
        ordinary.add(order);
        listener.onOrder(order, SimListener.Execution.NEW, 0);
        partialUntil = fault != null && fault.kind() == SimFault.Kind.PARTIAL ? half(it, request.quantity()) : 0;
        run(order);
        partialUntil = 0;
        cleanUp(it);
        return order;
    }

    private static long half(final SimInstrument it, final long quantity) {
        final long step = Math.max(1, it.filters().stepSize());
        return Math.max(step, quantity / 2 / step * step);
    }

    /** Executes what can be executed of a new ordinary order and ends the rest where it may not rest. */
    private void run(final SimOrder order) {
        final SimOrderRequest r = order.request();
        final long counter = SimPrices.counter(config, order.instrument(), r.side());
        if (r.type() == SimType.MARKET || SimPrices.crosses(r.side(), order.price(), counter)) {
            final long allowed = partialUntil > 0 ? Math.min(partialUntil, order.quantity()) : order.quantity();
            final long size = r.reduceOnly() ? Math.min(allowed, held(order)) : allowed;
            trade(order, size, counter, false);
        }
        if (!order.status().open()) {
            return;
        }
        if (r.type() == SimType.MARKET) {
            final boolean knockedOut = r.reduceOnly() && partialUntil == 0;
            endOrdinary(
                    order,
                    SimStatus.EXPIRED,
                    SimListener.Execution.EXPIRED,
                    knockedOut ? REASON_REDUCE_ONLY : REASON_MARKET_REMAINDER);
        } else if (r.timeInForce() == SimTimeInForce.IOC || partialUntil > 0) {
            endOrdinary(order, SimStatus.EXPIRED, SimListener.Execution.EXPIRED, REASON_IOC);
        }
    }

    private long held(final SimOrder order) {
        return Math.max(
                0,
                -positions.get(order.instrument().index()).quantity()
                        * order.request().side().sign());
    }

    private boolean reducible(final SimOrder order) {
        return held(order) > 0;
    }

    private void trade(final SimOrder order, final long size, final long price, final boolean maker) {
        if (size <= 0 || price == FixedPoint.NULL) {
            return;
        }
        long left = size;
        final long step = Math.max(1, order.instrument().filters().stepSize());
        for (int part = config.fillParts(); part > 1 && left > step; part--) {
            final long steps = left / step;
            final long some = Math.max(1, Math.min(steps - 1, 1 + random.nextLong(Math.max(1, steps / 2)))) * step;
            fill(order, some, price, maker);
            left -= some;
        }
        fill(order, left, price, maker);
    }

    private void fill(final SimOrder order, final long size, final long price, final boolean maker) {
        final SimPosition position = positions.get(order.instrument().index());
        final int feePpm = maker ? config.makerFeePpm() : config.takerFeePpm();
        final boolean wasFlat = position.quantity() == 0;
        final long realised = margin.apply(position, order.request().side().sign() * size, price);
        position.openMs = wasFlat ? nowMs : position.openMs;
        final Fee fee = charge(price, size, feePpm);
        margin.credit(realised - (fee.isMoney() ? fee.amount() : 0));
        final int index = order.instrument().index();
        ledger.add(SimLedger.Kind.REALIZED_PNL, index, SimCharges.MONEY, realised, nextTradeId, nowMs);
        ledger.add(SimLedger.Kind.COMMISSION, index, fee.asset(), -fee.amount(), nextTradeId, nowMs);
        order.averagePrice = SimMath.average(order.averagePrice, order.executed, price, size);
        order.executed += size;
        order.status = order.remaining() == 0 ? SimStatus.FILLED : SimStatus.PARTIALLY_FILLED;
        order.updateMs = nowMs;
        position.updateMs = nowMs;
        if (!order.status.open()) {
            ordinary.end(order);
        }
        final SimFill fill = new SimFill(
                nextTradeId++,
                order,
                price,
                size,
                fee.amount(),
                fee.asset(),
                realised,
                maker,
                order.liquidation() && !isAdl(order),
                isAdl(order),
                position.quantity(),
                nowMs);
        remember(fill);
        listener.onFill(fill);
        listener.onAccount(position, margin.walletBalance());
    }

    private record Fee(long amount, String asset) {
        boolean isMoney() {
            return asset.equals(SimCharges.MONEY);
        }
    }

    /** In the fee asset at its mark as long as there is enough of it; else in money. */
    private Fee charge(final long price, final long size, final int feePpm) {
        final long money = SimMath.fee(price, size, feePpm);
        final SimInstrument pricing = bySymbol.get(config.charges().feeSymbol());
        if (pricing != null && pricing.mark() != FixedPoint.NULL && pricing.mark() > 0) {
            final long amount = SimMath.mulDiv(money, FixedPoint.PRICE_ONE, pricing.mark());
            if (amount <= feeBalance) {
                feeBalance -= amount;
                return new Fee(amount, config.charges().feeAsset());
            }
        }
        return new Fee(money, SimCharges.MONEY);
    }

    private static boolean isAdl(final SimOrder order) {
        return order.clientId().startsWith("adl_autoclose");
    }

    /** The newest half of what fits is kept when it is full. */
    private void remember(final SimFill fill) {
        if (fills.size() == FILLS_MAX) {
            fills.subList(0, FILLS_MAX / 2).clear();
        }
        fills.add(fill);
    }

    private void endOrdinary(
            final SimOrder order, final SimStatus status, final SimListener.Execution execution, final int reason) {
        order.status = status;
        order.updateMs = nowMs;
        ordinary.end(order);
        listener.onOrder(order, execution, reason);
    }

    private void endConditional(final SimOrder order, final SimStatus status, final String failure) {
        order.status = status;
        order.updateMs = nowMs;
        order.failure = failure;
        conditional.end(order);
        waiting.remove(order);
        listener.onConditional(order);
    }

    /** Ends what depends on a position that is gone: reduce-only orders and close-position stops. */
    private void cleanUp(final SimInstrument it) {
        final List<SimOrder> orders = ordinary.open(it.index());
        for (int i = orders.size() - 1; i >= 0; i--) {
            final SimOrder order = orders.get(i);
            if (order.request().reduceOnly() && !reducible(order)) {
                endOrdinary(order, SimStatus.EXPIRED, SimListener.Execution.EXPIRED, REASON_REDUCE_ONLY);
            }
        }
        final List<SimOrder> stops = conditional.open(it.index());
        for (int i = stops.size() - 1; i >= 0; i--) {
            final SimOrder stop = stops.get(i);
            final boolean bound = !PositionStops.isChild(stop)
                    && (stop.request().closePosition() || stop.request().timeInForce() == SimTimeInForce.GTE_GTC);
            if (bound && stop.status() == SimStatus.NEW && !reducible(stop)) {
                endConditional(stop, SimStatus.EXPIRED, "");
            } else if (PositionStops.isChild(stop) && stop.status() == SimStatus.NEW && !reducible(stop)) {
                endChild(stop);
            }
        }
        if (positions.get(it.index()).quantity() == 0) {
            attached.positionEnded(it.index());
        }
    }

    private void triggerAll(final SimInstrument it, final List<SimOrder> stops) {
        SimOrder next = SimPrices.nextTriggered(it, stops);
        while (next != null) {
            trigger(next);
            next = SimPrices.nextTriggered(it, stops);
        }
    }

    private void trigger(final SimOrder stop) {
        stop.status = SimStatus.TRIGGERING;
        stop.triggerMs = nowMs;
        stop.updateMs = nowMs;
        listener.onConditional(stop);
        if (config.triggerLatencyMs() > 0) {
            waiting.add(stop);
            return;
        }
        arrive(stop);
    }

    private void wake(final SimOrder order) {
        if (order.status() == SimStatus.WITHHELD && nowMs >= order.withheldUntilMs) {
            waiting.remove(order);
            order.status = SimStatus.NEW;
            order.updateMs = nowMs;
            listener.onConditional(order);
            triggerAll(order.instrument(), conditional.open(order.instrument().index()));
        } else if (order.status() == SimStatus.TRIGGERING && nowMs >= order.triggerMs() + config.triggerLatencyMs()) {
            waiting.remove(order);
            arrive(order);
        }
    }

    /** A triggered stop reaches the matching engine: its child is an ordinary order with the same client id. */
    private void arrive(final SimOrder stop) {
        final SimOrderRequest r = stop.request();
        final boolean reduces = r.closePosition() || r.reduceOnly();
        final long size = r.closePosition() ? held(stop) : r.reduceOnly() ? reducedBy(stop) : r.quantity();
        if (stop.rejectAtTrigger) {
            endConditional(stop, SimStatus.REJECTED, SimRefusal.MARGIN_INSUFFICIENT.text());
            return;
        }
        if (size <= 0) {
            if (r.closePosition()) {
                endConditional(stop, SimStatus.EXPIRED, "");
            } else {
                endConditional(stop, SimStatus.REJECTED, SimRefusal.REDUCE_ONLY_REJECTED.text());
            }
            return;
        }
        final SimOrderRequest childRequest = new SimOrderRequest(
                r.instrument(),
                r.clientId(),
                r.side(),
                r.type().child(),
                r.timeInForce(),
                size,
                r.price(),
                r.trigger(),
                r.onMark(),
                reduces,
                false,
                r.tag());
        if (!reduces
                && rules.margin(stop.instrument(), childRequest, SimPrices.counter(config, stop.instrument(), r.side()))
                        != null) {
            endConditional(stop, SimStatus.REJECTED, SimRefusal.MARGIN_INSUFFICIENT.text());
            return;
        }
        runChild(stop, childRequest);
    }

    /** A reduce-only stop finds what resting reduce-only orders leave; a close-position stop is not held by them. */
    private long reducedBy(final SimOrder stop) {
        final long left = rules.leftToStop(stop.instrument(), stop.request().side(), held(stop));
        return Math.min(left, stop.request().quantity());
    }

    private void runChild(final SimOrder stop, final SimOrderRequest childRequest) {
        final SimOrder child = new SimOrder(nextOrderId++, childRequest, stop.instrument(), nowMs, false);
        child.parentId = stop.orderId();
        stop.childId = child.orderId();
        ordinary.add(child);
        listener.onOrder(child, SimListener.Execution.NEW, 0);
        run(child);
        stop.executed = child.executed();
        stop.averagePrice = child.averagePrice();
        stop.status = SimStatus.TRIGGERED;
        stop.updateMs = nowMs;
        listener.onConditional(stop);
        finishParent(child);
        cleanUp(stop.instrument());
    }

    private void finishParent(final SimOrder child) {
        final SimOrder stop = child.parentId() == 0 ? null : conditional.find(child.parentId());
        if (stop != null
                && stop.status() == SimStatus.TRIGGERED
                && !child.status().open()) {
            stop.executed = child.executed();
            stop.averagePrice = child.averagePrice();
            endConditional(stop, SimStatus.FINISHED, "");
        }
    }

    private void matchResting(final SimInstrument it) {
        boolean traded = false;
        for (final SimOrder order : new ArrayList<>(ordinary.open(it.index()))) {
            final SimSide side = order.request().side();
            if (order.status().open() && SimPrices.crosses(side, order.price(), SimPrices.counter(config, it, side))) {
                final long size =
                        order.request().reduceOnly() ? Math.min(order.remaining(), held(order)) : order.remaining();
                trade(order, size, order.price(), true);
                finishParent(order);
                traded = true;
            }
        }
        if (traded) {
            cleanUp(it);
        }
    }

    private void liquidate(final SimPosition position) {
        final SimInstrument it = position.instrument();
        final SimSide side = position.quantity() > 0 ? SimSide.SELL : SimSide.BUY;
        final long counter = SimPrices.counter(config, it, side);
        force(position, Math.abs(position.quantity()), counter, "autoclose-" + nowMs + "-" + it.index());
    }

    /** The venue itself trades what the account holds. */
    private void force(final SimPosition position, final long size, final long price, final String clientId) {
        final SimInstrument it = position.instrument();
        final SimSide side = position.quantity() > 0 ? SimSide.SELL : SimSide.BUY;
        final SimOrder order = new SimOrder(
                nextOrderId++,
                SimOrderRequest.limit(it.index(), clientId, side, size, price, SimTimeInForce.IOC, false),
                it,
                nowMs,
                true);
        ordinary.add(order);
        listener.onOrder(order, SimListener.Execution.NEW, 0);
        fill(order, order.quantity(), price, false);
        cleanUp(it);
    }
}
