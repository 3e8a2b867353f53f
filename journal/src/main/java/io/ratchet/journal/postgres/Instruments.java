package io.ratchet.journal.postgres;

import org.agrona.collections.Int2ObjectHashMap;
import org.jdbi.v3.core.Jdbi;

/** Venue and symbol of each instrument id, as InstrumentDefined said them last. */
public final class Instruments {
    private final Int2ObjectHashMap<Instrument> byId = new Int2ObjectHashMap<>();

    /** None yet. */
    public Instruments() {}

    /** What a row needs to know of an instrument. */
    record Instrument(String venue, String symbol) {}

    /**
     * Says what an instrument is.
     *
     * @param instrumentId of the journal.
     * @param venue        its name.
     * @param symbol       its name at the venue.
     */
    public void define(final int instrumentId, final String venue, final String symbol) {
        byId.put(instrumentId, new Instrument(venue, symbol));
    }

    /** The instrument, null if it was never defined. */
    Instrument get(final int instrumentId) {
        return byId.get(instrumentId);
    }

    /** Starts with what is in the database. */
    static Instruments load(final Jdbi jdbi, final int epoch) {
        final Instruments instruments = new Instruments();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT instrument_id, venue, symbol FROM instruments WHERE epoch = :epoch")
                .bind("epoch", epoch)
                .map((row, context) -> {
                    instruments.define(row.getInt(1), row.getString(2), row.getString(3));
                    return 0;
                })
                .list());
        return instruments;
    }
}
