package io.ratchet.engine.entry;

import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.SymbolList;
import io.ratchet.engine.sbe.SymbolListedDecoder;
import io.ratchet.engine.state.StateFields;

/**
 * The stop-list and the only-list: patterns of symbols with {@code *} (any characters) and {@code ?} (any one). They are
 * matched against whole symbols, so that DOM names no FREEDOMUSDT. A list is replaced when its last pattern is here. Core
 * thread; allocates nothing.
 */
public final class SymbolFilter {
    /** Patterns of a list. */
    public static final int PATTERNS_MAX = 256;

    private static final int LENGTH = SymbolListedDecoder.patternLength();

    private final InstrumentTable instruments;
    private final Patterns stop = new Patterns();
    private final Patterns only = new Patterns();

    /**
     * Two empty lists.
     *
     * @param instruments of the core.
     */
    public SymbolFilter(final InstrumentTable instruments) {
        this.instruments = instruments;
    }

    /**
     * One pattern of a list.
     *
     * @param message the input; patterns beyond {@link #PATTERNS_MAX} are ignored.
     */
    public void onListed(final SymbolListedDecoder message) {
        if (message.list() == SymbolList.STOP) {
            stop.take(message);
        } else if (message.list() == SymbolList.ONLY) {
            only.take(message);
        }
    }

    /**
     * Whether an instrument may be opened as far as the lists tell.
     *
     * @param instrumentId of a known instrument.
     * @return NONE, STOP_LISTED or NOT_LISTED.
     */
    public EntryRefusal refusal(final int instrumentId) {
        final Instrument instrument = instruments.at(instrumentId);
        if (stop.names(instrument)) {
            return EntryRefusal.STOP_LISTED;
        }
        return only.count > 0 && !only.names(instrument) ? EntryRefusal.NOT_LISTED : EntryRefusal.NONE;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        stop.state(fields);
        only.state(fields);
    }

    /** One list, and the next one while it comes in. */
    private static final class Patterns {
        private final byte[][] patterns = new byte[PATTERNS_MAX][LENGTH];
        private final byte[][] staged = new byte[PATTERNS_MAX][LENGTH];
        private int count;
        private int stagedCount;

        private void take(final SymbolListedDecoder message) {
            final int index = message.index();
            if (index == 0) {
                stagedCount = 0;
            }
            if (index == stagedCount && index < message.size() && index < PATTERNS_MAX) {
                message.getPattern(staged[index], 0);
                stagedCount++;
            }
            if (index + 1 >= message.size()) {
                count = stagedCount;
                for (int i = 0; i < count; i++) {
                    System.arraycopy(staged[i], 0, patterns[i], 0, LENGTH);
                }
                stagedCount = 0;
            }
        }

        private boolean names(final Instrument instrument) {
            for (int i = 0; i < count; i++) {
                if (matches(patterns[i], instrument)) {
                    return true;
                }
            }
            return false;
        }

        /** The usual walk: on a mismatch the last star takes one character more. */
        private static boolean matches(final byte[] pattern, final Instrument instrument) {
            int at = 0;
            int star = -1;
            int resume = 0;
            int index = 0;
            while (symbolAt(instrument, index) != 0) {
                final byte wanted = at < LENGTH ? pattern[at] : 0;
                if (wanted == '*') {
                    star = at++;
                    resume = index;
                } else if (wanted == '?' || wanted != 0 && wanted == symbolAt(instrument, index)) {
                    at++;
                    index++;
                } else if (star >= 0) {
                    at = star + 1;
                    index = ++resume;
                } else {
                    return false;
                }
            }
            while (at < LENGTH && pattern[at] == '*') {
                at++;
            }
            return at == LENGTH || pattern[at] == 0;
        }

        private static byte symbolAt(final Instrument instrument, final int index) {
            return index < LENGTH ? instrument.symbolByte(index) : 0;
        }

        private void state(final StateFields fields) {
            count = fields.count("count", count, PATTERNS_MAX);
            for (int i = 0; i < count; i++) {
                fields.of("patterns", patterns[i], LENGTH);
            }
            stagedCount = fields.count("stagedCount", stagedCount, PATTERNS_MAX);
            for (int i = 0; i < stagedCount; i++) {
                fields.of("staged", staged[i], LENGTH);
            }
        }
    }
}
