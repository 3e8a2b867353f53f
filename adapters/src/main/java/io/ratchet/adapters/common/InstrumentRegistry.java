package io.ratchet.adapters.common;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.Venue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.IDN;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * Symbol ↔ dense instrument id, for all venues of the node. Ids are never reused; those of a journal come back by
 * {@link #seed} before the adapters start.
 *
 * <p>Writers synchronise; readers see an immutable view through one volatile read and allocate nothing, so any thread
 * may read. Symbols with characters beyond ASCII (Binance has them since 2025-10-09) are known to the engine by their
 * punycode and to the venue by their own letters.
 */
public final class InstrumentRegistry {
    /** No such instrument. */
    public static final int UNKNOWN = -1;
    /** Bytes of a symbol in a message. */
    public static final int SYMBOL_LENGTH_MAX = InstrumentDefinedEncoder.symbolLength();

    private static final int INITIAL_SLOTS = 256;
    private static final int WORDS_LENGTH = 16;
    private static final long HASH_MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private volatile View view = new View(INITIAL_SLOTS);

    /**
     * Takes an instrument of the journal back under its old id. Instruments come in the order of their ids.
     *
     * @param decoder wrapped around its newest definition.
     * @throws IllegalStateException if the id is not the next one and not known under the same symbol.
     */
    public synchronized void seed(final InstrumentDefinedDecoder decoder) {
        final String engineSymbol = decoder.symbol();
        final int id = register(decoder.venue(), venueSymbol(engineSymbol));
        if (id != decoder.instrumentId()) {
            throw new IllegalStateException("instrument id of " + decoder.venue() + " " + engineSymbol + ": actual="
                    + id + " expected=" + decoder.instrumentId());
        }
        announced(id, InstrumentSpec.of(decoder));
    }

    /**
     * The id of a symbol, a new one if it is not known yet.
     *
     * @param venue  of the instrument.
     * @param symbol as the venue writes it.
     * @return the id, {@link #UNKNOWN} if the symbol cannot be carried in a message.
     */
    public synchronized int register(final Venue venue, final String symbol) {
        final byte[] bytes = symbol.getBytes(UTF_8);
        final int known = view.find(venue, bytes, 0, bytes.length);
        if (known != UNKNOWN) {
            return known;
        }
        final String engineSymbol = engineSymbol(symbol);
        if (engineSymbol.isEmpty() || engineSymbol.length() > SYMBOL_LENGTH_MAX) {
            return UNKNOWN;
        }
        final View next = view.with(new Entry(venue, symbol, engineSymbol, bytes));
        view = next;
        return next.count - 1;
    }

    /**
     * Remembers what the engine was told of an instrument.
     *
     * @param instrumentId of it.
     * @param spec         as told.
     * @return whether it differs from what was told before, and so must be told.
     */
    public synchronized boolean announced(final int instrumentId, final InstrumentSpec spec) {
        final Entry entry = view.entry(instrumentId);
        final boolean isNew = !spec.equals(entry.spec);
        entry.spec = spec;
        return isNew;
    }

    /**
     * The specification of an instrument.
     *
     * @param instrumentId of it.
     * @return the specification, null before the first.
     */
    public InstrumentSpec spec(final int instrumentId) {
        return view.entry(instrumentId).spec;
    }

    /**
     * Finds an instrument.
     *
     * @param venue  of it.
     * @param symbol as the venue writes it.
     * @return the id or {@link #UNKNOWN}.
     */
    public int instrumentId(final Venue venue, final String symbol) {
        final byte[] bytes = symbol.getBytes(UTF_8);
        return view.find(venue, bytes, 0, bytes.length);
    }

    /**
     * Finds an instrument without allocation.
     *
     * @param venue  of it.
     * @param source of the symbol in UTF-8.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return the id or {@link #UNKNOWN}.
     */
    public int instrumentId(final Venue venue, final byte[] source, final int offset, final int length) {
        return view.find(venue, source, offset, length);
    }

    /**
     * How many instruments there are; ids go from 0 to one less.
     *
     * @return the count.
     */
    public int count() {
        return view.count;
    }

    /**
     * The venue of an instrument.
     *
     * @param instrumentId of it.
     * @return the venue.
     */
    public Venue venue(final int instrumentId) {
        return view.entry(instrumentId).venue;
    }

    /**
     * The symbol as the venue writes it.
     *
     * @param instrumentId of the instrument.
     * @return the symbol.
     */
    public String venueSymbol(final int instrumentId) {
        return view.entry(instrumentId).symbol;
    }

    /**
     * The symbol as messages carry it.
     *
     * @param instrumentId of the instrument.
     * @return ASCII, at most {@link #SYMBOL_LENGTH_MAX}.
     */
    public String engineSymbol(final int instrumentId) {
        return view.entry(instrumentId).engineSymbol;
    }

    /**
     * The symbol in UTF-8, for encoders that must not allocate.
     *
     * @param instrumentId of the instrument.
     * @return its bytes; not to be written.
     */
    public byte[] symbolBytes(final int instrumentId) {
        return view.entry(instrumentId).bytes;
    }

    /**
     * Whether there is an instrument with that id on that venue.
     *
     * @param venue        of it.
     * @param instrumentId any number.
     * @return whether it is known.
     */
    public boolean contains(final Venue venue, final int instrumentId) {
        final View current = view;
        return instrumentId >= 0 && instrumentId < current.count && current.entry(instrumentId).venue == venue;
    }

    private static String engineSymbol(final String symbol) {
        if (US_ASCII.newEncoder().canEncode(symbol)) {
            return symbol;
        }
        try {
            return IDN.toASCII(symbol, IDN.ALLOW_UNASSIGNED).toUpperCase(Locale.ROOT);
        } catch (final IllegalArgumentException notConvertible) {
            return "";
        }
    }

    private static String venueSymbol(final String engineSymbol) {
        return engineSymbol.startsWith("XN--")
                ? IDN.toUnicode(engineSymbol, IDN.ALLOW_UNASSIGNED).toUpperCase(Locale.ROOT)
                : engineSymbol;
    }

    private static final class Entry {
        private final Venue venue;
        private final String symbol;
        private final String engineSymbol;
        private final byte[] bytes;
        private final long firstWord;
        private final long secondWord;
        private volatile InstrumentSpec spec;

        private Entry(final Venue venue, final String symbol, final String engineSymbol, final byte[] bytes) {
            this.venue = venue;
            this.symbol = symbol;
            this.engineSymbol = engineSymbol;
            this.bytes = bytes;
            firstWord = word(bytes, 0, bytes.length);
            secondWord = word(bytes, Long.BYTES, bytes.length - Long.BYTES);
        }
    }

    /** Up to eight bytes as a number, the missing ones zero; 0 for none. */
    private static long word(final byte[] source, final int offset, final int length) {
        if (length <= 0) {
            return 0;
        }
        if (offset + Long.BYTES <= source.length) {
            final long word = (long) LONG.get(source, offset);
            return length >= Long.BYTES ? word : word & (1L << length * Byte.SIZE) - 1;
        }
        long word = 0;
        for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
            word = word << Byte.SIZE | source[offset + i] & 0xff;
        }
        return word;
    }

    /** Open addressing over the bytes of the symbols; never changed once published. */
    private static final class View {
        private final int[] slots;
        private final Entry[] entries;
        private final int count;

        private View(final int slotCount) {
            slots = new int[slotCount];
            Arrays.fill(slots, UNKNOWN);
            entries = new Entry[0];
            count = 0;
        }

        private View(final Entry[] entries, final int slotCount) {
            this.entries = entries;
            count = entries.length;
            slots = new int[slotCount];
            Arrays.fill(slots, UNKNOWN);
            for (int i = 0; i < count; i++) {
                int slot = slot(entries[i].venue, entries[i].firstWord, entries[i].secondWord);
                while (slots[slot] != UNKNOWN) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = i;
            }
        }

        private View with(final Entry entry) {
            final Entry[] next = Arrays.copyOf(entries, count + 1);
            next[count] = entry;
            return new View(next, next.length * 2 > slots.length ? slots.length * 2 : slots.length);
        }

        private Entry entry(final int instrumentId) {
            return entries[instrumentId];
        }

        private int find(final Venue venue, final byte[] source, final int offset, final int length) {
            final long first = word(source, offset, length);
            final long second = word(source, offset + Long.BYTES, length - Long.BYTES);
            int slot = slot(venue, first, second);
            while (slots[slot] != UNKNOWN) {
                final Entry entry = entries[slots[slot]];
                if (entry.firstWord == first
                        && entry.secondWord == second
                        && entry.venue == venue
                        && entry.bytes.length == length
                        && (length <= WORDS_LENGTH
                                || Arrays.equals(entry.bytes, 0, length, source, offset, offset + length))) {
                    return slots[slot];
                }
                slot = slot + 1 & slots.length - 1;
            }
            return UNKNOWN;
        }

        private int slot(final Venue venue, final long first, final long second) {
            final long hash = ((first + venue.value()) * HASH_MULTIPLIER ^ second) * HASH_MULTIPLIER;
            return (int) (hash >>> Integer.SIZE) & slots.length - 1;
        }
    }
}
