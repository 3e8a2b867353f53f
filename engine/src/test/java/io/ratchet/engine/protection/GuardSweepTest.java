package io.ratchet.engine.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A sweep of many positions comes in slices. */
class GuardSweepTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int POSITIONS = 150;

    private final EngineTime time = new EngineTime();
    private final Policy policy = new Policy();
    private final PositionTable positions = new PositionTable();
    private final GuardSweep sweep = new GuardSweep(time, policy, positions);
    private long nowNs = SECOND;

    private void open(final int count) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .clockSpeedMilli(1_000)
                .guardSweepSeconds(300);
        policy.apply(new ConfigAppliedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()));
        time.advance(1, nowNs);
        for (int i = 0; i < count; i++) {
            positions.claim(i, Venue.BINANCE, PositionSide.LONG, nowNs);
        }
        touched();
    }

    private List<Integer> touched() {
        final List<Integer> slots = new ArrayList<>();
        for (Position position = positions.pollTouched(); position != null; position = positions.pollTouched()) {
            slots.add(position.slot());
        }
        return slots;
    }

    private List<Integer> sweepAtNext() {
        nowNs = Math.max(nowNs, sweep.nextNs());
        time.advance(2, nowNs);
        sweep.run();
        return touched();
    }

    @Test
    void shouldLookAtEachPositionOnceInSlices() {
        open(POSITIONS);
        final long beganNs = nowNs;
        final List<Integer> all = new ArrayList<>();
        final List<Integer> sizes = new ArrayList<>();
        while (all.size() < POSITIONS) {
            final List<Integer> slice = sweepAtNext();
            sizes.add(slice.size());
            all.addAll(slice);
        }
        assertEquals(List.of(64, 64, 22), sizes);
        assertEquals(POSITIONS, new HashSet<>(all).size());
        assertEquals(beganNs + 300 * SECOND, sweep.nextNs(), "the next one counts from the beginning of this one");
    }

    @Test
    void shouldBeginAnewAtAStart() {
        open(POSITIONS);
        assertEquals(64, sweepAtNext().size());
        sweep.onNodeStarted();
        assertEquals(0, sweepAtNext().get(0));
    }

    @Test
    void shouldTouchNothingBetweenSweeps() {
        open(10);
        assertEquals(10, sweepAtNext().size());
        time.advance(3, nowNs + 299 * SECOND);
        sweep.run();
        assertEquals(List.of(), touched());
    }
}
