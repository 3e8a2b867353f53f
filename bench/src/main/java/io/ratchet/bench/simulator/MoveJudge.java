package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.LatchReleasedDecoder;
import io.ratchet.engine.sbe.LatchSetDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/**
 * Commands by the journal alone: one move and one exit in flight (I7), ids used once (I6), no entry on an old price (I11),
 * counts of waves and positions that are what they count (I10).
 */
final class MoveJudge implements RecordJudge {
    /** How long a signal waits for leverage and its answer at most. */
    private static final long ADMISSION_NS = 10_000_000_000L;

    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConfigAppliedDecoder config = new ConfigAppliedDecoder();
    private final EntriesAppliedDecoder policy = new EntriesAppliedDecoder();
    private final PriceDecoder price = new PriceDecoder();
    private final PlaceStopDecoder stop = new PlaceStopDecoder();
    private final PlaceEntryDecoder entry = new PlaceEntryDecoder();
    private final PlaceExitDecoder exit = new PlaceExitDecoder();
    private final MoveExitDecoder moveExit = new MoveExitDecoder();
    private final OrderUpdateDecoder update = new OrderUpdateDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final SignalConcludedDecoder concluded = new SignalConcludedDecoder();
    private final WaveCompletedDecoder completed = new WaveCompletedDecoder();
    private final Map<Long, Flight> flights = new HashMap<>();
    private final Map<Integer, Long> markNs = new HashMap<>();
    private final Map<String, Long> entries = new HashMap<>();
    private final LatchSetDecoder latchSet = new LatchSetDecoder();
    private final LatchReleasedDecoder latchReleased = new LatchReleasedDecoder();
    private final Map<String, Long> latches = new TreeMap<>();
    private final Map<Long, String> latched = new HashMap<>();
    private final Map<Long, int[]> waves = new TreeMap<>();
    private final TreeSet<Long> open = new TreeSet<>();
    private final Map<Long, Long> byHandNs = new HashMap<>();
    private long markMaxAgeNs;
    /** The largest so far: what was decided under an earlier policy holds. */
    private int positionsMax;

    private int perWave;
    /** Signals were taken one by one: no wave had a limit. */
    private boolean hasRealtime;

    /** A command without its result. */
    private record Flight(long positionId, OrderRole role, String id) {}

    MoveJudge(final Report report) {
        this.report = report;
    }

    @Override
    public void forget() {
        flights.clear();
        markNs.clear();
        entries.clear();
        waves.clear();
        latches.clear();
        latched.clear();
        open.clear();
        byHandNs.clear();
        positionsMax = 0;
        perWave = 0;
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case PriceDecoder.TEMPLATE_ID:
                price.wrapAndApplyHeader(buffer, offset, header);
                if (price.mark() != FixedPoint.NULL) {
                    markNs.put(price.instrumentId(), price.timeNs());
                }
                break;
            case NodeStartedDecoder.TEMPLATE_ID:
                flights.clear();
                markNs.clear();
                break;
            case PlaceStopDecoder.TEMPLATE_ID:
                stop.wrapAndApplyHeader(buffer, offset, header);
                begin(
                        sequence,
                        stop.clientOrderId().positionId(),
                        stop.clientOrderId().role(),
                        id(stop));
                break;
            case PlaceExitDecoder.TEMPLATE_ID:
                exit.wrapAndApplyHeader(buffer, offset, header);
                begin(sequence, exit.clientOrderId().positionId(), OrderRole.EXIT, "place");
                break;
            case MoveExitDecoder.TEMPLATE_ID:
                moveExit.wrapAndApplyHeader(buffer, offset, header);
                begin(sequence, moveExit.clientOrderId().positionId(), OrderRole.EXIT, "move");
                break;
            case PlaceEntryDecoder.TEMPLATE_ID:
                onEntry(sequence, entry.wrapAndApplyHeader(buffer, offset, header));
                break;
            case OrderUpdateDecoder.TEMPLATE_ID:
                // That it rests, or ended, may be heard before the answer.
                heardOf(update.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                flights.remove(result.wrapAndApplyHeader(buffer, offset, header).commandSequence());
                break;
            default:
                onCount(type, buffer, offset);
        }
    }

    private void onCount(final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case ConfigAppliedDecoder.TEMPLATE_ID:
                config.wrapAndApplyHeader(buffer, offset, header);
                markMaxAgeNs = config.markMaxAgeNs();
                positionsMax = Math.max(positionsMax, config.maxPositions());
                perWave = Math.max(perWave, config.maxPerWave());
                break;
            case EntriesAppliedDecoder.TEMPLATE_ID:
                hasRealtime |= policy.wrapAndApplyHeader(buffer, offset, header).signalMode() == SignalMode.REALTIME;
                break;
            case LatchSetDecoder.TEMPLATE_ID:
                latchSet.wrapAndApplyHeader(buffer, offset, header);
                latches.put(latch(latchSet.protection(), latchSet.instrumentId(), latchSet.side()), latchSet.untilNs());
                report.probe("latch " + latchSet.protection());
                break;
            case LatchReleasedDecoder.TEMPLATE_ID:
                latchReleased.wrapAndApplyHeader(buffer, offset, header);
                latches.remove(latch(latchReleased.protection(), latchReleased.instrumentId(), latchReleased.side()));
                break;
            case PositionOpenedDecoder.TEMPLATE_ID:
                open.add(opened.wrapAndApplyHeader(buffer, offset, header).positionId());
                if (opened.signalId() == FixedPoint.NULL) {
                    byHandNs.put(opened.positionId(), opened.timeNs());
                }
                break;
            case PositionClosedDecoder.TEMPLATE_ID:
                open.remove(closed.wrapAndApplyHeader(buffer, offset, header).positionId());
                byHandNs.remove(closed.positionId());
                break;
            case SignalConcludedDecoder.TEMPLATE_ID:
                onConcluded(concluded.wrapAndApplyHeader(buffer, offset, header));
                break;
            case WaveCompletedDecoder.TEMPLATE_ID:
                onCompleted(completed.wrapAndApplyHeader(buffer, offset, header));
                break;
            default:
                break;
        }
    }

    private static String id(final PlaceStopDecoder one) {
        return one.clientOrderId().epochSeconds() + "." + one.clientOrderId().revision();
    }

    private void heardOf(final ClientOrderIdDecoder id) {
        if (id.role() == OrderRole.STOP) {
            final String full = id.epochSeconds() + "." + id.revision();
            flights.values()
                    .removeIf(one ->
                            one.positionId == id.positionId() && one.role == OrderRole.STOP && one.id.equals(full));
        }
    }

    private void begin(final long sequence, final long positionId, final OrderRole role, final String id) {
        if (role == OrderRole.STOP || role == OrderRole.EXIT) {
            for (final Flight other : flights.values()) {
                JournalOracle.demand(
                        other.positionId != positionId || other.role != role || other.id.equals(id),
                        "I7 two in flight",
                        "position=" + positionId + " role=" + role + " ids=" + other.id + "," + id);
            }
        }
        flights.put(sequence, new Flight(positionId, role, id));
    }

    private void onEntry(final long sequence, final PlaceEntryDecoder one) {
        final String id = one.clientOrderId().epochSeconds() + "."
                + one.clientOrderId().positionId() + "." + one.clientOrderId().revision();
        final Long earlier = entries.put(id, sequence);
        JournalOracle.demand(
                earlier == null, "I6 entry sent twice", "id=" + id + " sequences=" + earlier + "," + sequence);
        final PositionSide side = one.side() == OrderSide.BUY ? PositionSide.LONG : PositionSide.SHORT;
        latches.forEach((latch, untilNs) -> {
            if (untilNs > one.timeNs() && isFor(latch, one.instrumentId(), side)) {
                latched.put(one.clientOrderId().positionId(), latch);
            }
        });
        final long ageNs = one.timeNs() - markNs.getOrDefault(one.instrumentId(), 0L);
        JournalOracle.demand(
                ageNs <= markMaxAgeNs,
                "I11 entry on an old price",
                "id=" + id + " age ms=" + ageNs / 1_000_000 + " expected<=" + markMaxAgeNs / 1_000_000);
    }

    private void onConcluded(final SignalConcludedDecoder one) {
        final boolean isOpened = one.refusal() == EntryRefusal.NONE;
        if (isOpened) {
            JournalOracle.demand(
                    !latched.containsKey(one.positionId()),
                    "I10 latch",
                    "position=" + one.positionId() + " entered while " + latched.get(one.positionId()) + " was set");
            final long admitted = open.size() - openedByHandSince(one.timeNs() - ADMISSION_NS);
            JournalOracle.demand(
                    admitted <= positionsMax,
                    "I10 positions",
                    "signal=" + one.signalId() + " open=" + admitted + " expected<=" + positionsMax);
        }
        // A defective one belongs to no wave.
        if (one.waveMs() != FixedPoint.NULL && one.refusal() != EntryRefusal.DEFECTIVE) {
            waves.computeIfAbsent(one.waveMs(), none -> new int[2])[isOpened ? 0 : 1]++;
        }
    }

    /** An operator's own opening need not obey the count, and may come between the admission of a signal and its fill. */
    private long openedByHandSince(final long ns) {
        return byHandNs.values().stream().filter(openedNs -> openedNs >= ns).count();
    }

    private static String latch(final Protection protection, final int instrumentId, final PositionSide side) {
        return protection + " " + instrumentId + " " + side;
    }

    private static boolean isFor(final String latch, final int instrumentId, final PositionSide side) {
        final String[] parts = latch.split(" ");
        return (parts[1].equals("-1") || parts[1].equals(Integer.toString(instrumentId)))
                && (parts[2].equals(PositionSide.NONE.name()) || parts[2].equals(side.name()));
    }

    private void onCompleted(final WaveCompletedDecoder one) {
        final int[] counted = waves.getOrDefault(one.waveMs(), new int[2]);
        report.probe("wave completed");
        JournalOracle.demand(
                one.opened() == counted[0] && one.refused() == counted[1] && one.signals() == counted[0] + counted[1],
                "I10 wave",
                "wave=" + one.waveMs() + " told=" + one.signals() + "/" + one.opened() + "/" + one.refused()
                        + " counted=" + counted[0] + "/" + counted[1]);
        JournalOracle.demand(
                hasRealtime || one.opened() <= perWave,
                "I10 wave too large",
                "wave=" + one.waveMs() + " opened=" + one.opened());
    }
}
