package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFill;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimListener;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimPosition;
import io.ratchet.adapters.sim.SimSide;
import io.ratchet.adapters.sim.SimStatus;
import io.ratchet.adapters.sim.binance.WireVenue;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.sbe.OrderRole;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Judges by what is and happens at the exchange alone: what is naked and for how long, what was accepted twice, who loosened a
 * stop, who turned a position around. {@link #settle} after each event of the world.
 */
final class Truth implements SimListener {
    private static final long SECOND = 1_000_000_000L;
    /** Panic, a rung of the close ladder, and the answers. */
    private static final long NAKED_MAX_NS = 15 * SECOND;
    /** What nobody told us is found by the next read of both books, and a second one. */
    private static final long UNTOLD_MAX_NS = 75 * SECOND;

    private static final long ANCHOR_MAX_NS = 30 * SECOND;
    private static final long CORRECTION_NS = 15 * SECOND;
    private static final int WORKING_MAX = 2;
    private static final int CONDITIONALS_MAX = 200;
    /** Kept for moves; as many more may be on their way. */
    private static final int CONDITIONALS_KEPT = 20;

    private final World world;
    private final Report report;
    private final ClientOrderIds ids;
    private final OrderIdFields fields = new OrderIdFields();
    private final Map<String, SimOrder> accepted = new HashMap<>();
    private final Map<Long, String> entries = new HashMap<>();
    private final Set<String> takenAway = new HashSet<>();
    /** Stops that an operator's order replaces. */
    private final Set<SimOrder> mayGo = new HashSet<>();

    private WireVenue venue;
    private Book[] books;
    private Excuses excuses;
    private Calm calm;
    private StopsJudge stops;
    private Episodes episodes;
    private boolean isDirty;
    private long lastNs;
    private long withheldUntilNs;
    private boolean isNearlyFull;
    private long nearlyFullNs;

    /** What is known of one contract. */
    private static final class Book {
        private long quantity;
        private long nakedNs;
        private long nakedSinceNs = -1;
        private long bareNs;
        private boolean isBare;
        private long allowedNs;
        private long entryFillNs;
        private long level;
        private long wantedLevel;
        private boolean isLevelOwn;
        private boolean isForeign;
        private boolean isTouched;
        private boolean isUntold;
        private long takenNs;
        private long takenLevel;
        private boolean isAnchorUntold;
        private long longestNakedNs;
    }

    Truth(final World world, final String accountTag, final Report report) {
        this.world = world;
        this.report = report;
        ids = new ClientOrderIds(accountTag);
        lastNs = world.nowNs();
    }

    void attach(final WireVenue newVenue, final int instruments) {
        venue = newVenue;
        books = new Book[instruments];
        episodes = new Episodes(instruments);
        excuses = new Excuses(instruments);
        calm = new Calm(world, instruments);
        for (int i = 0; i < instruments; i++) {
            books[i] = new Book();
        }
    }

    /** For so long, and what it takes to find out, a position may be naked without our doing. */
    void excuse(final long ns) {
        excuses.add(world.nowNs(), world.nowNs() + ns);
    }

    /** The same for one contract. */
    void excuse(final int instrument, final long ns) {
        excuses.add(instrument, world.nowNs(), world.nowNs() + ns);
    }

    /** Who judges what is at the exchange while nothing disturbs it. */
    void judge(final StopsJudge newStops) {
        stops = newStops;
    }

    /** A stop is taken away by somebody else; untold: nobody says so. */
    void takesAway(final SimOrder stop, final boolean isUntold) {
        takenAway.add(stop.clientId());
        final Book book = books[stop.instrument().index()];
        book.takenNs = world.nowNs();
        book.takenLevel = stop.request().trigger();
        if (isUntold) {
            book.isUntold = true;
            book.isAnchorUntold |= stop.request().closePosition();
        }
    }

    /**
     * An operator moves a stop: it may be worse than before. What rests when a stop at that level is accepted may go then,
     * however long the cancellation takes.
     */
    void allowsLoosening(final int instrument, final long level) {
        books[instrument].wantedLevel = level;
    }

    /** A stop that was acknowledged rests only later: it may be proven absent before, and replaced. */
    void withholds(final long ns) {
        withheldUntilNs = Math.max(withheldUntilNs, world.nowNs() + ns);
    }

    /** A person or the venue changed the size of a position: for its account nobody else answers. */
    void touched(final int instrument) {
        books[instrument].isTouched = true;
    }

    /** A person opened or turned a position: it is not ours. */
    void meddled(final int instrument) {
        books[instrument].isForeign = true;
        stops.opened(instrument, 0);
    }

    @Override
    public void onOrder(final SimOrder order, final Execution execution, final int expiryReason) {
        isDirty = true;
        if (execution == Execution.NEW && order.parentId() == 0 && isOurs(order)) {
            accepted(order);
        }
    }

    @Override
    public void onConditional(final SimOrder order) {
        isDirty = true;
        if (order.status() == SimStatus.NEW && isOurs(order) && accepted.get(order.clientId()) != order) {
            accepted(order);
        }
        if (order.status() == SimStatus.REJECTED) {
            calm.disturb(order.instrument().index(), CORRECTION_NS);
        }
        if (order.status() == SimStatus.CANCELED && venue.isServing() && !takenAway.contains(order.clientId())) {
            cancelledByUs(order);
        }
    }

    @Override
    public void onFill(final SimFill fill) {
        isDirty = true;
        final SimOrder order = fill.order();
        final int sign = order.request().side().sign();
        final long after = fill.positionAfter();
        final long before = after - sign * fill.quantity();
        final Book book = books[order.instrument().index()];
        final boolean isOurs = isOurs(order);
        final boolean isEntry = isOurs && fields.role() == OrderRole.ENTRY;
        final long positionId = isEntry ? fields.positionId() : 0;
        episodes.onFill(fill, before, positionId, !isOurs || fill.liquidation() || fill.adl(), world.nowNs());
        if (isEntry) {
            book.entryFillNs = world.nowNs();
        } else if (isOurs) {
            demand(
                    Long.signum(before) * Long.signum(after) >= 0 && Math.abs(after) <= Math.abs(before),
                    "I3 exit",
                    "an exit changed a position: id=" + order.clientId() + " before=" + before + " after=" + after);
        }
        if (before == 0) {
            report.position();
            book.isForeign = !isOurs;
            book.isTouched = false;
            book.bareNs = 0;
            stops.opened(order.instrument().index(), isEntry ? positionId : 0);
        }
    }

    @Override
    public void onAccount(final SimPosition position, final long walletBalance) {
        isDirty = true;
    }

    @Override
    public void onFunding(final SimPosition position, final long money, final long walletBalance, final long timeMs) {
        episodes.onFunding(position.instrument().index(), money);
    }

    /** What the exchange's own book says of each position. */
    Episodes episodes() {
        return episodes;
    }

    /** When somebody else was at fault. */
    Excuses excuses() {
        return excuses;
    }

    /** When nothing was done to anything. */
    Calm calm() {
        return calm;
    }

    @Override
    public void onLeverage(final SimInstrument instrument) {
        // Judged by what comes of it.
    }

    /** After an event: what has become of each position. */
    void settle() {
        final long nowNs = world.nowNs();
        final long passedNs = nowNs - lastNs;
        lastNs = nowNs;
        noteNearlyFull();
        for (int i = 0; i < books.length; i++) {
            final Book book = books[i];
            final boolean isExcused = excuses.holdsAt(i, nowNs);
            if (book.nakedSinceNs >= 0) {
                episodes.naked(i, passedNs);
                book.nakedNs += isExcused ? 0 : passedNs;
                demand(
                        book.isForeign || book.nakedNs <= book.allowedNs,
                        "I1 naked",
                        "instrument=" + i + " quantity=" + book.quantity + " naked ms=" + book.nakedNs / 1_000_000
                                + " expected<=" + book.allowedNs / 1_000_000 + " since ms="
                                + (nowNs - book.nakedSinceNs) / 1_000_000 + " ago");
            }
            judgeAnchor(i, book, isExcused ? 0 : passedNs);
            if (isDirty) {
                look(i, book, nowNs);
            }
        }
        isDirty = false;
        stops.settle();
    }

    /** Beside what moves there is a stop for the whole position, which does not. */
    private void judgeAnchor(final int instrument, final Book book, final long passedNs) {
        book.bareNs = book.isBare ? book.bareNs + passedNs : 0;
        // Nobody can know of it before the next read: as long as for a position that is naked altogether.
        final long allowedNs = book.isAnchorUntold ? UNTOLD_MAX_NS : ANCHOR_MAX_NS;
        demand(
                book.isForeign || book.isTouched || book.bareNs <= allowedNs,
                "anchor missing",
                "instrument=" + instrument + " quantity=" + book.quantity + " for ms=" + book.bareNs / 1_000_000);
    }

    /** Whether no stop covers whatever the size becomes. */
    private boolean isBare(final int instrument, final long quantity) {
        for (final SimOrder order : exchange().openConditionals(instrument)) {
            if (order.request().closePosition()
                    && order.request().side() == (quantity > 0 ? SimSide.SELL : SimSide.BUY)) {
                return false;
            }
        }
        return quantity != 0;
    }

    private void look(final int instrument, final Book book, final long nowNs) {
        final long quantity = exchange().position(instrument).quantity();
        if (quantity == 0 || Long.signum(quantity) != Long.signum(book.quantity)) {
            book.level = 0;
            book.isUntold = false;
            book.nakedSinceNs = -1;
        }
        book.quantity = quantity;
        final long level = quantity == 0 ? 0 : bestLevel(instrument, quantity);
        book.isBare = isBare(instrument, quantity);
        book.isAnchorUntold &= book.isBare;
        if (quantity != 0 && level == 0 && !isEnding(instrument, quantity)) {
            if (book.nakedSinceNs < 0) {
                book.nakedSinceNs = nowNs;
                book.nakedNs = 0;
                book.allowedNs = book.isUntold ? UNTOLD_MAX_NS : NAKED_MAX_NS;
            }
        } else if (book.nakedSinceNs >= 0) {
            book.longestNakedNs = Math.max(book.longestNakedNs, nowNs - book.nakedSinceNs);
            book.nakedSinceNs = -1;
            book.isUntold = false;
        }
        book.level = level;
    }

    /** Somebody else took what was to stay in its place, and the node may not know. */
    private boolean isTakenInstead(final Book book, final long level, final long quantity) {
        return book.takenLevel != 0
                && world.nowNs() - book.takenNs <= UNTOLD_MAX_NS
                && !isWorse(book.takenLevel, level, quantity);
    }

    /** A cancel of ours is right only if what stays covers as well. */
    private void cancelledByUs(final SimOrder stop) {
        final int instrument = stop.instrument().index();
        final long quantity = exchange().position(instrument).quantity();
        if (quantity == 0 || !isOurs(stop) || stop.request().side().sign() == Long.signum(quantity)) {
            return;
        }
        final Book book = books[instrument];
        final boolean wasCovering = stop.request().closePosition() || stop.quantity() >= Math.abs(quantity);
        if (!wasCovering || isEnding(instrument, quantity)) {
            return;
        }
        final long left = bestLevel(instrument, quantity);
        final boolean isCorrection = world.nowNs() - book.entryFillNs <= CORRECTION_NS || mayGo.contains(stop);
        demand(
                left != 0 || book.isForeign,
                "I1 cancel before place",
                "id=" + stop.clientId() + " quantity=" + quantity);
        demand(
                left == 0
                        || isCorrection
                        || book.isForeign
                        || isNearlyFull
                        || world.nowNs() - nearlyFullNs <= UNTOLD_MAX_NS
                        || isTakenInstead(book, stop.request().trigger(), quantity)
                        || !isWorse(left, stop.request().trigger(), quantity),
                "I2 loosened",
                "id=" + stop.clientId() + " level=" + stop.request().trigger() + " left=" + left + " quantity="
                        + quantity);
    }

    /**
     * With so few conditional orders left the working stop is cancelled first, under its anchor. What others have placed or
     * taken back since is known to the node only by its next read.
     */
    private void noteNearlyFull() {
        if (isNearlyFull) {
            nearlyFullNs = world.nowNs();
        }
        if (isDirty) {
            int count = 0;
            for (int i = 0; i < books.length; i++) {
                count += exchange().openConditionals(i).size();
            }
            isNearlyFull = count >= CONDITIONALS_MAX - CONDITIONALS_KEPT;
        }
    }

    private void accepted(final SimOrder order) {
        final String id = order.clientId();
        final SimOrder earlier = accepted.put(id, order);
        demand(
                earlier == null || takenAway.contains(id) || earlier.status() == SimStatus.EXPIRED,
                "I6 accepted twice",
                "id=" + id + " earlier=" + (earlier == null ? "" : earlier.status()));
        final long quantity = exchange().position(order.instrument().index()).quantity();
        final int sign = order.request().side().sign();
        final Book book = books[order.instrument().index()];
        if (fields.role() == OrderRole.ENTRY) {
            final String other = entries.put(fields.positionId(), id);
            demand(other == null, "I6 second entry", "position=" + fields.positionId() + " ids=" + other + "," + id);
            return;
        }
        demand(
                order.request().reduceOnly() || order.request().closePosition(),
                "I3 not reduce-only",
                "id=" + id + " role=" + fields.role());
        if (order.request().type().conditional()) {
            if (order.request().trigger() == book.wantedLevel) {
                mayGo.addAll(exchange().openConditionals(order.instrument().index()));
            }
            demand(
                    quantity == 0 || book.isForeign || sign != Long.signum(quantity),
                    "I1 side of a stop",
                    "id=" + id + " side=" + order.request().side() + " quantity=" + quantity);
            demand(
                    quantity == 0
                            || book.isForeign
                            || order.request().closePosition()
                            || order.quantity() >= Math.abs(quantity)
                            || hasEarlierCover(order, quantity),
                    "I1 stop does not cover",
                    "id=" + id + " of " + order.quantity() + " for " + quantity);
            final int working = working(order);
            demand(
                    working <= WORKING_MAX || world.nowNs() < withheldUntilNs,
                    "I9 working stops",
                    "position=" + fields.positionId() + " count=" + working);
        }
    }

    private boolean hasEarlierCover(final SimOrder order, final long quantity) {
        return bestLevel(order.instrument().index(), quantity) != 0;
    }

    private int working(final SimOrder like) {
        final long position = fields.positionId();
        int count = 0;
        for (final SimOrder order :
                exchange().openConditionals(like.instrument().index())) {
            if (order.status() == SimStatus.NEW
                    && isOurs(order)
                    && fields.role() == OrderRole.STOP
                    && fields.positionId() == position) {
                count++;
            }
        }
        isOurs(like);
        return count;
    }

    /** Best level of the stops that cover all of a position; 0 when none does. */
    long bestLevel(final int instrument, final long quantity) {
        long best = 0;
        for (final SimOrder order : exchange().openConditionals(instrument)) {
            final boolean isRight = order.request().side() == (quantity > 0 ? SimSide.SELL : SimSide.BUY)
                    && (order.status() == SimStatus.NEW || order.status() == SimStatus.TRIGGERING)
                    && (order.request().closePosition()
                            || order.request().reduceOnly() && order.quantity() >= Math.abs(quantity));
            final long level = order.request().trigger();
            if (isRight && (best == 0 || isWorse(best, level, quantity))) {
                best = level;
            }
        }
        return best;
    }

    /** A reduce-only order that takes the rest is resting: a triggered stop on its way, a close. */
    private boolean isEnding(final int instrument, final long quantity) {
        for (final SimOrder order : exchange().openConditionals(instrument)) {
            if (order.status() == SimStatus.TRIGGERED || order.status() == SimStatus.TRIGGERING) {
                return order.request().side() == (quantity > 0 ? SimSide.SELL : SimSide.BUY);
            }
        }
        return false;
    }

    /** After the faults are over and a minute has passed. */
    void converged() {
        for (int i = 0; i < books.length; i++) {
            final long quantity = exchange().position(i).quantity();
            demand(
                    quantity == 0 || books[i].isForeign || bestLevel(i, quantity) != 0,
                    "I20 naked at the end",
                    "instrument=" + i + " quantity=" + quantity);
            for (final SimOrder order : exchange().openConditionals(i)) {
                demand(
                        quantity != 0 || !isOurs(order),
                        "I12 left over",
                        "instrument=" + i + " id=" + order.clientId() + " status=" + order.status());
            }
            for (final SimOrder order : exchange().openOrders(i)) {
                demand(
                        quantity != 0 || !isOurs(order),
                        "I12 left over",
                        "instrument=" + i + " id=" + order.clientId() + " status=" + order.status());
            }
        }
    }

    private static boolean isWorse(final long level, final long than, final long quantity) {
        return quantity > 0 ? level < than : level > than;
    }

    private boolean isOurs(final SimOrder order) {
        return ids.parse(order.clientId(), fields.clear()) && fields.positionId() != Hands.IMPOSTOR_POSITION;
    }

    private SimExchange exchange() {
        return venue.exchange();
    }

    private static void demand(final boolean isKept, final String invariant, final String evidence) {
        if (!isKept) {
            throw new Violation(invariant, evidence);
        }
    }
}
