package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingBookedDecoder;
import io.ratchet.engine.sbe.LedgerCorrectedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionPhaseChangedDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What the journal says of each position that is over, beside what the exchange's own account of it says: results to the
 * last digit, naked time within the bounds of what can be known.
 */
final class BookJudge implements RecordJudge {
    private static final long MS = 1_000_000;
    /** The first news of a fill is on its way; so is the confirmation of a stop. */
    private static final long NEWS_NS = 2_500 * MS;

    private final Episodes episodes;
    private final Excuses excuses;
    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final LedgerCorrectedDecoder corrected = new LedgerCorrectedDecoder();
    private final FundingBookedDecoder funded = new FundingBookedDecoder();
    private final NakedIntervalDecoder naked = new NakedIntervalDecoder();
    private final PositionPhaseChangedDecoder phase = new PositionPhaseChangedDecoder();
    private final Map<Long, Told> told = new TreeMap<>();
    private boolean isPowerLost;

    /** What the journal says of one position. */
    private static final class Told {
        private boolean isClosed;
        private long pnl;
        private long nakedNs;
        private long nakedMinNs;
    }

    BookJudge(final Episodes episodes, final Excuses excuses, final Report report) {
        this.episodes = episodes;
        this.excuses = excuses;
        this.report = report;
    }

    @Override
    public void forget() {
        told.clear();
        isPowerLost = true;
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case PositionClosedDecoder.TEMPLATE_ID:
                closed.wrapAndApplyHeader(buffer, offset, header);
                final Told end = told(closed.positionId());
                JournalOracle.demand(!end.isClosed, "closed twice", "position=" + closed.positionId());
                end.isClosed = true;
                // Told again after it came back, the result takes the place of the first one.
                end.pnl = closed.pnl();
                break;
            case PositionPhaseChangedDecoder.TEMPLATE_ID:
                phase.wrapAndApplyHeader(buffer, offset, header);
                if (phase.to() == PositionPhase.OPEN && told.containsKey(phase.positionId())) {
                    report.probe(told.get(phase.positionId()).isClosed ? "closed and back" : "reopened");
                    told.get(phase.positionId()).isClosed = false;
                }
                break;
            case LedgerCorrectedDecoder.TEMPLATE_ID:
                corrected.wrapAndApplyHeader(buffer, offset, header);
                told(corrected.positionId()).pnl += corrected.pnl();
                report.probe("ledger corrected");
                break;
            case FundingBookedDecoder.TEMPLATE_ID:
                funded.wrapAndApplyHeader(buffer, offset, header);
                report.probe("funding booked");
                if (funded.late() == Flag.YES) {
                    told(funded.positionId()).pnl += funded.money();
                    report.probe("funding late");
                }
                break;
            case NakedIntervalDecoder.TEMPLATE_ID:
                naked.wrapAndApplyHeader(buffer, offset, header);
                told(naked.positionId()).nakedNs += naked.ns();
                told(naked.positionId()).nakedMinNs += naked.minNs();
                report.probe("naked " + naked.cause());
                break;
            default:
                break;
        }
    }

    @Override
    public void converged() {
        for (final Map.Entry<Long, Episodes.Episode> one : episodes.all().entrySet()) {
            final Told said = told.get(one.getKey());
            if (!isPowerLost && said != null && said.isClosed && one.getValue().endedNs > 0) {
                compare(one.getValue(), said);
            }
        }
    }

    private void compare(final Episodes.Episode episode, final Told said) {
        if (!episode.isMixed) {
            report.probe("result compared");
            final long expected = episode.pnl - episode.fees + episode.funding;
            JournalOracle.demand(
                    said.pnl == expected,
                    said.pnl == expected - episode.funding ? "I21 funding" : "I21 ledger",
                    "position=" + episode.positionId + " told=" + said.pnl + " exchange=" + expected + " funding="
                            + episode.funding);
        }
        final long ownNs = excuses.ownNs(episode.instrument, episode.openedNs, episode.endedNs);
        if (ownNs == episode.endedNs - episode.openedNs) {
            report.probe("naked time compared");
            JournalOracle.demand(
                    said.nakedNs >= episode.nakedNs - NEWS_NS && said.nakedMinNs <= episode.nakedNs + NEWS_NS,
                    "I1 naked time told",
                    "position=" + episode.positionId + " exchange ms=" + episode.nakedNs / MS + " told ms="
                            + said.nakedNs / MS + " at least ms=" + said.nakedMinNs / MS);
        }
    }

    private Told told(final long positionId) {
        return told.computeIfAbsent(positionId, none -> new Told());
    }
}
