package io.ratchet.config.simulate;

import io.ratchet.engine.sbe.Venue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Symbols of both venues in the order of their first appearance; found by their bytes without allocation. */
final class SymbolTable {
    /** Longest symbol of the message schema. */
    static final int LENGTH_MAX = 32;

    private static final int FIRST_SLOTS = 64;
    private static final int HASH_FACTOR = 31;

    private final List<byte[]> symbols = new ArrayList<>();
    private final List<Venue> venues = new ArrayList<>();
    private int[] slots = emptySlots(FIRST_SLOTS);

    private static int[] emptySlots(final int count) {
        final int[] slots = new int[count];
        Arrays.fill(slots, -1);
        return slots;
    }

    int size() {
        return symbols.size();
    }

    String name(final int index) {
        return new String(symbols.get(index), StandardCharsets.US_ASCII);
    }

    Venue venue(final int index) {
        return venues.get(index);
    }

    /** The index of a symbol, -1 when it is not here. */
    int find(final Venue venue, final byte[] source, final int offset, final int length) {
        return slots[slot(venue, source, offset, length)];
    }

    /** The index of a symbol of Binance, else of Bybit; -1 when it is not here. */
    int find(final String symbol) {
        final byte[] bytes = symbol.getBytes(StandardCharsets.UTF_8);
        final int found = find(Venue.BINANCE, bytes, 0, bytes.length);
        return found >= 0 ? found : find(Venue.BYBIT, bytes, 0, bytes.length);
    }

    /** The index of a symbol, added when it is new. */
    int add(final Venue venue, final byte[] source, final int offset, final int length) {
        final int slot = slot(venue, source, offset, length);
        if (slots[slot] >= 0) {
            return slots[slot];
        }
        symbols.add(Arrays.copyOfRange(source, offset, offset + length));
        venues.add(venue);
        slots[slot] = symbols.size() - 1;
        if (symbols.size() * 2 > slots.length) {
            grow();
        }
        return symbols.size() - 1;
    }

    private void grow() {
        slots = emptySlots(slots.length * 2);
        for (int i = 0; i < symbols.size(); i++) {
            slots[slot(venues.get(i), symbols.get(i), 0, symbols.get(i).length)] = i;
        }
    }

    private int slot(final Venue venue, final byte[] source, final int offset, final int length) {
        int hash = venue.value();
        for (int i = offset; i < offset + length; i++) {
            hash = HASH_FACTOR * hash + source[i];
        }
        int slot = hash & slots.length - 1;
        while (slots[slot] >= 0) {
            final byte[] symbol = symbols.get(slots[slot]);
            if (venues.get(slots[slot]) == venue
                    && Arrays.equals(symbol, 0, symbol.length, source, offset, offset + length)) {
                return slot;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** Whether bytes are a symbol of the schema: upper-case letters, digits and underscore. */
    static boolean isSymbol(final byte[] source, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            final byte character = source[i];
            if (!(character >= 'A' && character <= 'Z' || character >= '0' && character <= '9' || character == '_')) {
                return false;
            }
        }
        return length > 0 && length <= LENGTH_MAX;
    }
}
