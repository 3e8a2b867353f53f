package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CloseStartedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** What the journal states of each position that is open, and why it lets one be closed. */
final class Stated implements RecordJudge {
    private final Contracts contracts;
    private final Calm calm;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final StopConfirmedDecoder confirmed = new StopConfirmedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final CloseStartedDecoder closing = new CloseStartedDecoder();
    private final Map<Long, One> open = new TreeMap<>();

    /** One position. */
    static final class One {
        final int instrument;
        final boolean isLong;
        private long level;
        private long closingNs;

        private One(final int instrument, final boolean isLong) {
            this.instrument = instrument;
            this.isLong = isLong;
        }

        /** The best level that was told to rest, 0 for none. */
        long level() {
            return level;
        }

        /** Since when it is being closed, 0 if it is not. */
        long closingNs() {
            return closingNs;
        }
    }

    Stated(final Contracts contracts, final Calm calm) {
        this.contracts = contracts;
        this.calm = calm;
    }

    /** What is said of a position; null when it is not said to be open. */
    One of(final long positionId) {
        return open.get(positionId);
    }

    /** Positions that are said to be open. */
    Map<Long, One> open() {
        return open;
    }

    @Override
    public void forget() {
        open.clear();
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case PositionOpenedDecoder.TEMPLATE_ID:
                opened.wrapAndApplyHeader(buffer, offset, header);
                open.put(
                        opened.positionId(),
                        new One(contracts.index(opened.instrumentId()), opened.side() == PositionSide.LONG));
                break;
            case PositionClosedDecoder.TEMPLATE_ID:
                open.remove(closed.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            case StopConfirmedDecoder.TEMPLATE_ID:
                confirmed.wrapAndApplyHeader(buffer, offset, header);
                onLevel(confirmed.positionId(), confirmed.level(), false);
                break;
            case TrailingActivatedDecoder.TEMPLATE_ID:
                activated.wrapAndApplyHeader(buffer, offset, header);
                onLevel(activated.positionId(), activated.level(), false);
                break;
            case StopMovedDecoder.TEMPLATE_ID:
                moved.wrapAndApplyHeader(buffer, offset, header);
                onLevel(moved.positionId(), moved.newLevel(), true);
                break;
            case CloseStartedDecoder.TEMPLATE_ID:
                onClosing(closing.wrapAndApplyHeader(buffer, offset, header));
                break;
            default:
                break;
        }
    }

    /** A move says where the stop is now; a confirmation may be that of the other one. */
    private void onLevel(final long positionId, final long level, final boolean isMove) {
        final One one = open.get(positionId);
        if (one != null && (isMove || one.level == 0 || (one.isLong ? level > one.level : level < one.level))) {
            one.level = level;
        }
    }

    private void onClosing(final CloseStartedDecoder close) {
        final One one = open.get(close.positionId());
        if (one != null && one.closingNs == 0) {
            one.closingNs = close.timeNs();
        }
        final int instrument = contracts.index(close.instrumentId());
        JournalOracle.demand(
                close.reason() != CloseReason.PROTECT_DEADLINE
                        || instrument == Contracts.NONE
                        || !calm.heldSince(instrument, close.timeNs()),
                "I1 not protected in time",
                "position=" + close.positionId() + " was closed by its protect deadline, undisturbed");
    }
}
