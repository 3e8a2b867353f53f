package io.ratchet.engine.core;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.HealthAction;
import io.ratchet.engine.sbe.Invariant;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.VenueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A life of two symbols with everything going wrong that can, by a seed: prices, opens, lost and late and refused commands,
 * stops that vanish, reads that fail or tell of two moments, feeds that break, blindness, pauses, restarts. Then everything
 * heals, and what is left must be in order.
 */
final class RandomLife {
    private static final int INSTRUMENTS = 2;
    private static final int STEPS = 300;
    private static final int HEALING_SECONDS = 130;
    private static final int OUTPUTS_MAX = 60_000;

    private final long seed;
    private final boolean isHard;
    private final Random random;
    private final Rig rig = new Rig();
    private final VenueFaults faults;
    private final VenueTruth truth;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AlertRaisedDecoder alert = new AlertRaisedDecoder();
    private int outputsSeen;
    private int rightlyTold;
    /** Told after each step. */
    Runnable eachStep = () -> {};

    private final long[] tenths = {1_000, 20_000};

    RandomLife(final long seed, final boolean isHard) {
        this.seed = seed;
        this.isHard = isHard;
        // Neighbours begin with the same number otherwise.
        random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        faults = new VenueFaults(new Random(random.nextLong()));
        truth = new VenueTruth(rig, faults);
        rig.isTelling = false;
        rig.venue.faults = faults;
        rig.venue.witness = truth;
    }

    /** Lives it; an error names the seed. */
    void run() {
        try {
            begin();
            for (int step = 0; step < STEPS; step++) {
                step();
                eachStep.run();
                check(rig.outputs.size() < OUTPUTS_MAX, "flood: outputs=" + rig.outputs.size() + " step=" + step);
            }
            heal();
            judge();
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError("ratchet.seed=" + seed + " hard=" + isHard + ": " + e.getMessage(), e);
        }
    }

    /** What the core said, for a person. */
    List<String> told() {
        final List<String> texts = new ArrayList<>();
        for (final byte[] output : rig.outputs) {
            texts.add(Texts.of(output));
        }
        return texts;
    }

    Rig rig() {
        return rig;
    }

    private void begin() {
        final int ordersMax = random.nextInt(4) == 0 ? 13 : 200;
        final OverloadPolicy overload = random.nextBoolean() ? OverloadPolicy.HOLD : OverloadPolicy.CLOSE;
        faults.isOverloadHeld = overload == OverloadPolicy.HOLD;
        final int leverage = random.nextInt(2);
        // In every other life positions grow old: limit exits that are amended, and the market in the end.
        final boolean isAging = seed % 2 != 0;
        rig.change = config -> config.conditionalOrdersMax(ordersMax)
                .overloadPolicy(overload)
                .leverage(leverage)
                .activationPpm(8_000)
                .moveMinIntervalNs(5 * Rig.SECOND)
                .breakevenPpm(4_000)
                .step1ProfitPpm(15_000)
                .step1DistancePpm(3_000)
                .emergencyStopPpm(30_000)
                .guardSweepSeconds(30)
                .healthIntervalSeconds(5)
                .healthHigh(HealthAction.ALERT)
                .healthCritical(HealthAction.TIGHTEN)
                .healthEmergency(HealthAction.CLOSE)
                .agedAfterSeconds(isAging ? 5 : 0)
                .agedGraceSeconds(10)
                .agedProgressiveSeconds(30)
                .agedCommissionPpm(1_000)
                .agedLossStepPpm(1_800_000)
                .agedMaxLossPpm(10_000)
                .agedMovePpm(1_000)
                .agedStopGapPpm(5_000)
                .agedPlacePauseSeconds(1);
        rig.start();
        rig.observer = this::observe;
        for (int i = 0; i < INSTRUMENTS; i++) {
            rig.mark(i, text(tenths[i]));
        }
        final int latencyMs = isHard ? 4_000 : 800;
        faults.latencyMaxNs = random.nextInt(3) == 0 ? 0 : (1L + random.nextInt(latencyMs)) * Rig.MS;
        faults.permille = isHard ? 100 + random.nextInt(500) : new int[] {0, 30, 100, 300}[random.nextInt(4)];
    }

    private void observe() {
        for (; outputsSeen < rig.outputs.size(); outputsSeen++) {
            header.wrap(new UnsafeBuffer(rig.outputs.get(outputsSeen)), 0);
            if (header.templateId() == AlertRaisedDecoder.TEMPLATE_ID) {
                alerted(rig.outputs.get(outputsSeen));
            }
        }
        truth.observe();
    }

    /** A position that is naked for long, or cannot be proven not to be, is told as I1; nothing else may be told. */
    private void alerted(final byte[] bytes) {
        alert.wrapAndApplyHeader(new UnsafeBuffer(bytes), 0, header);
        if (alert.code() != AlertCode.INVARIANT_VIOLATED || alert.value() != Invariant.I1.value()) {
            return;
        }
        // Where most answers are lost, what is gone at the venue stays in question for longer than the bound.
        check(
                isHard || truth.isRightlyToldNaked(alert.instrumentId()),
                "told as naked, which it is not: " + Texts.of(bytes));
        rightlyTold++;
    }

    private void step() {
        rig.pass((1 + random.nextInt(700)) * Rig.MS);
        final int i = random.nextInt(INSTRUMENTS);
        final int what = random.nextInt(1_000);
        if (what < 850) {
            price(i);
        } else if (what < (isHard ? 900 : 930)) {
            rig.mark(i, text(tenths[i]));
            rig.open(i, random.nextBoolean() ? PositionSide.LONG : PositionSide.SHORT, "0.5");
        } else if (what < 985 && faults.permille > 0) {
            mischief(i, what);
        } else if (what < 992) {
            rig.operator(OperatorAction.RESUME, 0);
        }
    }

    private void price(final int i) {
        final int range = random.nextInt(20) == 0 ? 60 : 8;
        final long changed = tenths[i] * (10_000 + (random.nextInt(2 * range + 1) - range) * 10) / 10_000;
        tenths[i] = Math.max(200, changed);
        rig.mark(i, text(tenths[i]));
    }

    private void mischief(final int i, final int what) {
        if (what < 940) {
            final FakeVenue.Order stop = rig.venue.open(random.nextBoolean() ? OrderRole.ANCHOR : OrderRole.STOP);
            if (stop != null) {
                rig.venue.lose(stop, random.nextBoolean() ? OrderStatus.CANCELED : OrderStatus.EXPIRED);
            }
        } else if (what < 948) {
            rig.venue.areReadsFailing = random.nextBoolean();
            rig.venue.areTradesFailing = random.nextBoolean();
        } else if (what < 953) {
            rig.venue.readDelayNs = random.nextInt(3) * 200L * Rig.MS;
            rig.venue.queryDelayNs = random.nextInt(3) * 400L * Rig.MS;
        } else if (what < 958) {
            rig.nowNs += (200 + random.nextInt(4_000)) * Rig.MS;
            truth.paused();
        } else if (what < 962) {
            reduce(i);
        } else if (what < 967) {
            userGap();
        } else if (what < 974) {
            blindness();
        } else {
            restart();
        }
    }

    /** A person sells a part, or all of it. */
    private void reduce(final int i) {
        final long size = rig.venue.sizes.getOrDefault(i, 0L);
        final long step = FixedPoint.QUANTITY_ONE / 1_000;
        final long part = random.nextBoolean() ? Math.abs(size) : Math.abs(size) / 2 / step * step;
        if (part > 0) {
            rig.venue.foreignTrade(i, size > 0 ? -part : part);
        }
    }

    private void userGap() {
        rig.venue.areFillsLost = true;
        rig.venue.areUpdatesLost = true;
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        truth.isUserDown = true;
        rig.pass(random.nextInt(2_000) * Rig.MS);
        rig.venue.areFillsLost = false;
        rig.venue.areUpdatesLost = false;
        rig.feedEpoch++;
        rig.feed(MarketFeed.MARKET, FeedState.UP);
        truth.isUserDown = false;
        rig.feed(MarketFeed.USER, FeedState.UP);
    }

    private void blindness() {
        truth.isBlind = true;
        rig.health(VenueState.BLIND);
        rig.pass(random.nextInt(4_000) * Rig.MS);
        truth.isBlind = false;
        rig.health(VenueState.OK);
    }

    private void restart() {
        rig.crashAndRestart((1 + random.nextInt(20)) * 500L * Rig.MS);
        truth.restarted();
    }

    private void heal() {
        faults.permille = 0;
        faults.latencyMaxNs = 0;
        rig.venue.areReadsFailing = false;
        rig.venue.areTradesFailing = false;
        rig.venue.readDelayNs = 0;
        rig.venue.queryDelayNs = 0;
        for (int second = 0; second < HEALING_SECONDS; second++) {
            rig.pass(Rig.SECOND);
            for (int i = 0; i < INSTRUMENTS; i++) {
                rig.mark(i, text(tenths[i]));
            }
        }
        rig.operator(OperatorAction.RESUME, 0);
    }

    private void judge() {
        check(rig.core.violations() == rightlyTold, "violations=" + rig.core.violations() + ": " + firstViolation());
        int open = 0;
        for (int i = 0; i < INSTRUMENTS; i++) {
            final long size = rig.venue.sizes.getOrDefault(i, 0L);
            check(truth.isProtected(i), "naked at the end: instrument=" + i + " size=" + size);
            check(size != 0 || ordersOf(i) == 0, "left over: instrument=" + i + " orders=" + ordersOf(i));
            open += size != 0 ? 1 : 0;
        }
        check(open == rig.core.openPositions(), "open: venue=" + open + " core=" + rig.core.openPositions());
        check(rig.core.nodeState() == NodeState.RUNNING, "state=" + rig.core.nodeState());
        rig.replayed();
        reopen();
        rig.replayed();
    }

    private int ordersOf(final int instrumentId) {
        int count = 0;
        for (final FakeVenue.Order order : rig.venue.orders) {
            count += order.isOpen() && !order.isHidden && order.instrumentId == instrumentId ? 1 : 0;
        }
        return count;
    }

    /** What healed works: a symbol that is flat can be opened and is protected at once. */
    private void reopen() {
        for (int i = 0; i < INSTRUMENTS; i++) {
            if (rig.venue.sizes.getOrDefault(i, 0L) == 0) {
                final int before = rig.outputs.size();
                rig.open(i, PositionSide.LONG, "0.5");
                final List<String> told = told().subList(before, rig.outputs.size());
                final boolean isOpened = rig.venue.sizes.getOrDefault(i, 0L) > 0 && truth.isProtected(i);
                check(isOpened || isRefusedRightly(told.toString()), "not opened: " + told);
            }
        }
    }

    private static boolean isRefusedRightly(final String told) {
        return told.contains("RECENT_WOULD_TRIGGER") || told.contains("CONDITIONAL_ORDERS_FULL");
    }

    private String firstViolation() {
        for (final String text : told()) {
            if (text.startsWith("CommandWithheld") || text.contains("INVARIANT_VIOLATED")) {
                return text;
            }
        }
        return "not told";
    }

    private static void check(final boolean isKept, final String what) {
        if (!isKept) {
            throw new AssertionError(what);
        }
    }

    private static String text(final long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }
}
