package io.ratchet.engine.check;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.exit.FlatRule;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.market.VenueTraits;
import io.ratchet.engine.position.CommandGate;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.protection.NakedWatch;
import io.ratchet.engine.protection.ProtectDeadline;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.protection.TrailingStop;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CancelOrderEncoder;
import io.ratchet.engine.sbe.CancelStopEncoder;
import io.ratchet.engine.sbe.CloseAtMarketEncoder;
import io.ratchet.engine.sbe.Invariant;
import io.ratchet.engine.sbe.MoveExitEncoder;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.MoveStopEncoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PlaceExitEncoder;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * I1 to I7 and I10 to I12 against the state. A command that would break one is withheld: told, entries stop, an alert goes
 * out, and its rule decides anew. After each event the positions it touched are checked, and one more in turn. Core
 * thread.
 *
 * <p>It derives everything from orders, prices and reads themselves, not from what the rules remember about them, except
 * where a promise is about that memory (the last confirmed level, a running deadline).
 */
public final class InvariantChecker implements CommandGate {
    private static final long OPENING_SECONDS = 30;
    private static final long FLAT_SECONDS = 10;
    /**
     * What excuses a position without a sure stop (a start or a resync that waits for its read, a close under way, a stop in
     * doubt, a foreign stop that is not read any more) does so for this long in all, as I4 says.
     */
    private static final long EXCUSED_SECONDS = 30;
    /** Between two looks at a position no more than this counts: the process may have been stopped. */
    private static final long LOOK_SECONDS_MAX = 10;
    /** A foreign stop is sure while this many reconciliations do not fail in a row. */
    private static final int FOREIGN_READS = 3;

    private static final long CORRECTION_SECONDS = 5;
    private static final int ROLES = 7;
    private static final int SHELF_MASK = 31;
    private static final int WORKING_MAX = 2;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final Limits limits;
    private final EntrySwitch entries;
    private final Timers timers;
    private final Reads reads;
    private final CloseLadder ladder;
    private final FlatRule flat;
    private final StopGuard guard;
    private final NakedWatch watch;
    private final ProtectDeadline deadline;
    private final Ledger ledger;
    private final int[] broken = new int[PositionTable.POSITIONS_MAX];
    private final long[] lastConfirmed = new long[PositionTable.POSITIONS_MAX];
    private final int[] lastRebases = new int[PositionTable.POSITIONS_MAX];
    private final long[] checkedId = new long[PositionTable.POSITIONS_MAX];
    private final long[] verifiedNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] excusedNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] lookedNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] lostUntilNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] readSequence = new long[PositionTable.POSITIONS_MAX];
    private final long[] readNs = new long[PositionTable.POSITIONS_MAX];
    private int sweepSlot;
    private long violations;

    /**
     * A checker over the whole state.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param limits      counters.
     * @param entries     stopped by a violation.
     * @param timers      of the core.
     * @param reads       and venues.
     * @param ladder      closes.
     * @param flat        proves flat.
     * @param guard       of stops.
     * @param watch       measures.
     * @param deadline    bounds.
     * @param ledger      results.
     */
    public InvariantChecker(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final Limits limits,
            final EntrySwitch entries,
            final Timers timers,
            final Reads reads,
            final CloseLadder ladder,
            final FlatRule flat,
            final StopGuard guard,
            final NakedWatch watch,
            final ProtectDeadline deadline,
            final Ledger ledger) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.limits = limits;
        this.entries = entries;
        this.timers = timers;
        this.reads = reads;
        this.ladder = ladder;
        this.flat = flat;
        this.guard = guard;
        this.watch = watch;
        this.deadline = deadline;
        this.ledger = ledger;
    }

    // Commands, before they are put out.

    @Override
    public boolean allowsEntry(final Position position, final long quantity, final long stopLevel) {
        final int template = PlaceEntryEncoder.TEMPLATE_ID;
        final int id = position.instrumentId();
        if (position.id() != 0 || position.entry() != null) {
            return withhold(position, Invariant.I6, template, position.id(), 0);
        }
        final boolean isPriced = prices.isMarkFresh(id) || policy.markMaxAgeNs() == 0 && prices.isBookFresh(id);
        if (!isPriced) {
            return withhold(position, Invariant.I11, template, prices.mark(id), FixedPoint.NULL);
        }
        final boolean isAttached = VenueTraits.of(position.venue()).attachesStops();
        if (isAttached ? !isLevel(position, stopLevel) : stopLevel != FixedPoint.NULL) {
            return withhold(position, Invariant.I1, template, stopLevel, 0);
        }
        if (isUnread(position)) {
            return withhold(position, Invariant.I5, template, 0, 1);
        }
        return true;
    }

    @Override
    public boolean allowsStop(
            final Position position,
            final OrderRole role,
            final long level,
            final long quantity,
            final boolean closePosition,
            final MoveRule rule) {
        final int template = PlaceStopEncoder.TEMPLATE_ID;
        final long confirmed = guard.confirmedLevel(position);
        final boolean mayLoosen =
                rule == MoveRule.ENTRY_CORRECTION || rule == MoveRule.ADOPTION || rule == MoveRule.OPERATOR;
        if (role == OrderRole.STOP && !mayLoosen && confirmed != 0 && Coverage.isBetter(position, confirmed, level)) {
            return withhold(position, Invariant.I2, template, level, confirmed);
        }
        if (role == OrderRole.ANCHOR && level != guard.anchorLevel(position)) {
            return withhold(position, Invariant.I2, template, level, guard.anchorLevel(position));
        }
        if (!FixedPoint.isOnStep(level, instruments.at(position.instrumentId()).tickSize()) || level <= 0) {
            return withhold(position, Invariant.I1, template, level, 0);
        }
        final boolean isSized = closePosition ? quantity == 0 : quantity > 0 && quantity <= position.quantity();
        if (!isSized || position.quantity() == 0) {
            return withhold(position, Invariant.I3, template, quantity, position.quantity());
        }
        if (isUnread(position)) {
            return withhold(position, Invariant.I5, template, 0, 1);
        }
        if (TrailingStop.isByPrice(rule) && !prices.isMarkFresh(position.instrumentId())) {
            return withhold(position, Invariant.I11, template, prices.mark(position.instrumentId()), 0);
        }
        return role == OrderRole.ANCHOR ? allowsAnchor(position) : allowsWorking(position);
    }

    private boolean isLevel(final Position position, final long level) {
        return level > 0
                && FixedPoint.isOnStep(
                        level, instruments.at(position.instrumentId()).tickSize());
    }

    @Override
    public boolean allowsStopMove(final Position position, final long level, final MoveRule rule) {
        final int template = MoveStopEncoder.TEMPLATE_ID;
        final long confirmed = guard.confirmedLevel(position);
        if (confirmed != 0 && Coverage.isBetter(position, confirmed, level) && !mayLoosen(position, rule)) {
            return withhold(position, Invariant.I2, template, level, confirmed);
        }
        if (!isLevel(position, level)) {
            return withhold(position, Invariant.I1, template, level, 0);
        }
        if (position.quantity() == 0) {
            return withhold(position, Invariant.I3, template, 0, position.quantity());
        }
        if (isUnread(position)) {
            return withhold(position, Invariant.I5, template, 0, 1);
        }
        if (TrailingStop.isByPrice(rule) && !prices.isMarkFresh(position.instrumentId())) {
            return withhold(position, Invariant.I11, template, prices.mark(position.instrumentId()), 0);
        }
        final OrderSlot order = position.attachedStop();
        final boolean isMoving = order != null && order.isOpen() && (order.isMoveInFlight() || order.isMovePending());
        return !isMoving || withhold(position, Invariant.I7, template, 2, 1);
    }

    /** Once, before the trail, within its time of the last fill; or because somebody said so. */
    private boolean mayLoosen(final Position position, final MoveRule rule) {
        if (rule == MoveRule.ENTRY_CORRECTION) {
            return time.nowNs() - position.lastFillNs() <= CORRECTION_SECONDS * policy.wallSecondNs();
        }
        return rule == MoveRule.ADOPTION || rule == MoveRule.OPERATOR;
    }

    private boolean allowsAnchor(final Position position) {
        final int open = count(position, OrderRole.ANCHOR, false);
        return open == 0 || withhold(position, Invariant.I6, PlaceStopEncoder.TEMPLATE_ID, open + 1, 1);
    }

    private boolean allowsWorking(final Position position) {
        final int unresolved = count(position, OrderRole.STOP, true);
        if (unresolved > 0) {
            return withhold(position, Invariant.I7, PlaceStopEncoder.TEMPLATE_ID, unresolved + 1, 1);
        }
        final int open = count(position, OrderRole.STOP, false);
        return open < WORKING_MAX
                || withhold(position, Invariant.I7, PlaceStopEncoder.TEMPLATE_ID, open + 1, WORKING_MAX);
    }

    private static int count(final Position position, final OrderRole role, final boolean onlyUnresolved) {
        int count = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() == role && (onlyUnresolved ? order.isUnresolved() : order.isOpen())) {
                count++;
            }
        }
        return count;
    }

    @Override
    public boolean allowsResend(final Position position, final OrderSlot order) {
        if (order.isAttached()) {
            return allowsSettingAgain(position, order);
        }
        final boolean isUnknown = order.state() == OrderState.UNKNOWN || order.state() == OrderState.ACKNOWLEDGED;
        return order.isStop() && isUnknown
                || withhold(
                        position,
                        Invariant.I6,
                        PlaceStopEncoder.TEMPLATE_ID,
                        order.state().ordinal(),
                        OrderState.UNKNOWN.ordinal());
    }

    /** The last value again, after what became of the attempt before was said, or nobody will say it. */
    private boolean allowsSettingAgain(final Position position, final OrderSlot order) {
        final int template = MoveStopEncoder.TEMPLATE_ID;
        if (position.quantity() == 0) {
            return withhold(position, Invariant.I3, template, 0, 1);
        }
        if (isUnread(position)) {
            return withhold(position, Invariant.I5, template, 0, 1);
        }
        final boolean isOwed = order.isUnresolved() || order.isMovePending();
        return isOwed && !order.isMoveInFlight() || withhold(position, Invariant.I7, template, 2, 1);
    }

    @Override
    public boolean allowsCancel(final Position position, final OrderSlot order) {
        final int template = CancelStopEncoder.TEMPLATE_ID;
        if (isUnread(position)) {
            return withhold(position, Invariant.I5, template, 0, 1);
        }
        if (position.quantity() == 0) {
            return position.isEntryEnded() || withhold(position, Invariant.I5, template, 0, 1);
        }
        final long rest = Coverage.bestLevelWithout(position, order);
        final long confirmed = guard.confirmedLevel(position);
        final boolean isLoosened = rest == 0 || confirmed != 0 && Coverage.isBetter(position, confirmed, rest);
        if (position.isLettingGo()) {
            return true;
        }
        final boolean isCovering = Coverage.isFull(position, order);
        final boolean isBroken = guard.isBreaking(position) && rest != 0;
        return !isCovering || !isLoosened || isBroken || withhold(position, Invariant.I2, template, rest, confirmed);
    }

    @Override
    public boolean allowsClose(final Position position, final long quantity) {
        final int template = CloseAtMarketEncoder.TEMPLATE_ID;
        if (quantity <= 0 || quantity > position.quantity()) {
            return withhold(position, Invariant.I3, template, quantity, position.quantity());
        }
        if (Coverage.isClosing(position)) {
            return withhold(position, Invariant.I6, template, 2, 1);
        }
        return !isUnread(position) || withhold(position, Invariant.I5, template, 0, 1);
    }

    @Override
    public boolean allowsExit(final Position position, final long quantity, final long price) {
        final int template = PlaceExitEncoder.TEMPLATE_ID;
        if (quantity <= 0 || quantity > position.quantity()) {
            return withhold(position, Invariant.I3, template, quantity, position.quantity());
        }
        final int open = count(position, OrderRole.EXIT, false);
        if (open > 0) {
            return withhold(position, Invariant.I7, template, open + 1, 1);
        }
        return allowsExitAt(position, price, template);
    }

    @Override
    public boolean allowsExitMove(
            final Position position, final OrderSlot order, final long quantity, final long price) {
        final int template = MoveExitEncoder.TEMPLATE_ID;
        final long left = quantity - order.filled();
        if (left <= 0 || left > position.quantity()) {
            return withhold(position, Invariant.I3, template, left, position.quantity());
        }
        if (!order.isExit() || order.state() != OrderState.LIVE) {
            return withhold(position, Invariant.I6, template, order.state().ordinal(), OrderState.LIVE.ordinal());
        }
        if (order.isMovePending() || order.isCancelInFlight()) {
            return withhold(position, Invariant.I7, template, 2, 1);
        }
        return allowsExitAt(position, price, template);
    }

    /** A limit exit gives up a price: it needs a fresh one, and no close beside it. */
    private boolean allowsExitAt(final Position position, final long price, final int template) {
        if (isUnread(position)) {
            return withhold(position, Invariant.I5, template, 0, 1);
        }
        if (ladder.isClosing(position)) {
            return withhold(position, Invariant.I3, template, 1, 0);
        }
        final int id = position.instrumentId();
        if (price <= 0 || !FixedPoint.isOnStep(price, instruments.at(id).tickSize()) || !prices.isMarkFresh(id)) {
            return withhold(position, Invariant.I11, template, price, prices.mark(id));
        }
        return true;
    }

    @Override
    public boolean allowsExitCancel(final Position position, final OrderSlot order) {
        return order.isExit() && !isUnread(position)
                || withhold(position, Invariant.I5, CancelOrderEncoder.TEMPLATE_ID, 0, 1);
    }

    private boolean isUnread(final Position position) {
        final VenueView venue = reads.venue(position.venue());
        return venue.isRestarting() || venue.isBlind();
    }

    private boolean withhold(
            final Position position,
            final Invariant invariant,
            final int templateId,
            final long actual,
            final long expected) {
        violations++;
        decisions.commandWithheld(
                position.id(), position.instrumentId(), position.venue(), actual, expected, templateId, invariant);
        violated(position, invariant);
        return false;
    }

    private void violated(final Position position, final Invariant invariant) {
        entries.violated();
        decisions.alertRaised(
                position.id(),
                position.instrumentId(),
                position.venue(),
                invariant.value(),
                0,
                AlertCode.INVARIANT_VIOLATED);
    }

    // Positions, after an event.

    /**
     * Checks a position that an event touched.
     *
     * @param position of the table.
     */
    public void check(final Position position) {
        final int slot = position.slot();
        if (position.phase() == PositionPhase.NONE) {
            checkFree(position);
            return;
        }
        if (checkedId[slot] != position.id()) {
            begin(position);
        }
        judge(position, Invariant.I1, isProtected(position));
        judge(position, Invariant.I2, isMonotone(position));
        judge(position, Invariant.I3, position.exitQuantity() <= position.entryQuantity() + added(position));
        judge(position, Invariant.I4, isOpeningInTime(position));
        judge(position, Invariant.I6, hasDistinctIds(position));
        judge(position, Invariant.I7, isWithinOrders(position));
        judge(position, Invariant.I12, isClearedInTime(position));
        judge(position, Invariant.I10, countedMoney(position) == limits.money(slot));
    }

    private void begin(final Position position) {
        final int slot = position.slot();
        checkedId[slot] = position.id();
        lastConfirmed[slot] = 0;
        lastRebases[slot] = 0;
        broken[slot] = 0;
        verifiedNs[slot] = 0;
        excusedNs[slot] = 0;
        lookedNs[slot] = time.nowNs();
        lostUntilNs[slot] = 0;
        readSequence[slot] = 0;
        readNs[slot] = time.nowNs();
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        broken[slot] = 0;
        lastConfirmed[slot] = 0;
        lastRebases[slot] = 0;
        checkedId[slot] = 0;
        verifiedNs[slot] = 0;
        excusedNs[slot] = 0;
        lookedNs[slot] = 0;
        lostUntilNs[slot] = 0;
        readSequence[slot] = 0;
        readNs[slot] = 0;
    }

    /** One position per event in turn, whatever the event was. */
    public void sweep() {
        if (positions.limit() == 0) {
            return;
        }
        sweepSlot = sweepSlot + 1 < positions.limit() ? sweepSlot + 1 : 0;
        check(positions.at(sweepSlot));
    }

    private boolean isProtected(final Position position) {
        final int slot = position.slot();
        final long lastNs = lookedNs[slot];
        lookedNs[slot] = time.nowNs();
        noteRead(position);
        if (position.quantity() == 0 || position.openedNs() == 0 || position.isGuarded() || isSurelyCovered(position)) {
            excusedNs[slot] = 0;
            return true;
        }
        return isExcused(position) && isExcuseInTime(position, lastNs);
    }

    private void noteRead(final Position position) {
        final int slot = position.slot();
        if (reads.appliedSequence(position) != readSequence[slot]) {
            readSequence[slot] = reads.appliedSequence(position);
            readNs[slot] = time.nowNs();
        }
    }

    private boolean isSurelyCovered(final Position position) {
        return Coverage.bestCertainLevelWithout(position, null) != 0
                // The rules look at it with the next timer.
                || watch.isExecuting(position, Timers.RESOLUTION_NS)
                || guard.foreignAnchor(position) != 0 && isReadLately(position);
    }

    private boolean isReadLately(final Position position) {
        final long intervalNs = policy.reconcileIntervalNs();
        return intervalNs == 0 || time.nowNs() - readNs[position.slot()] <= FOREIGN_READS * intervalNs;
    }

    private boolean isExcused(final Position position) {
        return reads.venue(position.venue()).isRestarting()
                || ladder.isClosing(position)
                || deadline.isInTime(position)
                || watch.isCovered(position);
    }

    /** The last read shows nothing to protect, but an order in question keeps it from being believed. */
    private boolean isShownGone(final Position position) {
        return readSequence[position.slot()] != 0 && reads.shownQuantity(position) == 0 && isReadLately(position);
    }

    /** Time counts while the venue can be reached and takes what we send; a held overload is told by its extensions. */
    private boolean isExcuseInTime(final Position position, final long lastNs) {
        final int slot = position.slot();
        final VenueView venue = reads.venue(position.venue());
        if (venue.startedNs() > lastNs) {
            // While the process was down nobody could look: it begins anew, as the deadline does.
            excusedNs[slot] = 0;
        }
        final long lostNs = Answers.lostNs(position, lostUntilNs[slot]);
        if (lostNs > 0) {
            lostUntilNs[slot] = time.nowNs();
            excusedNs[slot] = Math.max(0, excusedNs[slot] - lostNs);
        }
        if (!venue.isBlind()
                && !deadline.isHeld(position)
                && !isShownGone(position)
                && !Answers.isTurnedAway(position, time.nowNs(), policy.protectDeadlineNs())) {
            final long passedNs = time.nowNs() - Math.max(lastNs, venue.startedNs());
            excusedNs[slot] += Math.min(passedNs, LOOK_SECONDS_MAX * policy.wallSecondNs());
        }
        return excusedNs[slot] <= EXCUSED_SECONDS * policy.wallSecondNs();
    }

    /** The best confirmed level never gets worse. */
    private boolean isMonotone(final Position position) {
        final int slot = position.slot();
        final long confirmed = guard.confirmedLevel(position);
        final boolean isRebased = guard.rebases(position) != lastRebases[slot];
        lastRebases[slot] = guard.rebases(position);
        final boolean isWorse = lastConfirmed[slot] != 0
                && !isRebased
                && (confirmed == 0 || Coverage.isBetter(position, lastConfirmed[slot], confirmed));
        lastConfirmed[slot] = confirmed;
        return !isWorse;
    }

    private static long added(final Position position) {
        return Math.max(0, position.adjustment());
    }

    private boolean isOpeningInTime(final Position position) {
        return position.phase() != PositionPhase.OPENING
                || isUnread(position)
                || time.nowNs() - openingSinceNs(position) <= OPENING_SECONDS * policy.wallSecondNs();
    }

    /** The time of an open counts while the venue can be reached and answers about it. */
    private long openingSinceNs(final Position position) {
        final OrderSlot entry = position.entry();
        final long answeringNs = entry == null ? 0 : entry.unansweredNs();
        final long availableNs =
                Math.max(answeringNs, reads.venue(position.venue()).availableSinceNs());
        return Math.max(position.requestedNs(), availableNs);
    }

    /** Sixty-four shelves first: only when two orders meet on one are their ids compared, which is rare. */
    private static boolean hasDistinctIds(final Position position) {
        long taken = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.state() != OrderState.FREE) {
                final long shelf = 1L << shelf(order);
                if ((taken & shelf) != 0) {
                    return isEachFoundAsItself(position);
                }
                taken |= shelf;
            }
        }
        return true;
    }

    /** The lower half for the working stops, whose revisions follow each other; the upper for the few others. */
    private static int shelf(final OrderSlot order) {
        return order.role() == OrderRole.STOP
                ? order.revision() & SHELF_MASK
                : SHELF_MASK + 1 + (order.revision() * ROLES + order.role().ordinal() & SHELF_MASK);
    }

    private static boolean isEachFoundAsItself(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.state() != OrderState.FREE
                    && position.find(order.role(), order.revision(), order.epochSeconds()) != order) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWithinOrders(final Position position) {
        int unresolved = 0;
        int working = 0;
        int anchors = 0;
        int exits = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isOpen() && order.isExit() && !order.isCancelRequested()) {
                exits++;
            } else if (order.isOpen() && order.isStop()) {
                final boolean isWorking = order.role() == OrderRole.STOP;
                working += isWorking ? 1 : 0;
                anchors += isWorking ? 0 : 1;
                unresolved += isWorking && order.isUnresolved() ? 1 : 0;
            }
        }
        return unresolved <= 1 && working <= WORKING_MAX && anchors <= 1 && exits <= 1;
    }

    /**
     * Proven flat, it must leave the table: every order is terminal and a read that was asked for after the last word about
     * it shows nothing. The time begins anew with a start, which tells that nothing was done meanwhile.
     */
    private boolean isClearedInTime(final Position position) {
        final int slot = position.slot();
        if (!flat.isProven(position)) {
            verifiedNs[slot] = 0;
            return true;
        }
        if (verifiedNs[slot] == 0) {
            verifiedNs[slot] = time.nowNs();
        }
        final long sinceNs =
                Math.max(verifiedNs[slot], reads.venue(position.venue()).startedNs());
        return time.nowNs() - sinceNs <= FLAT_SECONDS * policy.wallSecondNs();
    }

    private void checkFree(final Position position) {
        final int slot = position.slot();
        checkedId[slot] = 0;
        final boolean isClear = timers.deadlineNs(slot) == Timers.NEVER
                && !position.hasOpenOrder()
                && watch.nakedSince(position) == 0
                && !ladder.isClosing(position)
                && limits.money(slot) == 0;
        judge(position, Invariant.I12, isClear);
    }

    private void judge(final Position position, final Invariant invariant, final boolean isKept) {
        final int slot = position.slot();
        final int bit = 1 << invariant.value();
        if (isKept) {
            broken[slot] &= ~bit;
        } else if ((broken[slot] & bit) == 0) {
            broken[slot] |= bit;
            violations++;
            violated(position, invariant);
            // A protective intent is decided anew.
            positions.touch(position);
        }
    }

    private void correctMoney() {
        for (int slot = 0; slot < positions.limit(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                limits.money(slot, countedMoney(positions.at(slot)));
            }
        }
    }

    /** Money in a position by its size and basis; an entry in flight holds what was asked for, one of others none of ours. */
    private long countedMoney(final Position position) {
        final boolean isOurs = position.openedNs() != 0 && !position.isGuarded();
        final long average = isOurs ? position.entryAverage() : 0;
        return average == 0
                ? limits.money(position.slot())
                : FixedPoint.money(average, position.quantity(), Rounding.CEILING);
    }

    /** Counts again what the counters count (I10); after each event that is not a price. */
    public void recount() {
        int counted = 0;
        int guarded = 0;
        int opening = 0;
        long money = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE) {
                counted++;
                guarded += position.isGuarded() ? 1 : 0;
                opening += position.openedNs() == 0 ? 1 : 0;
                money += countedMoney(position);
            }
        }
        if (counted - guarded != limits.positions()
                || counted != positions.count()
                || opening != limits.opening()
                || money != limits.exposure()) {
            violations++;
            entries.violated();
            decisions.alertRaised(0, -1, Venue.NONE, Invariant.I10.value(), counted, AlertCode.INVARIANT_VIOLATED);
            correctMoney();
            limits.correct(counted - guarded, opening, money);
        }
        final long booked = ledger.trades().sum();
        if (booked != ledger.closedPnl()) {
            violations++;
            entries.violated();
            decisions.alertRaised(0, -1, Venue.NONE, Invariant.I10.value(), booked, AlertCode.INVARIANT_VIOLATED);
            ledger.correctClosedPnl(booked);
        }
    }

    /**
     * Violations found so far, withheld commands included.
     *
     * @return the count.
     */
    public long violations() {
        return violations;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        sweepSlot = fields.of("sweepSlot", sweepSlot);
        violations = fields.of("violations", violations);
        fields.of("broken", broken, positions.used());
        fields.of("lastConfirmed", lastConfirmed, positions.used());
        fields.of("lastRebases", lastRebases, positions.used());
        fields.of("checkedId", checkedId, positions.used());
        fields.of("verifiedNs", verifiedNs, positions.used());
        fields.of("excusedNs", excusedNs, positions.used());
        fields.of("lookedNs", lookedNs, positions.used());
        fields.of("lostUntilNs", lostUntilNs, positions.used());
        fields.of("readSequence", readSequence, positions.used());
        fields.of("readNs", readNs, positions.used());
    }
}
