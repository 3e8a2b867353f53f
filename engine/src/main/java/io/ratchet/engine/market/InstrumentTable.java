package io.ratchet.engine.market;

import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentStatusChangedDecoder;
import io.ratchet.engine.state.StateFields;

/**
 * Dense instrument id to {@link Instrument}. Core thread; the node reads it before that thread runs.
 */
public final class InstrumentTable {
    /** Capacity: both exchanges list fewer than 1,000 contracts each. */
    public static final int INSTRUMENTS_MAX = 2_048;

    private final Instrument[] instruments = new Instrument[INSTRUMENTS_MAX];
    private int size;

    /** An empty table. */
    public InstrumentTable() {
        for (int i = 0; i < INSTRUMENTS_MAX; i++) {
            instruments[i] = new Instrument(i);
        }
    }

    /**
     * Takes a definition.
     *
     * @param message the input.
     * @return false if its id is outside the table.
     */
    public boolean define(final InstrumentDefinedDecoder message) {
        final int id = message.instrumentId();
        if (id < 0 || id >= INSTRUMENTS_MAX) {
            return false;
        }
        instruments[id].define(message);
        size = Math.max(size, id + 1);
        return true;
    }

    /**
     * Takes a new trading status; of an unknown instrument it is ignored.
     *
     * @param message the input.
     */
    public void status(final InstrumentStatusChangedDecoder message) {
        if (isKnown(message.instrumentId())) {
            instruments[message.instrumentId()].status(message.status());
        }
    }

    /**
     * Whether an instrument was defined.
     *
     * @param id any number.
     * @return true if it was.
     */
    public boolean isKnown(final int id) {
        return id >= 0 && id < size && instruments[id].isDefined();
    }

    /**
     * The instrument with an id.
     *
     * @param id within the table.
     * @return the instrument, perhaps not yet defined.
     */
    public Instrument at(final int id) {
        return instruments[id];
    }

    /**
     * One more than the largest id.
     *
     * @return the size.
     */
    public int size() {
        return size;
    }

    /**
     * Hands over the whole table.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        size = fields.count("size", size, INSTRUMENTS_MAX);
        for (int i = 0; i < size; i++) {
            instruments[i].state(fields);
        }
    }
}
