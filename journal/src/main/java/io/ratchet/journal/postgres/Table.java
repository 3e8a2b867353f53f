package io.ratchet.journal.postgres;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.journal.message.MessageLayout;
import java.util.List;

/**
 * The tables that records go to. A column takes the field of its name ({@code filled_quantity} is filledQuantity);
 * {@link ColumnSource} lists the exceptions.
 */
enum Table {
    FACTS("facts", "epoch sequence at time_ns fact input_sequence venue instrument_id symbol position_id body"),
    COMMANDS(
            "commands",
            "epoch sequence at time_ns command input_sequence venue instrument_id symbol position_id role id_epoch"
                    + " revision side order_type quantity price level close_position venue_order_id reason body"),
    COMMAND_RESULTS(
            "command_results",
            "epoch sequence at time_ns command_sequence venue instrument_id symbol position_id role id_epoch revision"
                    + " outcome reason status book side venue_code venue_time venue_order_id linked_order_id level"
                    + " quantity filled_quantity average_price handed_at sent_at ack_at text"),
    ORDER_UPDATES(
            "order_updates",
            "epoch sequence at time_ns venue instrument_id symbol position_id role id_epoch revision foreign_id"
                    + " venue_time venue_order_id linked_order_id book side order_type status working_type price level"
                    + " quantity filled_quantity average_price reduce_only close_position"),
    FILLS(
            "fills",
            "epoch sequence at time_ns source venue instrument_id symbol position_id role id_epoch revision foreign_id"
                    + " venue_time venue_order_id trade_id side price quantity fee fee_asset realised_pnl maker"
                    + " liquidation adl"),
    SIGNALS(
            "signals",
            "epoch sequence at time_ns signal_id batch_id batch_index batch_size venue instrument_id symbol side"
                    + " score_week score_month candle_open_time created_time defect"),
    INPUTS("inputs", "epoch sequence at time_ns input venue instrument_id symbol body");

    private final String sqlName;
    private final List<String> columns;

    Table(final String sqlName, final String columns) {
        this.sqlName = sqlName;
        this.columns = List.of(columns.split(" "));
    }

    String sqlName() {
        return sqlName;
    }

    List<String> columns() {
        return columns;
    }

    String copySql() {
        return "COPY " + sqlName + " (" + String.join(", ", columns) + ") FROM STDIN";
    }

    /** Where a message goes; null for what stays in the journal. */
    static Table of(final MessageLayout layout) {
        final RecordKind kind = RecordKind.ofTemplate(layout.templateId());
        return switch (kind) {
            case INPUT -> ofInput(layout);
            case COMMAND -> COMMANDS;
            case FACT -> FACTS;
            // For recovery alone.
            case SNAPSHOT -> null;
        };
    }

    private static Table ofInput(final MessageLayout layout) {
        return switch (layout.name()) {
            case "Price", "ClockTick", "SnapshotPosition", "SnapshotOrder" -> null;
            case "OrderUpdate" -> ORDER_UPDATES;
            case "Fill", "SnapshotTrade" -> FILLS;
            case "CommandResult" -> COMMAND_RESULTS;
            case "SignalReceived" -> SIGNALS;
            default -> INPUTS;
        };
    }
}
