package io.ratchet.config.node;

import io.ratchet.config.report.Amounts;
import io.ratchet.engine.api.EngineListener;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingBookedDecoder;
import io.ratchet.engine.sbe.LedgerCorrectedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopLostDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import io.ratchet.engine.sbe.WaveDetectedDecoder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;

/**
 * What a person looking at the running node sees: fed by the listener thread, read by any other.
 *
 * <p>It may miss facts (the listener ring drops and counts when it is full), so nothing is decided or reported from it;
 * the final figures come from the journal.
 */
public final class NodeView implements EngineListener {
    private static final int NEWS_MAX = 8;

    private final IntFunction<String> symbols;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AlertRaisedDecoder alert = new AlertRaisedDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final StopConfirmedDecoder confirmed = new StopConfirmedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final StopLostDecoder lost = new StopLostDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final LedgerCorrectedDecoder corrected = new LedgerCorrectedDecoder();
    private final FundingBookedDecoder funded = new FundingBookedDecoder();
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
    private VenueLine venue = new VenueLine(VenueState.NONE, "");
    private boolean areEntriesStopped;
    private long sequence;

    /** Nothing seen yet; symbols are asked for by the id of an instrument. */
    NodeView(final IntFunction<String> symbols) {
        this.symbols = symbols;
    }

    /**
     * The exchange's health as its link last told the engine.
     *
     * @param state NONE before the first word.
     * @param text  what is wrong, empty for nothing.
     */
    public record VenueLine(VenueState state, String text) {
        /**
         * Whether entries may be sent to it.
         *
         * @return whether.
         */
        public boolean isOk() {
            return state == VenueState.OK;
        }

        /**
         * The state for people.
         *
         * @return {@code CONNECTING} before the first word.
         */
        public String stateText() {
            return state == VenueState.NONE ? "CONNECTING" : state.name();
        }

        /** For instance {@code BLIND: rest unreachable}. */
        @Override
        public String toString() {
            return stateText() + (text.isEmpty() ? "" : ": " + text);
        }
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
     * @param venue     health of the exchange.
     * @param areEntriesStopped whether nothing is opened until a person resumes.
     * @param counts    running totals.
     * @param positions open ones, by id.
     * @param news      newest lines, oldest first.
     */
    public record Reading(
            long sequence,
            NodeState nodeState,
            VenueLine venue,
            boolean areEntriesStopped,
            Counts counts,
            List<PositionLine> positions,
            List<String> news) {

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
        return new Reading(
                sequence,
                nodeState,
                venue,
                areEntriesStopped,
                counts,
                List.copyOf(positions.values()),
                List.copyOf(news));
    }

    /** The link to the exchange told the engine of its health. Thread of the link. */
    synchronized void onHealth(final VenueState state, final String text) {
        final String problems = text.endsWith("; ") ? text.substring(0, text.length() - 2) : text;
        final VenueLine told = new VenueLine(state, problems);
        if (!told.equals(venue)) {
            venue = told;
            tell("venue " + told);
        }
    }

    /** An operator's command is journaled; those of the past come first. */
    synchronized void onOperator(final OperatorAction action) {
        if (action == OperatorAction.STOP_ENTRIES) {
            areEntriesStopped = true;
        } else if (action == OperatorAction.RESUME) {
            areEntriesStopped = false;
        }
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
            case AlertRaisedDecoder.TEMPLATE_ID -> onAlert(buffer, offset);
            case PositionOpenedDecoder.TEMPLATE_ID -> onOpened(buffer, offset);
            case StopConfirmedDecoder.TEMPLATE_ID -> onConfirmed(buffer, offset);
            case StopMovedDecoder.TEMPLATE_ID -> onMoved(buffer, offset);
            case StopLostDecoder.TEMPLATE_ID -> onLost(buffer, offset);
            case TrailingActivatedDecoder.TEMPLATE_ID -> {
                activated.wrapAndApplyHeader(buffer, offset, header);
                positions.computeIfPresent(activated.positionId(), (id, line) -> line.withTrail());
                tell(symbols.apply(activated.instrumentId()) + " trail active at " + Amounts.price(activated.price()));
            }
            case PositionClosedDecoder.TEMPLATE_ID -> onClosed(buffer, offset);
            case LedgerCorrectedDecoder.TEMPLATE_ID ->
                pnl += corrected.wrapAndApplyHeader(buffer, offset, header).pnl();
            case FundingBookedDecoder.TEMPLATE_ID -> onFunding(buffer, offset);
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

    /** The core stops entries itself where it finds a promise broken. */
    private void onAlert(final DirectBuffer buffer, final int offset) {
        alert.wrapAndApplyHeader(buffer, offset, header);
        if (alert.code() == AlertCode.INVARIANT_VIOLATED) {
            areEntriesStopped = true;
            tell("INVARIANT VIOLATED: entries stopped");
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
        tell(symbols.apply(opened.instrumentId()) + " opened " + opened.side() + " "
                + Amounts.quantity(opened.quantity()) + " at " + Amounts.price(opened.entryPrice()));
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
        tell(symbols.apply(moved.instrumentId()) + " stop " + Amounts.price(moved.oldLevel()) + " -> "
                + Amounts.price(level));
        stopMoves++;
    }

    private void onLost(final DirectBuffer buffer, final int offset) {
        lost.wrapAndApplyHeader(buffer, offset, header);
        tell(symbols.apply(lost.instrumentId()) + " STOP LOST: " + lost.status());
        stopsLost++;
    }

    /** What was paid while a position was open is in the result that is told. */
    private void onFunding(final DirectBuffer buffer, final int offset) {
        funded.wrapAndApplyHeader(buffer, offset, header);
        pnl += funded.late() == Flag.YES ? funded.money() : 0;
    }

    private void onClosed(final DirectBuffer buffer, final int offset) {
        closed.wrapAndApplyHeader(buffer, offset, header);
        positions.remove(closed.positionId());
        tell(symbols.apply(closed.instrumentId()) + " closed by " + closed.reason() + ", pnl "
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
