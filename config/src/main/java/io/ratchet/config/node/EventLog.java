package io.ratchet.config.node;

import io.ratchet.config.report.Amounts;
import io.ratchet.engine.api.EngineListener;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CloseStartedDecoder;
import io.ratchet.engine.sbe.CommandWithheldDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.EntryRefusedDecoder;
import io.ratchet.engine.sbe.ForeignExposureFoundDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopLostDecoder;
import io.ratchet.engine.sbe.StopMoveFailedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the engine does, as lines of the log: one for each event that a person would ask about. Listener thread; it may miss
 * events as any listener does, the journal has them all.
 */
final class EventLog implements EngineListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventLog.class);

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final IntFunction<String> symbols;
    private final Sink sink;
    private NodeState nodeState = NodeState.NONE;
    private long refusedSignalId = EntryRefusedDecoder.signalIdNullValue();

    /** Takes one line. */
    @FunctionalInterface
    interface Sink {
        /** One event. */
        void line(Level level, String text);
    }

    EventLog(final IntFunction<String> symbols) {
        this(symbols, (level, text) -> LOGGER.atLevel(level).log(text));
    }

    EventLog(final IntFunction<String> symbols, final Sink sink) {
        this.symbols = symbols;
        this.sink = sink;
    }

    @Override
    public void onOutput(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case NodeStateChangedDecoder.TEMPLATE_ID ->
                node(new NodeStateChangedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case PositionOpenedDecoder.TEMPLATE_ID ->
                opened(new PositionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case StopConfirmedDecoder.TEMPLATE_ID ->
                confirmed(new StopConfirmedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case TrailingActivatedDecoder.TEMPLATE_ID ->
                activated(new TrailingActivatedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case StopMovedDecoder.TEMPLATE_ID ->
                moved(new StopMovedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case StopMoveFailedDecoder.TEMPLATE_ID ->
                moveFailed(new StopMoveFailedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case StopLostDecoder.TEMPLATE_ID -> lost(new StopLostDecoder().wrapAndApplyHeader(buffer, offset, header));
            case NakedIntervalDecoder.TEMPLATE_ID ->
                naked(new NakedIntervalDecoder().wrapAndApplyHeader(buffer, offset, header));
            case CloseStartedDecoder.TEMPLATE_ID ->
                closing(new CloseStartedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case PositionClosedDecoder.TEMPLATE_ID ->
                closed(new PositionClosedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case EntryRefusedDecoder.TEMPLATE_ID ->
                refused(new EntryRefusedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case SignalConcludedDecoder.TEMPLATE_ID ->
                concluded(new SignalConcludedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case CommandWithheldDecoder.TEMPLATE_ID ->
                withheld(new CommandWithheldDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ForeignExposureFoundDecoder.TEMPLATE_ID ->
                foreign(new ForeignExposureFoundDecoder().wrapAndApplyHeader(buffer, offset, header));
            case AlertRaisedDecoder.TEMPLATE_ID ->
                alert(new AlertRaisedDecoder().wrapAndApplyHeader(buffer, offset, header));
            default -> {
                // Of no use to a person who only wants to know what happens.
            }
        }
    }

    /** The state is told for each venue; of the node there is only one. */
    private void node(final NodeStateChangedDecoder event) {
        if (event.to() != nodeState) {
            nodeState = event.to();
            info("node " + event.from() + " -> " + nodeState + ", unprotected " + event.unprotected());
        }
    }

    private void opened(final PositionOpenedDecoder event) {
        info(name(event.positionId(), event.instrumentId()) + " opened: " + event.side() + ' '
                + Amounts.quantity(event.quantity()) + " at " + Amounts.price(event.entryPrice()));
    }

    private void confirmed(final StopConfirmedDecoder event) {
        info(name(event.positionId(), event.instrumentId()) + " stop confirmed: "
                + event.clientOrderId().role() + " at " + Amounts.price(event.level()));
    }

    private void activated(final TrailingActivatedDecoder event) {
        info(name(event.positionId(), event.instrumentId()) + " trail active: price " + Amounts.price(event.price())
                + ", stop " + Amounts.price(event.level()));
    }

    private void moved(final StopMovedDecoder event) {
        info(name(event.positionId(), event.instrumentId()) + " stop moved: " + Amounts.price(event.oldLevel()) + " -> "
                + Amounts.price(event.newLevel()) + " by " + event.rule());
    }

    private void moveFailed(final StopMoveFailedDecoder event) {
        warn(name(event.positionId(), event.instrumentId()) + " stop not moved to " + Amounts.price(event.level())
                + ", the old one stays: " + event.outcome() + ' ' + event.reason() + ", failures in a row "
                + event.failures());
    }

    private void lost(final StopLostDecoder event) {
        warn(name(event.positionId(), event.instrumentId()) + " STOP LOST at " + Amounts.price(event.level()) + ": "
                + event.status());
    }

    private void naked(final NakedIntervalDecoder event) {
        if (event.cause() != NakedCause.OPEN && event.ns() > 0) {
            warn(name(event.positionId(), event.instrumentId()) + " was naked for " + Amounts.millis(event.ns()) + ": "
                    + event.cause());
        }
    }

    private void closing(final CloseStartedDecoder event) {
        info(name(event.positionId(), event.instrumentId()) + " is being closed: " + Amounts.quantity(event.quantity())
                + " by " + event.reason());
    }

    private void closed(final PositionClosedDecoder event) {
        info(name(event.positionId(), event.instrumentId()) + " closed: " + event.side() + ' '
                + Amounts.quantity(event.quantity()) + ' ' + Amounts.price(event.entryPrice()) + " -> "
                + Amounts.price(event.exitPrice()) + " by " + event.reason() + ", pnl " + Amounts.money(event.pnl())
                + " (fees " + Amounts.money(event.fees()) + ')');
    }

    private void refused(final EntryRefusedDecoder event) {
        refusedSignalId = event.signalId();
        final boolean isSignal = refusedSignalId != EntryRefusedDecoder.signalIdNullValue();
        info(symbol(event.instrumentId()) + " entry refused: " + event.side()
                + (isSignal ? " of signal " + refusedSignalId : "") + ", " + event.reason()
                + (event.outcomeReason() == OutcomeReason.NONE ? "" : " (" + event.outcomeReason() + ')'));
    }

    /** Of a refused entry its refusal was told already. */
    private void concluded(final SignalConcludedDecoder event) {
        if (event.refusal() != EntryRefusal.NONE && event.signalId() != refusedSignalId) {
            final String defect = event.refusal() == EntryRefusal.DEFECTIVE ? " (" + event.defect() + ')' : "";
            info(symbol(event.instrumentId()) + " signal " + event.signalId() + " refused: " + event.refusal()
                    + defect);
        }
    }

    private void withheld(final CommandWithheldDecoder event) {
        final String command = switch (event.commandType()) {
            case PlaceEntryDecoder.TEMPLATE_ID -> "entry";
            case PlaceStopDecoder.TEMPLATE_ID -> "stop";
            case CancelStopDecoder.TEMPLATE_ID -> "cancel of a stop";
            case CancelOrderDecoder.TEMPLATE_ID -> "cancel";
            case CloseAtMarketDecoder.TEMPLATE_ID -> "close";
            default -> "command " + event.commandType();
        };
        error(name(event.positionId(), event.instrumentId()) + " WITHHELD a " + command + " that would break "
                + event.invariant() + ": actual=" + event.actual() + " expected=" + event.expected()
                + "; entries stopped");
    }

    private void foreign(final ForeignExposureFoundDecoder event) {
        warn(symbol(event.instrumentId()) + " holds what is not ours: " + Amounts.quantity(event.quantity()));
    }

    private void alert(final AlertRaisedDecoder event) {
        final String who = event.positionId() == 0
                ? event.instrumentId() < 0 ? event.venue().name() : symbol(event.instrumentId())
                : name(event.positionId(), event.instrumentId());
        sink.line(
                isGrave(event.code()) ? Level.ERROR : Level.WARN,
                who + " ALERT " + event.code() + figures(event.code(), event.value(), event.bound()));
    }

    private static boolean isGrave(final AlertCode code) {
        return switch (code) {
            case NAKED_TOO_LONG,
                    PROTECT_EXTENDED,
                    INVARIANT_VIOLATED,
                    STOP_LOST,
                    VENUE_BLIND,
                    FOREIGN_INSTANCE,
                    HEDGE_MODE,
                    REPLAY_DIFFERS -> true;
            default -> false;
        };
    }

    /** In the unit that each code has. */
    private static String figures(final AlertCode code, final long value, final long bound) {
        return switch (code) {
            case NAKED_TOO_LONG, PROTECT_EXTENDED, READS_STALE ->
                ": " + Amounts.millis(value) + ", bound " + Amounts.millis(bound);
            case STOP_LOST -> ": level " + Amounts.price(value);
            case VENUE_BLIND, HEDGE_MODE -> "";
            case INVARIANT_VIOLATED -> ": I" + value + ", entries stopped";
            default -> ": " + value + ", bound " + bound;
        };
    }

    private String name(final long positionId, final int instrumentId) {
        return symbol(instrumentId) + " position " + positionId;
    }

    private String symbol(final int instrumentId) {
        return symbols.apply(instrumentId);
    }

    private void info(final String text) {
        sink.line(Level.INFO, text);
    }

    private void warn(final String text) {
        sink.line(Level.WARN, text);
    }

    private void error(final String text) {
        sink.line(Level.ERROR, text);
    }
}
