package io.ratchet.config.node;

import io.ratchet.config.report.Amounts;
import io.ratchet.engine.api.EngineListener;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopLostDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import io.ratchet.engine.sbe.WaveDetectedDecoder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What a person looking at the running node sees: fed by the listener thread, read by any other.
 *
 * <p>It may miss facts (the listener ring drops and counts when it is full), so nothing is decided or reported from it;
 * the final figures come from the journal.
 */
public final class NodeView implements EngineListener {
    private static final int NEWS_MAX = 8;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final StopConfirmedDecoder confirmed = new StopConfirmedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final StopLostDecoder lost = new StopLostDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final NakedIntervalDecoder naked = new NakedIntervalDecoder();
    private final NodeStateChangedDecoder state = new NodeStateChangedDecoder();
    private final WaveDetectedDecoder waveDetected = new WaveDetectedDecoder();
    private final WaveCompletedDecoder waveCompleted = new WaveCompletedDecoder();

    private final Map<Long, PositionLine> positions = new TreeMap<>();
    private final Deque<String> news = new ArrayDeque<>();
    private long wavesCompleted;
    private long positionsOpened;
    private long stopsConfirmed;
    private long stopMoves;
    private long positionsClosed;
    private long stopsLost;
    private long nakedMaxNs;
    private long pnl;
    private NodeState nodeState = NodeState.STARTING;
    private long sequence;

    /** Nothing seen yet. */
    public NodeView() {
        // All fields are set above.
    }

    /**
     * One open position as last seen.
     *
     * @param positionId   of it.
     * @param instrumentId of it.
     * @param side         of it.
     * @param quantity     1e-8.
     * @param entryPrice   1e-10.
     * @param stopLevel    last confirmed level, 1e-10; null value while there is none.
     * @param trailing     whether the trail is active.
     */
    public record PositionLine(
            long positionId,
            int instrumentId,
            PositionSide side,
            long quantity,
            long entryPrice,
            long stopLevel,
            boolean trailing) {
        PositionLine withStop(final long level) {
            return new PositionLine(positionId, instrumentId, side, quantity, entryPrice, level, trailing);
        }

        PositionLine withTrail() {
            return new PositionLine(positionId, instrumentId, side, quantity, entryPrice, stopLevel, true);
        }
    }

    /**
     * Running totals.
     *
     * @param waves      completed.
     * @param opened     positions.
     * @param confirmed  stops.
     * @param moves      of stops.
     * @param closed     positions.
     * @param lost       stops that ended without a fill.
     * @param nakedMaxNs longest naked interval, wall ns.
     * @param pnl        of closed positions, 1e-8.
     */
    public record Counts(
            long waves, long opened, long confirmed, long moves, long closed, long lost, long nakedMaxNs, long pnl) {}

    /**
     * One consistent reading.
     *
     * @param sequence  newest record seen.
     * @param nodeState of the node.
     * @param counts    running totals.
     * @param positions open ones, by id.
     * @param news      newest lines, oldest first.
     */
    public record Reading(
            long sequence, NodeState nodeState, Counts counts, List<PositionLine> positions, List<String> news) {

        /**
         * Whether no position is without a confirmed stop.
         *
         * @return whether it is so.
         */
        public boolean isEachProtected() {
            return unprotected() == 0;
        }

        /**
         * Positions without a confirmed stop.
         *
         * @return the count.
         */
        public long unprotected() {
            return positions.stream()
                    .filter(position -> position.stopLevel() == FixedPoint.NULL)
                    .count();
        }
    }

    /**
     * Reads everything at one instant. Any thread.
     *
     * @return an immutable reading.
     */
    public synchronized Reading read() {
        final Counts counts = new Counts(
                wavesCompleted,
                positionsOpened,
                stopsConfirmed,
                stopMoves,
                positionsClosed,
                stopsLost,
                nakedMaxNs,
                pnl);
        return new Reading(sequence, nodeState, counts, List.copyOf(positions.values()), List.copyOf(news));
    }

    @Override
    public synchronized void onOutput(
            final long recordSequence, final DirectBuffer buffer, final int offset, final int length) {
        sequence = recordSequence;
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case NodeStateChangedDecoder.TEMPLATE_ID -> {
                state.wrapAndApplyHeader(buffer, offset, header);
                nodeState = state.to();
                tell("node " + state.from() + " -> " + state.to());
            }
            case PositionOpenedDecoder.TEMPLATE_ID -> onOpened(buffer, offset);
            case StopConfirmedDecoder.TEMPLATE_ID -> onConfirmed(buffer, offset);
            case StopMovedDecoder.TEMPLATE_ID -> onMoved(buffer, offset);
            case StopLostDecoder.TEMPLATE_ID -> onLost(buffer, offset);
            case TrailingActivatedDecoder.TEMPLATE_ID -> {
                activated.wrapAndApplyHeader(buffer, offset, header);
                positions.computeIfPresent(activated.positionId(), (id, line) -> line.withTrail());
            }
            case PositionClosedDecoder.TEMPLATE_ID -> onClosed(buffer, offset);
            case NakedIntervalDecoder.TEMPLATE_ID -> onNaked(buffer, offset);
            case WaveDetectedDecoder.TEMPLATE_ID -> {
                waveDetected.wrapAndApplyHeader(buffer, offset, header);
                tell("wave " + Instant.ofEpochMilli(waveDetected.waveMs()) + ": " + waveDetected.signals()
                        + " signals");
            }
            case WaveCompletedDecoder.TEMPLATE_ID -> onWave(buffer, offset);
            default -> {
                // Not shown.
            }
        }
    }

    private void onOpened(final DirectBuffer buffer, final int offset) {
        opened.wrapAndApplyHeader(buffer, offset, header);
        positions.put(
                opened.positionId(),
                new PositionLine(
                        opened.positionId(),
                        opened.instrumentId(),
                        opened.side(),
                        opened.quantity(),
                        opened.entryPrice(),
                        FixedPoint.NULL,
                        false));
        positionsOpened++;
    }

    private void onConfirmed(final DirectBuffer buffer, final int offset) {
        confirmed.wrapAndApplyHeader(buffer, offset, header);
        final long level = confirmed.level();
        positions.computeIfPresent(confirmed.positionId(), (id, line) -> line.withStop(level));
        stopsConfirmed++;
    }

    private void onMoved(final DirectBuffer buffer, final int offset) {
        moved.wrapAndApplyHeader(buffer, offset, header);
        final long level = moved.newLevel();
        positions.computeIfPresent(moved.positionId(), (id, line) -> line.withStop(level));
        stopMoves++;
    }

    private void onLost(final DirectBuffer buffer, final int offset) {
        lost.wrapAndApplyHeader(buffer, offset, header);
        tell("STOP LOST: position " + lost.positionId() + " " + lost.status());
        stopsLost++;
    }

    private void onClosed(final DirectBuffer buffer, final int offset) {
        closed.wrapAndApplyHeader(buffer, offset, header);
        positions.remove(closed.positionId());
        tell("position " + closed.positionId() + " closed by " + closed.reason() + ", pnl "
                + Amounts.money(closed.pnl()));
        positionsClosed++;
        pnl += closed.pnl();
    }

    private void onNaked(final DirectBuffer buffer, final int offset) {
        naked.wrapAndApplyHeader(buffer, offset, header);
        nakedMaxNs = Math.max(nakedMaxNs, naked.ns());
    }

    private void onWave(final DirectBuffer buffer, final int offset) {
        waveCompleted.wrapAndApplyHeader(buffer, offset, header);
        tell("wave over: " + waveCompleted.opened() + " opened, " + waveCompleted.refused() + " refused of "
                + waveCompleted.signals());
        wavesCompleted++;
    }

    private void tell(final String line) {
        news.addLast(line);
        if (news.size() > NEWS_MAX) {
            news.removeFirst();
        }
    }
}
