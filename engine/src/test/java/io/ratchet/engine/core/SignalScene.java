package io.ratchet.engine.core;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.sbe.Venue;

/** Signals for a rig. */
final class SignalScene {
    private final Rig rig;
    private long nextId = 1;

    SignalScene(final Rig rig) {
        this.rig = rig;
        final Rig.ConfigChange before = rig.change;
        rig.change = config -> {
            before.apply(config);
            config.waveEnabled(Flag.YES);
        };
        rig.config();
    }

    /** Each signal is taken at once, for a fixed money. */
    void realtime() {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        new EntriesAppliedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .signalMode(SignalMode.REALTIME)
                .sizingMode(SizingMode.FIXED)
                .entryOrderType(OrderType.MARKET)
                .openingsWindowNs(900 * Rig.SECOND);
        rig.send(8 + EntriesAppliedEncoder.BLOCK_LENGTH);
    }

    /** A signal of this instant. */
    void signal(final int instrumentId, final PositionSide side) {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        new SignalReceivedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .signalId(nextId++)
                .scoreWeek(FixedPoint.QUANTITY_ONE)
                .scoreMonth(FixedPoint.QUANTITY_ONE)
                .candleOpenMs(FixedPoint.NULL)
                .createdMs(rig.nowNs / Rig.MS)
                .instrumentId(instrumentId)
                .batchId(1)
                .batchIndex(0)
                .batchSize(1)
                .venue(Venue.BINANCE)
                .side(side)
                .defect(SignalDefect.NONE)
                .symbol("X");
        rig.send(8 + SignalReceivedEncoder.BLOCK_LENGTH);
    }
}
