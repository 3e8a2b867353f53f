package io.ratchet.journal.postgres;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What is true now, made from the rows that a batch has just inserted, in its transaction. Each statement is skipped
 * when the batch holds none of its messages.
 */
final class Projections {
    private static final String RANGE = "\nWHERE epoch = :epoch AND sequence > :from AND sequence <= :to\n";

    private static final String INSTRUMENTS = """
        INSERT INTO instruments
        SELECT DISTINCT ON (instrument_id) epoch, instrument_id, venue, symbol,
               (body ->> 'tickSize')::numeric, (body ->> 'stepSize')::numeric,
               (body ->> 'minQuantity')::numeric, (body ->> 'minNotional')::numeric, sequence
        FROM inputs\
        """ + RANGE + """
         AND input = 'InstrumentDefined' ORDER BY instrument_id, sequence DESC
        ON CONFLICT (epoch, instrument_id) DO UPDATE SET venue = excluded.venue, symbol = excluded.symbol,
            tick_size = excluded.tick_size, step_size = excluded.step_size,
            min_quantity = excluded.min_quantity, min_notional = excluded.min_notional,
            sequence = excluded.sequence\
        """;

    private static final String OPENED_POSITIONS = """
        INSERT INTO positions (epoch, position_id, venue, symbol, side, phase, opened_at, quantity, entry_price,
                               signal_id)
        SELECT epoch, position_id, venue, symbol, body ->> 'side', 'OPENING', at, (body ->> 'quantity')::numeric,
               (body ->> 'entryPrice')::numeric, (body ->> 'signalId')::bigint
        FROM facts\
        """ + RANGE + " AND fact = 'PositionOpened'";

    /** All changes of a position in a batch as one: the newest of each sort, or their sum. */
    private static final String CHANGED_POSITIONS = """
        UPDATE positions p SET
            quantity = CASE WHEN n.closed_at IS NULL THEN coalesce(n.quantity, p.quantity) ELSE 0 END,
            entry_price = coalesce(n.entry_price, p.entry_price),
            phase = CASE WHEN n.closed_at IS NULL THEN coalesce(n.phase, p.phase) ELSE 'FLAT' END,
            stop_level = coalesce(n.stop_level, p.stop_level),
            stop_confirmed_at = coalesce(n.stop_confirmed_at, p.stop_confirmed_at),
            stop_moves = p.stop_moves + n.stop_moves,
            trail_activated_at = coalesce(p.trail_activated_at, n.trail_activated_at),
            naked_ns = p.naked_ns + n.naked_ns,
            closed_at = coalesce(n.closed_at, p.closed_at),
            close_reason = coalesce(n.closed ->> 'reason', p.close_reason),
            exit_price = coalesce((n.closed ->> 'exitPrice')::numeric, p.exit_price),
            pnl = coalesce((n.closed ->> 'pnl')::numeric, p.pnl),
            fees = coalesce((n.closed ->> 'fees')::numeric, p.fees)
        FROM (
            SELECT position_id,
                (array_agg((body ->> 'newQuantity')::numeric ORDER BY sequence DESC)
                    FILTER (WHERE fact = 'PositionQuantityChanged'))[1] AS quantity,
                (array_agg((body ->> 'entryPrice')::numeric ORDER BY sequence DESC)
                    FILTER (WHERE fact = 'PositionQuantityChanged'))[1] AS entry_price,
                (array_agg(body ->> 'to' ORDER BY sequence DESC)
                    FILTER (WHERE fact = 'PositionPhaseChanged'))[1] AS phase,
                (array_agg(coalesce(body ->> 'newLevel', body ->> 'level')::numeric ORDER BY sequence DESC)
                    FILTER (WHERE fact IN ('StopConfirmed', 'StopMoved')))[1] AS stop_level,
                max(at) FILTER (WHERE fact IN ('StopConfirmed', 'StopMoved')) AS stop_confirmed_at,
                count(*) FILTER (WHERE fact = 'StopMoved') AS stop_moves,
                min(at) FILTER (WHERE fact = 'TrailingActivated') AS trail_activated_at,
                coalesce(sum((body ->> 'ns')::bigint) FILTER (WHERE fact = 'NakedInterval'), 0) AS naked_ns,
                max(at) FILTER (WHERE fact = 'PositionClosed') AS closed_at,
                (array_agg(body ORDER BY sequence DESC) FILTER (WHERE fact = 'PositionClosed'))[1] AS closed
            FROM facts\
        """ + RANGE + """
             AND fact IN ('PositionQuantityChanged', 'PositionPhaseChanged', 'StopConfirmed', 'StopMoved',
                         'TrailingActivated', 'NakedInterval', 'PositionClosed')
            GROUP BY position_id) n
        WHERE p.epoch = :epoch AND p.position_id = n.position_id\
        """;

    /**
     * Money that came after a position was told: funding always counts as such, but in the result of one that is closed only
     * what was booked after its last result was told.
     */
    private static final String BOOKED_MONEY = """
        UPDATE positions p SET
            funding = p.funding + n.funding,
            pnl = p.pnl + n.pnl,
            fees = p.fees + n.fees
        FROM (
            SELECT f.position_id,
                coalesce(sum((f.body ->> 'money')::numeric) FILTER (WHERE f.fact = 'FundingBooked'), 0) AS funding,
                coalesce(sum(CASE WHEN f.fact = 'LedgerCorrected' THEN (f.body ->> 'pnl')::numeric
                                  WHEN (f.body ->> 'late')::boolean THEN (f.body ->> 'money')::numeric END)
                         FILTER (WHERE f.sequence > coalesce(c.told, 0)), 0) AS pnl,
                coalesce(sum((f.body ->> 'fees')::numeric) FILTER (WHERE f.sequence > coalesce(c.told, 0)), 0) AS fees
            FROM facts f
            LEFT JOIN (SELECT position_id, max(sequence) AS told FROM facts\
        """ + RANGE + """
                AND fact = 'PositionClosed' GROUP BY position_id) c ON c.position_id = f.position_id
            WHERE f.epoch = :epoch AND f.sequence > :from AND f.sequence <= :to
             AND f.fact IN ('FundingBooked', 'LedgerCorrected') AND f.position_id > 0
            GROUP BY f.position_id) n
        WHERE p.epoch = :epoch AND p.position_id = n.position_id\
        """;

    private static final List<Projection> ALL = List.of(
            new Projection(Set.of("InstrumentDefined"), INSTRUMENTS),
            new Projection(Set.of("PositionOpened"), OPENED_POSITIONS),
            new Projection(
                    Set.of(
                            "PositionQuantityChanged",
                            "PositionPhaseChanged",
                            "StopConfirmed",
                            "StopMoved",
                            "TrailingActivated",
                            "NakedInterval",
                            "PositionClosed"),
                    CHANGED_POSITIONS),
            new Projection(Set.of("FundingBooked", "LedgerCorrected"), BOOKED_MONEY));

    private Projections() {}

    /** One statement and the messages that call for it. */
    private record Projection(Set<String> messages, String sql) {}

    static void apply(final Handle handle, final int epoch, final Batch batch) {
        for (final Projection projection : ALL) {
            if (projection.messages.stream().anyMatch(batch::contains)) {
                handle.createUpdate(projection.sql)
                        .bind("epoch", epoch)
                        .bind("from", batch.fromSequence())
                        .bind("to", batch.toSequence())
                        .execute();
            }
        }
    }
}
