package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.SimFault.Kind;
import io.ratchet.adapters.sim.SimFault.Operation;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PositionSide;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives at Bybit, in half of them with positions at Binance in the same core: late and lost answers, refusals,
 * overload, answers that precede resting, positions that are shown late, people who take stops away or trade, deleveraging,
 * gaps, reads that fail, crashes in any moment. Judged by the exchange: whatever is open has a stop over its size, or is
 * gone in time; afterwards all is calm. {@code -Dratchet.seed=N} runs one, {@code -Dratchet.seeds=N} that many.
 */
class BybitLivesTest {
    private static final int SEEDS = 64;

    static LongStream seeds() {
        final String seeds = System.getProperty("ratchet.seed");
        return seeds != null
                ? Arrays.stream(seeds.split(",")).mapToLong(Long::parseLong)
                : LongStream.rangeClosed(1, Integer.getInteger("ratchet.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldProtectWhatIsOpenAndConverge(final long seed) {
        final Life life = new Life(seed);
        try {
            life.live();
        } catch (final AssertionError e) {
            throw new AssertionError("ratchet.seed=" + seed + " " + e.getMessage() + "\n" + life.context(), e);
        }
    }

    @Test
    void shouldMeetWhatItClaimsToMeet() {
        long opened = 0;
        long moved = 0;
        long lost = 0;
        long triggered = 0;
        for (long seed = 1; seed <= 6; seed++) {
            final Life life = new Life(seed);
            life.live();
            opened += life.rig.count("PositionOpened");
            moved += life.rig.count("StopMoved");
            lost += life.rig.count("StopLost");
            triggered += life.rig.told("PositionClosed").stream()
                    .filter(text -> text.contains("reason=STOP") || text.contains("reason=TRAIL_STOP"))
                    .count();
        }
        System.out.println("opened=" + opened + " moved=" + moved + " lost=" + lost + " triggered=" + triggered);
        assertTrue(opened > 20 && moved > 10 && lost > 5 && triggered > 5, "a life in which little happens");
    }

    private static final class Life {
        private static final int STEPS = 500;
        private static final long NAKED_MAX_NS = 15 * CoreRig.SECOND;
        private static final long UNREAD_NS = 10 * CoreRig.SECOND;
        private static final long FAULT_NS = 10 * CoreRig.SECOND;

        private final SplittableRandom random;
        private final CoreRig rig;
        private final long[] marks = {1_000, 2_000, 1_000, 2_000};
        private final long[] nakedNs = new long[2];
        private final long[] allowedNs = new long[2];
        private final int instruments;
        private long lastNs;
        private boolean isAvailable = true;
        private long readsFailSinceNs;
        private long readsFailUntilNs;
        private int rightlyTold;
        private int textsSeen;
        private int people;

        Life(final long seed) {
            random = new SplittableRandom(seed);
            rig = new CoreRig(SimConfig.matchingOnly().withFillParts(1 + random.nextInt(3)), seed);
            rig.change = config -> config.moveMinIntervalNs(5 * CoreRig.SECOND)
                    .activationPpm(6_000)
                    .callbackPpm(3_000);
            instruments = random.nextBoolean() ? 2 : 4;
        }

        void live() {
            rig.begin();
            rig.observer = this::observe;
            rig.latency = () ->
                    random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * random.nextDouble() * 800) * CoreRig.MS;
            rig.exchange().slow(random.nextInt(3) * 200L, random.nextInt(3) * 8_000L);
            for (int step = 0; step < STEPS; step++) {
                rig.pass((1 + random.nextInt(600)) * CoreRig.MS);
                act();
                if (rig.isDead) {
                    die();
                }
            }
            heal();
            judge();
        }

        private void act() {
            final int id = random.nextInt(instruments);
            final int what = random.nextInt(1_000);
            if (what < 780) {
                move(id);
            } else if (what < 850) {
                rig.mark(id, price(id));
                rig.open(id, random.nextBoolean() ? PositionSide.LONG : PositionSide.SHORT, "0.5");
            } else if (what < 880) {
                fault();
            } else if (what < 910) {
                takeAway(random.nextInt(2));
            } else if (what < 925) {
                trade(id);
            } else if (what < 930) {
                rig.venue(id).exchange().deleverage(index(id), CoreRig.quantity("0.1"));
                rig.drain();
            } else if (what < 940) {
                userGap();
            } else if (what < 950) {
                failReads(random.nextBoolean());
            } else if (what < 965) {
                rig.exchange().slow(random.nextInt(4) * 250L, random.nextInt(4) * 8_000L);
            } else if (what < 975) {
                rig.crashAt = rig.commands + 1 + random.nextInt(6);
                rig.isCrashExecuted = random.nextBoolean();
            } else if (what < 980) {
                rig.isDead = true;
            } else {
                rig.operator(OperatorAction.RESUME, 0, io.ratchet.engine.market.FixedPoint.NULL);
            }
        }

        private static int index(final int id) {
            return id < 2 ? id : id - 2;
        }

        private long price(final int id) {
            return marks[id] * (io.ratchet.engine.market.FixedPoint.PRICE_ONE / 10);
        }

        private void move(final int id) {
            final int range = random.nextInt(25) == 0 ? 30 : 6;
            marks[id] = Math.max(300, marks[id] + marks[id] * (random.nextInt(2 * range + 1) - range) / 1_000);
            rig.mark(id, price(id));
        }

        private void fault() {
            final Operation operation = random.nextInt(3) == 0 ? Operation.PLACE_ORDER : Operation.PLACE_ALGO;
            final SimFault fault = switch (random.nextInt(8)) {
                case 0 -> SimFault.of(operation, Kind.DROP_REPLY);
                case 1 -> SimFault.of(operation, Kind.DROP_REQUEST);
                case 2 -> SimFault.of(operation, Kind.OVERLOAD);
                case 3 -> SimFault.refuse(operation, 10006, "too many visits");
                case 4 -> SimFault.refuse(Operation.PLACE_ALGO, 110009, "too many stops");
                case 5 -> SimFault.refuse(Operation.PLACE_ALGO, 34040, "not modified");
                case 6 -> SimFault.refuse(Operation.PLACE_ORDER, 110118, "no liquidity");
                default -> SimFault.of(Operation.PLACE_ORDER, Kind.PARTIAL);
            };
            rig.bybit.faults().add(fault, 1 + random.nextInt(3));
            forgive();
        }

        /** What is in the way costs time. */
        private void forgive() {
            allowedNs[0] += FAULT_NS;
            allowedNs[1] += FAULT_NS;
        }

        private void failReads(final boolean areFailing) {
            if (areFailing && !rig.areReadsFailing) {
                readsFailSinceNs = rig.nowNs;
            } else if (!areFailing && rig.areReadsFailing) {
                readsFailUntilNs = rig.nowNs;
            }
            rig.areReadsFailing = areFailing;
        }

        private void takeAway(final int id) {
            final SimExchange exchange = rig.exchange();
            final long level = exchange.stopLevel(id);
            switch (random.nextInt(4)) {
                case 0 -> exchange.stop(id, 0, true);
                case 1 ->
                    exchange.stop(
                            id,
                            level
                                    + (exchange.position(id).quantity() > 0 ? -1 : 1)
                                            * level
                                            / 100
                                            / 1_000_000_000L
                                            * 1_000_000_000L,
                            true);
                case 2 -> exchange.partialStop(id, CoreRig.quantity("0.2"), level);
                default -> {
                    if (!exchange.openConditionals(id).isEmpty()) {
                        exchange.cancelConditional(exchange.openConditionals(id).get(0));
                    }
                }
            }
            rig.drain();
        }

        private void trade(final int id) {
            final SimExchange exchange = rig.venue(id).exchange();
            final long held = exchange.position(index(id)).quantity();
            final long part = random.nextBoolean() ? Math.abs(held) : Math.abs(held) / 2 / 100_000 * 100_000;
            if (part > 0) {
                exchange.place(SimOrderRequest.market(
                        index(id), "web_" + ++people, held > 0 ? SimSide.SELL : SimSide.BUY, part, false));
                rig.drain();
            }
        }

        private void userGap() {
            isAvailable = false;
            rig.userFeed(FeedState.DOWN);
            rig.pass(random.nextInt(3_000) * CoreRig.MS);
            if (rig.isDead) {
                die();
            } else {
                rig.userFeed(FeedState.UP);
            }
            isAvailable = true;
            forgive();
        }

        private void die() {
            isAvailable = false;
            rig.restart((1 + random.nextInt(8_000)) * CoreRig.MS);
            lastNs = rig.nowNs;
            isAvailable = true;
            forgive();
        }

        /**
         * A position that is naked for long, or that no read could say anything about for long, is told as I1; nothing else
         * may be told.
         */
        private void listen() {
            while (textsSeen < rig.texts.size()) {
                final String text = rig.texts.get(textsSeen++);
                if (text.startsWith("AlertRaised") && text.contains("INVARIANT_VIOLATED")) {
                    final int id = Integer.parseInt(CoreRig.field(text, "instrumentId"));
                    final boolean isUnread = rig.areReadsFailing && rig.nowNs - readsFailSinceNs >= UNREAD_NS
                            || rig.nowNs - readsFailUntilNs < UNREAD_NS;
                    final boolean isRight = CoreRig.field(text, "value").equals("1")
                            && (isUnread || id < 2 && nakedNs[id] >= NAKED_MAX_NS);
                    check(isRight, "told as a violation, which it is not: " + text);
                    rightlyTold++;
                }
            }
        }

        /** After each input: how long is what is open at Bybit without a stop over its size. */
        private void observe() {
            listen();
            final long passedNs = lastNs == 0 ? 0 : rig.nowNs - lastNs;
            lastNs = rig.nowNs;
            for (int id = 0; id < 2; id++) {
                if (isProtected(id)) {
                    nakedNs[id] = 0;
                    allowedNs[id] = 0;
                } else {
                    nakedNs[id] += isAvailable && !rig.areReadsFailing ? passedNs : 0;
                    check(
                            nakedNs[id] <= NAKED_MAX_NS + allowedNs[id],
                            "naked for " + nakedNs[id] / CoreRig.MS + " ms: instrument=" + id + " size="
                                    + rig.size(id));
                }
            }
        }

        private boolean isProtected(final int id) {
            final long size = rig.size(id);
            long covered = 0;
            for (final SimOrder stop : rig.exchange().openConditionals(id)) {
                final boolean isRight = stop.request().side() == (size > 0 ? SimSide.SELL : SimSide.BUY);
                covered += !isRight ? 0 : PositionStops.isWhole(stop) ? Math.abs(size) : stop.quantity();
            }
            return size == 0 || covered >= Math.abs(size);
        }

        private void heal() {
            rig.crashAt = 0;
            rig.bybit.faults().clear();
            failReads(false);
            rig.latency = () -> 0;
            rig.exchange().slow(0, 0);
            for (int second = 0; second < 90; second++) {
                rig.pass(CoreRig.SECOND);
                for (int id = 0; id < CoreRig.INSTRUMENTS; id++) {
                    rig.mark(id, price(id));
                }
            }
        }

        private void judge() {
            int open = 0;
            for (int id = 0; id < CoreRig.INSTRUMENTS; id++) {
                open += rig.size(id) != 0 ? 1 : 0;
            }
            check(open == rig.core.openPositions(), "open: venues=" + open + " core=" + rig.core.openPositions());
            check(rig.core.unprotectedCount() == 0, "unprotected=" + rig.core.unprotectedCount());
            for (int id = 0; id < 2; id++) {
                check(rig.size(id) == 0 || rig.exchange().stopLevel(id) != 0, "no stop: instrument=" + id);
                check(rig.size(id) != 0 || rig.exchange().openConditionals(id).isEmpty(), "left over: " + id);
            }
            listen();
            check(rig.core.violations() == rightlyTold, "violations: " + violation());
            assertEquals(NodeState.RUNNING, rig.core.nodeState());
            rig.replayed();
        }

        private String violation() {
            return rig.texts.stream()
                    .filter(text -> text.startsWith("CommandWithheld") || text.contains("INVARIANT_VIOLATED"))
                    .findFirst()
                    .orElse("not told");
        }

        /** What was told before the first violation, else last. */
        String context() {
            final List<String> texts = rig.texts;
            int until = texts.indexOf(violation()) + 2;
            until = until < 2 ? texts.size() : Math.min(until, texts.size());
            return String.join("\n", texts.subList(Math.max(0, until - 60), until));
        }

        private static void check(final boolean isKept, final String what) {
            if (!isKept) {
                throw new AssertionError(what);
            }
        }
    }
}
