package io.ratchet.config.simulate;

import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.sbe.AgedPhaseChangedDecoder;
import io.ratchet.engine.sbe.AgedTargetDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.EntryRefusedDecoder;
import io.ratchet.engine.sbe.ExitOrderMovedDecoder;
import io.ratchet.engine.sbe.ExitOrderPlacedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopMoveSkippedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Facts as JSON lines: {@code fact, seq, time_ms, venue, symbol, position}, then what the fact is about. Prices,
 * quantities and money are decimal strings with as many decimals as they need; a field without a value is null.
 */
final class FactLines {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_HOUR = 3_600_000_000_000L;
    private static final int HOUR_DECIMALS = 10;
    private static final long HOUR_ONE = 10_000_000_000L;
    /** A loss in 1e-12 is a percentage with 10 decimals. */
    private static final int LOSS_PERCENT_DECIMALS = 10;

    private final OutputStream out;
    private final SymbolTable symbols;
    private final boolean isVerbose;
    private final StringBuilder line = new StringBuilder(256);
    private final Map<String, Long> counts = new TreeMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final StopConfirmedDecoder confirmed = new StopConfirmedDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final StopMoveSkippedDecoder skipped = new StopMoveSkippedDecoder();
    private final NakedIntervalDecoder naked = new NakedIntervalDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final AgedTargetDecoder agedTarget = new AgedTargetDecoder();
    private final AgedPhaseChangedDecoder agedPhase = new AgedPhaseChangedDecoder();
    private final ExitOrderPlacedDecoder exitPlaced = new ExitOrderPlacedDecoder();
    private final ExitOrderMovedDecoder exitMoved = new ExitOrderMovedDecoder();
    private final EntryRefusedDecoder refused = new EntryRefusedDecoder();
    private final SignalConcludedDecoder concluded = new SignalConcludedDecoder();
    private long sequence;

    FactLines(final OutputStream out, final SymbolTable symbols, final boolean isVerbose) {
        this.out = out;
        this.symbols = symbols;
        this.isVerbose = isVerbose;
    }

    /** Lines so far. */
    long count() {
        return sequence;
    }

    /** Prints a fact if it is one of those that {@code simulate} shows. */
    void onFact(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case PositionOpenedDecoder.TEMPLATE_ID -> opened(opened.wrapAndApplyHeader(buffer, offset, header));
            case StopConfirmedDecoder.TEMPLATE_ID -> confirmed(confirmed.wrapAndApplyHeader(buffer, offset, header));
            case TrailingActivatedDecoder.TEMPLATE_ID ->
                activated(activated.wrapAndApplyHeader(buffer, offset, header));
            case StopMovedDecoder.TEMPLATE_ID -> moved(moved.wrapAndApplyHeader(buffer, offset, header));
            case StopMoveSkippedDecoder.TEMPLATE_ID -> skipped(skipped.wrapAndApplyHeader(buffer, offset, header));
            case NakedIntervalDecoder.TEMPLATE_ID -> naked(naked.wrapAndApplyHeader(buffer, offset, header));
            case PositionClosedDecoder.TEMPLATE_ID -> closed(closed.wrapAndApplyHeader(buffer, offset, header));
            case AgedTargetDecoder.TEMPLATE_ID -> agedTarget(agedTarget.wrapAndApplyHeader(buffer, offset, header));
            case AgedPhaseChangedDecoder.TEMPLATE_ID -> agedPhase(agedPhase.wrapAndApplyHeader(buffer, offset, header));
            case ExitOrderPlacedDecoder.TEMPLATE_ID ->
                exitPlaced(exitPlaced.wrapAndApplyHeader(buffer, offset, header));
            case ExitOrderMovedDecoder.TEMPLATE_ID -> exitMoved(exitMoved.wrapAndApplyHeader(buffer, offset, header));
            case EntryRefusedDecoder.TEMPLATE_ID -> refused(refused.wrapAndApplyHeader(buffer, offset, header));
            case SignalConcludedDecoder.TEMPLATE_ID -> concluded(concluded.wrapAndApplyHeader(buffer, offset, header));
            default -> {
                // The other facts are about the node and the venue, not about the rules that simulate shows.
            }
        }
    }

    private void opened(final PositionOpenedDecoder fact) {
        begin("PositionOpened", fact.timeNs(), fact.instrumentId(), fact.positionId());
        text("side", fact.side().name());
        quantity("quantity", fact.quantity());
        price("entry", fact.entryPrice());
        end();
    }

    /** Only the first stop: a working stop is told by the move that asked for it. */
    private void confirmed(final StopConfirmedDecoder fact) {
        if (fact.closePosition() == Flag.YES) {
            begin("StopConfirmed", fact.timeNs(), fact.instrumentId(), fact.positionId());
            price("level", fact.level());
            end();
        }
    }

    private void activated(final TrailingActivatedDecoder fact) {
        begin("TrailingActivated", fact.timeNs(), fact.instrumentId(), fact.positionId());
        price("price", fact.price());
        price("level", fact.level());
        end();
    }

    private void moved(final StopMovedDecoder fact) {
        begin("StopMoved", fact.timeNs(), fact.instrumentId(), fact.positionId());
        price("old", fact.oldLevel());
        price("new", fact.newLevel());
        text("rule", lower(fact.rule()));
        end();
    }

    private void skipped(final StopMoveSkippedDecoder fact) {
        if (isVerbose) {
            begin("StopMoveSkipped", fact.timeNs(), fact.instrumentId(), fact.positionId());
            text("reason", lower(fact.reason()));
            number("missing", fact.missing());
            end();
        }
    }

    private void naked(final NakedIntervalDecoder fact) {
        begin("NakedInterval", fact.timeNs(), fact.instrumentId(), fact.positionId());
        text("cause", lower(fact.cause()));
        number("ns", fact.ns());
        end();
    }

    private void agedTarget(final AgedTargetDecoder fact) {
        if (isVerbose) {
            begin("AgedTarget", fact.timeNs(), fact.instrumentId(), fact.positionId());
            decimal("H", hours(fact.agedNs()), HOUR_DECIMALS);
            decimal("loss_percent", fact.lossPico(), LOSS_PERCENT_DECIMALS);
            price("target", fact.target());
            end();
        }
    }

    /** Half even where the hours have no end. */
    private static long hours(final long ns) {
        return FixedPoint.mulDiv(ns, HOUR_ONE, NS_PER_HOUR, Rounding.HALF_EVEN);
    }

    private void agedPhase(final AgedPhaseChangedDecoder fact) {
        begin("AgedPhaseChanged", fact.timeNs(), fact.instrumentId(), fact.positionId());
        text("phase", lower(fact.to()));
        price("target", fact.target());
        decimal("loss_percent", fact.lossPico(), LOSS_PERCENT_DECIMALS);
        end();
    }

    private void exitPlaced(final ExitOrderPlacedDecoder fact) {
        begin("ExitOrderPlaced", fact.timeNs(), fact.instrumentId(), fact.positionId());
        price("price", fact.price());
        end();
    }

    private void exitMoved(final ExitOrderMovedDecoder fact) {
        begin("ExitOrderMoved", fact.timeNs(), fact.instrumentId(), fact.positionId());
        price("old", fact.oldPrice());
        price("new", fact.newPrice());
        end();
    }

    private void closed(final PositionClosedDecoder fact) {
        begin("PositionClosed", fact.timeNs(), fact.instrumentId(), fact.positionId());
        text("reason", lower(fact.reason()));
        price("exit", fact.exitPrice());
        quantity("pnl", fact.pnl());
        quantity("fees", fact.fees());
        end();
    }

    /** Of a signal, its conclusion tells: it also covers those that no entry was tried for. */
    private void refused(final EntryRefusedDecoder fact) {
        if (fact.signalId() == FixedPoint.NULL) {
            refused(fact.timeNs(), fact.instrumentId(), fact.reason());
        }
    }

    private void concluded(final SignalConcludedDecoder fact) {
        if (fact.refusal() != EntryRefusal.NONE) {
            refused(fact.timeNs(), fact.instrumentId(), fact.refusal());
        }
    }

    private void refused(final long timeNs, final int instrumentId, final EntryRefusal reason) {
        begin("EntryRefused", timeNs, instrumentId, 0);
        text("reason", reason.name());
        end();
    }

    /**
     * The last line.
     *
     * @param timeMs of the last event.
     * @param hash   over the payloads of all inputs and outputs.
     */
    void summary(final long timeMs, final long hash) {
        final StringBuilder all = new StringBuilder();
        for (final Map.Entry<String, Long> count : counts.entrySet()) {
            all.append(all.isEmpty() ? "" : ",")
                    .append('"')
                    .append(count.getKey())
                    .append("\":")
                    .append(count.getValue());
        }
        begin("Summary", timeMs * NS_PER_MS, -1, 0);
        line.append(",\"counts\":{").append(all).append('}');
        text("hash", String.format("%016x", hash));
        end();
        flush();
    }

    void flush() {
        try {
            out.flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void begin(final String fact, final long timeNs, final int instrumentId, final long positionId) {
        counts.merge(fact, 1L, Long::sum);
        line.setLength(0);
        line.append("{\"fact\":\"").append(fact).append("\",\"seq\":").append(++sequence);
        line.append(",\"time_ms\":").append(timeNs / NS_PER_MS);
        if (instrumentId >= 0) {
            text("venue", lower(symbols.venue(instrumentId)));
            text("symbol", symbols.name(instrumentId));
        } else {
            line.append(",\"venue\":null,\"symbol\":null");
        }
        line.append(",\"position\":");
        if (positionId > 0) {
            line.append(positionId);
        } else {
            line.append("null");
        }
    }

    private void text(final String name, final String value) {
        line.append(",\"").append(name).append("\":\"").append(value).append('"');
    }

    private void number(final String name, final long value) {
        line.append(",\"").append(name).append("\":").append(value);
    }

    private void price(final String name, final long price) {
        decimal(name, price, FixedPoint.PRICE_DECIMALS);
    }

    private void quantity(final String name, final long quantity) {
        decimal(name, quantity, FixedPoint.QUANTITY_DECIMALS);
    }

    private void decimal(final String name, final long value, final int decimals) {
        if (value == FixedPoint.NULL) {
            line.append(",\"").append(name).append("\":null");
        } else {
            text(name, Decimals.toText(value, decimals));
        }
    }

    private void end() {
        line.append("}\n");
        try {
            out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
