package io.ratchet.config.report;

import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What the journal says of each position: why it ended and how long it was naked. Reads records in order; one thread.
 */
public final class PositionStories implements RecordHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final NakedIntervalDecoder naked = new NakedIntervalDecoder();
    private final Map<Long, Story> stories = new TreeMap<>();

    /** Empty, before the first record. */
    public PositionStories() {
        // All fields are set above.
    }

    /**
     * One position.
     *
     * @param reason       why it ended, NONE while it is open.
     * @param openingNs    naked at the opening, wall ns.
     * @param laterNakedNs naked afterwards, wall ns.
     * @param hasTrailed   whether its trail was ever active.
     */
    public record Story(CloseReason reason, long openingNs, long laterNakedNs, boolean hasTrailed) {
        private Story closed(final CloseReason newReason) {
            return new Story(newReason, openingNs, laterNakedNs, hasTrailed);
        }

        private Story trailed() {
            return new Story(reason, openingNs, laterNakedNs, true);
        }

        private Story naked(final NakedCause cause, final long ns) {
            return cause == NakedCause.OPEN
                    ? new Story(reason, openingNs + ns, laterNakedNs, hasTrailed)
                    : new Story(reason, openingNs, laterNakedNs + ns, hasTrailed);
        }
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case PositionOpenedDecoder.TEMPLATE_ID -> {
                opened.wrapAndApplyHeader(buffer, offset, header);
                stories.put(opened.positionId(), new Story(CloseReason.NONE, 0, 0, false));
            }
            case TrailingActivatedDecoder.TEMPLATE_ID -> {
                activated.wrapAndApplyHeader(buffer, offset, header);
                stories.computeIfPresent(activated.positionId(), (id, story) -> story.trailed());
            }
            case PositionClosedDecoder.TEMPLATE_ID -> {
                closed.wrapAndApplyHeader(buffer, offset, header);
                stories.computeIfPresent(closed.positionId(), (id, story) -> story.closed(closed.reason()));
            }
            case NakedIntervalDecoder.TEMPLATE_ID -> {
                naked.wrapAndApplyHeader(buffer, offset, header);
                stories.computeIfPresent(naked.positionId(), (id, story) -> story.naked(naked.cause(), naked.ns()));
            }
            default -> {
                // Says nothing of how long or why.
            }
        }
    }

    /**
     * All of them.
     *
     * @return by position id, live.
     */
    public Map<Long, Story> stories() {
        return stories;
    }
}
