package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.VenueState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Faults at random, many at a time; no promise breaks while they last, and all is well soon after they end. */
final class ChaosTest {
    private static final int SEEDS = Integer.getInteger("ratchet.chaos.seeds", 60);
    private static final int STEPS = 150;
    private static final OutcomeReason[] REFUSALS = {
        OutcomeReason.OVERLOAD,
        OutcomeReason.RATE_LIMITED,
        OutcomeReason.INVALID_REQUEST,
        OutcomeReason.UNLISTED,
        OutcomeReason.PRICE_BAND,
        OutcomeReason.REDUCE_ONLY_REJECTED
    };

    @Test
    void shouldKeepItsPromisesThroughFaultsAndConvergeAfterThem() {
        final long first = Long.getLong("ratchet.seed", 1L);
        System.out.println("ratchet.seed=" + first + " seeds=" + SEEDS);
        int opened = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            opened += run(seed);
        }
        System.out.println("positions opened=" + opened);
        assertTrue(opened > SEEDS);
    }

    private static int run(final long seed) {
        final Random random = new Random(seed);
        final Rig rig = Rig.running(config -> config.reopenBlockNs(0).maxExposureMoney(0));
        final long[] cents = {10_000, 200_000};
        rig.venue.latency = seed % 2 == 0 ? null : new Random(seed);
        long told = 0;
        try {
            for (int step = 0; step < STEPS; step++) {
                step(rig, random, cents);
                told = judge(rig, told);
            }
            converge(rig, cents);
            assertEquals(told, rig.core.violations(), "violation");
            rig.replayed();
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", rig.texts), e);
        }
        return rig.all("PositionOpened").size();
    }

    /** Nothing breaks, but that a position is naked for too long because no read succeeds; then it must be told. */
    private static long judge(final Rig rig, final long told) {
        final long violations = rig.core.violations();
        if (violations != told) {
            final List<String> alerts = rig.all("AlertRaised").stream()
                    .filter(alert -> alert.contains("code=INVARIANT_VIOLATED"))
                    .collect(Collectors.toList());
            assertEquals(violations, alerts.size());
            final String last = alerts.get(alerts.size() - 1);
            assertEquals(told + 1, violations, "violation");
            assertTrue(rig.venue.areReadsFailing && last.contains(" value=1 "), "violation: " + last);
            rig.operator(OperatorAction.RESUME, 0);
        }
        return violations;
    }

    private static void step(final Rig rig, final Random random, final long[] cents) {
        final int instrument = random.nextInt(2);
        switch (random.nextInt(14)) {
            case 0:
                rig.open(instrument, random.nextBoolean() ? PositionSide.LONG : PositionSide.SHORT, "1");
                break;
            case 1:
                rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, fate(random), refusal(random));
                break;
            case 2:
                rig.venue.next(CancelStopDecoder.TEMPLATE_ID, fate(random), refusal(random));
                break;
            case 3:
                rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, fate(random), refusal(random));
                break;
            case 4:
                rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, fate(random), refusal(random));
                break;
            case 5:
                rig.venue.next(QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
                break;
            case 6:
                rig.venue.areReadsFailing = random.nextInt(3) == 0;
                rig.venue.readDelayNs = random.nextInt(400) * Rig.MS;
                break;
            case 7:
                rig.venue.areFillsLost = random.nextInt(3) == 0;
                rig.feed(MarketFeed.USER, rig.venue.areFillsLost ? FeedState.DOWN : FeedState.UP);
                break;
            case 8:
                lose(rig, random);
                break;
            case 9:
                rig.health(random.nextInt(4) == 0 ? VenueState.BLIND : VenueState.OK);
                break;
            case 10:
                if (random.nextInt(4) == 0) {
                    rig.crashAndRestart((1 + random.nextInt(8)) * Rig.SECOND);
                }
                break;
            case 11:
                if (random.nextInt(4) == 0) {
                    rig.nowNs += random.nextInt(20_000) * Rig.MS;
                    rig.tick();
                }
                break;
            default:
                break;
        }
        rig.pass(random.nextInt(1_500) * Rig.MS);
        move(rig, random, cents, 0);
        move(rig, random, cents, 1);
    }

    private static void move(final Rig rig, final Random random, final long[] cents, final int instrument) {
        cents[instrument] =
                Math.max(1_000, cents[instrument] + (long) (random.nextGaussian() * cents[instrument] * 0.006));
        mark(rig, cents, instrument);
    }

    private static void mark(final Rig rig, final long[] cents, final int instrument) {
        rig.mark(instrument, BigDecimal.valueOf(cents[instrument], 2).toPlainString());
    }

    private static Fate fate(final Random random) {
        final Fate[] fates = {Fate.REFUSED, Fate.NOT_SENT, Fate.UNKNOWN_DONE, Fate.UNKNOWN_LOST, Fate.DONE};
        return fates[random.nextInt(fates.length)];
    }

    private static OutcomeReason refusal(final Random random) {
        return REFUSALS[random.nextInt(REFUSALS.length)];
    }

    private static void lose(final Rig rig, final Random random) {
        final FakeVenue.Order order = rig.venue.open(random.nextBoolean() ? OrderRole.STOP : OrderRole.ANCHOR);
        if (order != null) {
            rig.venue.areUpdatesLost = random.nextInt(3) == 0;
            rig.venue.lose(order, random.nextBoolean() ? OrderStatus.CANCELED : OrderStatus.EXPIRED);
            rig.venue.areUpdatesLost = false;
        }
    }

    private static void converge(final Rig rig, final long[] cents) {
        rig.venue.next.clear();
        rig.venue.areReadsFailing = false;
        rig.venue.areFillsLost = false;
        rig.venue.readDelayNs = 50 * Rig.MS;
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.health(VenueState.OK);
        for (int second = 0; second < 75; second++) {
            rig.pass(Rig.SECOND);
            mark(rig, cents, 0);
            mark(rig, cents, 1);
        }
        int held = 0;
        for (int instrument = 0; instrument < 2; instrument++) {
            final long size = rig.venue.sizes.getOrDefault(instrument, 0L);
            held += size != 0 ? 1 : 0;
            final int stops = stops(rig, instrument);
            assertTrue(size == 0 ? stops == 0 : stops >= 1 && stops <= 2, "size=" + size + " stops=" + stops);
        }
        assertEquals(held, rig.core.openPositions(), "positions");
        assertEquals(0, rig.core.unprotectedCount(), "unprotected");
        assertEquals(
                rig.all("PositionOpened").size() - held,
                rig.all("PositionFlatVerified").size(),
                "every end is verified");
    }

    private static int stops(final Rig rig, final int instrument) {
        int count = 0;
        for (final FakeVenue.Order order : rig.venue.orders) {
            count += order.isStop() && order.isOpen() && !order.isHidden && order.instrumentId == instrument ? 1 : 0;
        }
        return count;
    }
}
