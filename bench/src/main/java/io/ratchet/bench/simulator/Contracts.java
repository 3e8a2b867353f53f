package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Which contract of the exchange the engine means by its ids of instruments. */
final class Contracts implements RecordJudge {
    /** Not one that the exchange has. */
    static final int NONE = -1;

    private final List<String> symbols;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder defined = new InstrumentDefinedDecoder();
    private final Map<Integer, Integer> indexes = new HashMap<>();

    /** Symbols in the order of the exchange. */
    Contracts(final List<String> symbols) {
        this.symbols = symbols;
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        if (type == InstrumentDefinedDecoder.TEMPLATE_ID) {
            defined.wrapAndApplyHeader(buffer, offset, header);
            indexes.put(defined.instrumentId(), symbols.indexOf(defined.symbol()));
        }
    }

    @Override
    public void forget() {
        indexes.clear();
    }

    /** The exchange's index of an instrument, {@link #NONE} if it has none. */
    int index(final int instrumentId) {
        return indexes.getOrDefault(instrumentId, NONE);
    }
}
