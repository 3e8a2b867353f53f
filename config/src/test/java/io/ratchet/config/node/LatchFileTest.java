package io.ratchet.config.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.LatchRelease;
import io.ratchet.engine.sbe.LatchReleasedEncoder;
import io.ratchet.engine.sbe.LatchRestoredDecoder;
import io.ratchet.engine.sbe.LatchSetEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatchFileTest {
    @TempDir
    Path dir;

    private final Restored restored = new Restored();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    /** What becomes an input of the new journal. */
    private static final class Restored implements Ingress {
        final List<String> inputs = new ArrayList<>();
        boolean isFull;

        @Override
        public boolean offer(final MutableDirectBuffer message, final int offset, final int length) {
            if (isFull) {
                return false;
            }
            final LatchRestoredDecoder latch =
                    new LatchRestoredDecoder().wrapAndApplyHeader(message, offset, new MessageHeaderDecoder());
            inputs.add(latch.protection() + " " + latch.instrumentId() + " " + latch.side() + " " + latch.untilNs());
            return true;
        }

        @Override
        public void price(
                final int instrumentId,
                final int feedEpoch,
                final long mark,
                final long last,
                final long bid,
                final long ask,
                final long venueTimeMs) {
            throw new AssertionError("a latch is no price");
        }

        @Override
        public long nowNs() {
            return 0;
        }
    }

    private LatchFile file(final String... symbols) {
        return LatchFile.in(dir, id -> symbols[id]);
    }

    private void set(final LatchFile latches, final Protection protection, final int instrument, final long untilNs) {
        new LatchSetEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .instrumentId(instrument)
                .venue(Venue.BINANCE)
                .untilNs(untilNs)
                .protection(protection)
                .side(PositionSide.NONE);
        latches.onOutput(1, buffer, 0, 256);
    }

    private void released(final LatchFile latches, final Protection protection, final int instrument) {
        new LatchReleasedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .instrumentId(instrument)
                .venue(Venue.BINANCE)
                .heldNs(1)
                .protection(protection)
                .side(PositionSide.NONE)
                .cause(LatchRelease.EXPIRED);
        latches.onOutput(1, buffer, 0, 256);
    }

    @Test
    void shouldCarryLatchesIntoANewJournalWhoseInstrumentsHaveOtherNumbers() {
        final LatchFile before = file("AUSDT", "BUSDT");
        set(before, Protection.KILL_SWITCH, -1, Long.MAX_VALUE);
        set(before, Protection.STOPLOSS_GUARD, 1, 500);
        set(before, Protection.STOPLOSS_GUARD, 1, 600);
        set(before, Protection.COOLDOWN_PERIOD, 0, 700);
        released(before, Protection.COOLDOWN_PERIOD, 0);
        final LatchFile after = file("BUSDT", "AUSDT");
        after.restore(restored);
        assertEquals(List.of("KILL_SWITCH -1 NONE " + Long.MAX_VALUE), restored.inputs);
        after.defined(restored, 1);
        after.defined(restored, 0);
        after.defined(restored, 0);
        assertEquals(List.of("KILL_SWITCH -1 NONE " + Long.MAX_VALUE, "STOPLOSS_GUARD 0 NONE 600"), restored.inputs);
    }

    @Test
    void shouldOfferAgainWhatTheRingDidNotTake() {
        set(file("AUSDT"), Protection.STOPLOSS_GUARD, 0, 500);
        final LatchFile after = file("AUSDT");
        after.restore(restored);
        restored.isFull = true;
        after.defined(restored, 0);
        restored.isFull = false;
        after.defined(restored, 0);
        assertEquals(List.of("STOPLOSS_GUARD 0 NONE 500"), restored.inputs);
    }

    @Test
    void shouldRestoreNothingWithoutAFileAndLeaveOutWhatIsBroken() throws IOException {
        file("AUSDT").restore(restored);
        assertEquals(List.of(), restored.inputs);
        Files.writeString(
                dir.resolve("latches"), "KILL_SWITCH\nNO_SUCH * NONE 5\nDAILY_LOSS * NONE x\nDAILY_LOSS * NONE 7\n");
        file("AUSDT").restore(restored);
        assertEquals(List.of("DAILY_LOSS -1 NONE 7"), restored.inputs);
    }
}
