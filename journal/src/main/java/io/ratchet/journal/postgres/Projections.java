package io.ratchet.journal.postgres;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What is true now, made from the rows that a batch has just inserted, in its transaction. Each statement is skipped
 * when the batch holds none of its messages.
 */
final class Projections {
    private static final String NEW_FACTS =
            " FROM facts WHERE epoch = :epoch AND sequence > :from AND sequence <= :to AND fact ";
    private static final String OF_POSITION = " WHERE p.epoch = :epoch AND p.position_id = n.position_id";

    private static final List<Projection> ALL = List.of(
            new Projection(
                    Set.of("InstrumentDefined"),
                    "INSERT INTO instruments SELECT DISTINCT ON (instrument_id) epoch, instrument_id, venue, symbol,"
                            + " (body ->> 'tickSize')::numeric, (body ->> 'stepSize')::numeric,"
                            + " (body ->> 'minQuantity')::numeric, (body ->> 'minNotional')::numeric, sequence"
                            + " FROM inputs WHERE epoch = :epoch AND sequence > :from AND sequence <= :to"
                            + " AND input = 'InstrumentDefined' ORDER BY instrument_id, sequence DESC"
                            + " ON CONFLICT (epoch, instrument_id) DO UPDATE SET venue = excluded.venue,"
                            + " symbol = excluded.symbol, tick_size = excluded.tick_size,"
                            + " step_size = excluded.step_size, min_quantity = excluded.min_quantity,"
                            + " min_notional = excluded.min_notional, sequence = excluded.sequence"),
            new Projection(
                    Set.of("PositionOpened"),
                    "INSERT INTO positions (epoch, position_id, venue, symbol, side, phase, opened_at, quantity,"
                            + " entry_price, signal_id) SELECT epoch, position_id, venue, symbol, body ->> 'side',"
                            + " 'OPENING', at, (body ->> 'quantity')::numeric, (body ->> 'entryPrice')::numeric,"
                            + " (body ->> 'signalId')::bigint" + NEW_FACTS + "= 'PositionOpened'"),
            new Projection(
                    Set.of("PositionQuantityChanged"),
                    "UPDATE positions p SET quantity = n.quantity, entry_price = n.entry_price"
                            + " FROM (SELECT DISTINCT ON (position_id) position_id,"
                            + " (body ->> 'newQuantity')::numeric AS quantity,"
                            + " (body ->> 'entryPrice')::numeric AS entry_price" + NEW_FACTS
                            + "= 'PositionQuantityChanged' ORDER BY position_id, sequence DESC) n" + OF_POSITION),
            new Projection(
                    Set.of("PositionPhaseChanged"),
                    "UPDATE positions p SET phase = n.phase FROM (SELECT DISTINCT ON (position_id) position_id,"
                            + " body ->> 'to' AS phase" + NEW_FACTS
                            + "= 'PositionPhaseChanged' ORDER BY position_id, sequence DESC) n" + OF_POSITION),
            new Projection(
                    Set.of("StopConfirmed", "StopMoved"),
                    "UPDATE positions p SET stop_level = n.level, stop_confirmed_at = n.at"
                            + " FROM (SELECT DISTINCT ON (position_id) position_id, at,"
                            + " coalesce(body ->> 'newLevel', body ->> 'level')::numeric AS level" + NEW_FACTS
                            + "IN ('StopConfirmed', 'StopMoved') ORDER BY position_id, sequence DESC) n"
                            + OF_POSITION),
            new Projection(
                    Set.of("StopMoved"),
                    "UPDATE positions p SET stop_moves = stop_moves + n.moves FROM (SELECT position_id,"
                            + " count(*) AS moves" + NEW_FACTS + "= 'StopMoved' GROUP BY position_id) n" + OF_POSITION),
            new Projection(
                    Set.of("TrailingActivated"),
                    "UPDATE positions p SET trail_activated_at = n.at FROM (SELECT position_id, min(at) AS at"
                            + NEW_FACTS + "= 'TrailingActivated' GROUP BY position_id) n" + OF_POSITION
                            + " AND p.trail_activated_at IS NULL"),
            new Projection(
                    Set.of("NakedInterval"),
                    "UPDATE positions p SET naked_ns = naked_ns + n.ns FROM (SELECT position_id,"
                            + " sum((body ->> 'ns')::bigint)::bigint AS ns" + NEW_FACTS
                            + "= 'NakedInterval' GROUP BY position_id) n" + OF_POSITION),
            new Projection(
                    Set.of("PositionClosed"),
                    "UPDATE positions p SET closed_at = n.at, close_reason = n.body ->> 'reason',"
                            + " quantity = 0, exit_price = (n.body ->> 'exitPrice')::numeric,"
                            + " pnl = (n.body ->> 'pnl')::numeric, fees = (n.body ->> 'fees')::numeric,"
                            + " phase = 'FLAT' FROM (SELECT DISTINCT ON (position_id) position_id, at, body"
                            + NEW_FACTS + "= 'PositionClosed' ORDER BY position_id, sequence DESC) n" + OF_POSITION));

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
