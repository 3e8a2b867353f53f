-- The journal as tables. Every row has the key (epoch, sequence) of its journal record and is inserted once: a second
-- insert is an error. Prices, ticks and the rows of venue snapshots stay in the journal. Times are UTC; time_ns is the
-- exact engine time, at its microseconds. NULL stands for "not said", NONE and 0 where they mean nothing.

CREATE TABLE journal_position (
    epoch      integer     PRIMARY KEY,
    sequence   bigint      NOT NULL,
    hash       integer     NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE journal_position IS 'Last journal record that is in the tables, and its hash; changed in their transactions.';

CREATE TABLE facts (
    epoch          integer     NOT NULL,
    sequence       bigint      NOT NULL,
    at             timestamptz NOT NULL,
    time_ns        bigint      NOT NULL,
    fact           text        NOT NULL,
    input_sequence bigint      NOT NULL,
    venue          text,
    instrument_id  integer,
    symbol         text,
    position_id    bigint,
    body           jsonb       NOT NULL,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX facts_by_name ON facts (fact, at);
CREATE INDEX facts_by_position ON facts (epoch, position_id, sequence) WHERE position_id IS NOT NULL;
COMMENT ON TABLE facts IS 'Everything the core found out; body holds all fields of the message, prices as decimal strings.';

CREATE TABLE commands (
    epoch          integer     NOT NULL,
    sequence       bigint      NOT NULL,
    at             timestamptz NOT NULL,
    time_ns        bigint      NOT NULL,
    command        text        NOT NULL,
    input_sequence bigint      NOT NULL,
    venue          text,
    instrument_id  integer,
    symbol         text,
    position_id    bigint,
    role           text,
    id_epoch       bigint,
    revision       integer,
    side           text,
    order_type     text,
    quantity       numeric,
    price          numeric,
    level          numeric,
    close_position boolean,
    venue_order_id bigint,
    reason         text,
    body           jsonb       NOT NULL,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX commands_by_position ON commands (epoch, position_id, sequence) WHERE position_id IS NOT NULL;

CREATE TABLE command_results (
    epoch            integer     NOT NULL,
    sequence         bigint      NOT NULL,
    at               timestamptz NOT NULL,
    time_ns          bigint      NOT NULL,
    command_sequence bigint      NOT NULL,
    venue            text,
    instrument_id    integer,
    symbol           text,
    position_id      bigint,
    role             text,
    id_epoch         bigint,
    revision         integer,
    outcome          text        NOT NULL,
    reason           text,
    status           text,
    book             text,
    side             text,
    venue_code       integer     NOT NULL,
    venue_time       timestamptz,
    venue_order_id   bigint,
    linked_order_id  bigint,
    level            numeric,
    quantity         numeric,
    filled_quantity  numeric,
    average_price    numeric,
    handed_at        timestamptz,
    sent_at          timestamptz,
    ack_at           timestamptz,
    text             text,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX command_results_by_command ON command_results (epoch, command_sequence);

CREATE TABLE order_updates (
    epoch           integer     NOT NULL,
    sequence        bigint      NOT NULL,
    at              timestamptz NOT NULL,
    time_ns         bigint      NOT NULL,
    venue           text        NOT NULL,
    instrument_id   integer,
    symbol          text,
    position_id     bigint,
    role            text,
    id_epoch        bigint,
    revision        integer,
    foreign_id      text,
    venue_time      timestamptz,
    venue_order_id  bigint,
    linked_order_id bigint,
    book            text,
    side            text,
    order_type      text,
    status          text        NOT NULL,
    working_type    text,
    price           numeric,
    level           numeric,
    quantity        numeric     NOT NULL,
    filled_quantity numeric     NOT NULL,
    average_price   numeric,
    reduce_only     boolean     NOT NULL,
    close_position  boolean     NOT NULL,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX order_updates_by_position ON order_updates (epoch, position_id, sequence) WHERE position_id IS NOT NULL;

CREATE TABLE fills (
    epoch          integer     NOT NULL,
    sequence       bigint      NOT NULL,
    at             timestamptz NOT NULL,
    time_ns        bigint      NOT NULL,
    source         text        NOT NULL,
    venue          text        NOT NULL,
    instrument_id  integer,
    symbol         text,
    position_id    bigint,
    role           text,
    id_epoch       bigint,
    revision       integer,
    foreign_id     text,
    venue_time     timestamptz,
    venue_order_id bigint      NOT NULL,
    trade_id       bigint      NOT NULL,
    side           text,
    price          numeric     NOT NULL,
    quantity       numeric     NOT NULL,
    fee            numeric     NOT NULL,
    fee_asset      text,
    realised_pnl   numeric,
    maker          boolean     NOT NULL,
    liquidation    boolean,
    adl            boolean,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX fills_by_trade ON fills (venue, symbol, trade_id);
COMMENT ON TABLE fills IS 'source Fill: seen on the user stream; SnapshotTrade: read from the venue, perhaps of a fill that the stream brought too.';
CREATE VIEW trades AS
    SELECT DISTINCT ON (venue, instrument_id, trade_id) * FROM fills ORDER BY venue, instrument_id, trade_id, epoch, sequence;

CREATE TABLE signals (
    epoch            integer     NOT NULL,
    sequence         bigint      NOT NULL,
    at               timestamptz NOT NULL,
    time_ns          bigint      NOT NULL,
    signal_id        bigint      NOT NULL,
    batch_id         integer     NOT NULL,
    batch_index      integer     NOT NULL,
    batch_size       integer     NOT NULL,
    venue            text,
    instrument_id    integer,
    symbol           text,
    side             text,
    score_week       numeric,
    score_month      numeric,
    candle_open_time timestamptz,
    created_time     timestamptz,
    defect           text,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX signals_by_id ON signals (signal_id);

CREATE TABLE inputs (
    epoch         integer     NOT NULL,
    sequence      bigint      NOT NULL,
    at            timestamptz NOT NULL,
    time_ns       bigint      NOT NULL,
    input         text        NOT NULL,
    venue         text,
    instrument_id integer,
    symbol        text,
    body          jsonb       NOT NULL,
    PRIMARY KEY (epoch, sequence)
);
CREATE INDEX inputs_by_name ON inputs (input, at);
COMMENT ON TABLE inputs IS 'All other inputs: starts, policies, instruments, feeds, health, balances, positions, funding, operators.';

CREATE TABLE instruments (
    epoch         integer NOT NULL,
    instrument_id integer NOT NULL,
    venue         text    NOT NULL,
    symbol        text    NOT NULL,
    tick_size     numeric NOT NULL,
    step_size     numeric NOT NULL,
    min_quantity  numeric NOT NULL,
    min_notional  numeric NOT NULL,
    sequence      bigint  NOT NULL,
    PRIMARY KEY (epoch, instrument_id)
);
COMMENT ON TABLE instruments IS 'Newest definition of each instrument.';

CREATE TABLE positions (
    epoch              integer     NOT NULL,
    position_id        bigint      NOT NULL,
    venue              text,
    symbol             text,
    side               text        NOT NULL,
    phase              text        NOT NULL,
    opened_at          timestamptz NOT NULL,
    quantity           numeric     NOT NULL,
    entry_price        numeric     NOT NULL,
    signal_id          bigint,
    stop_level         numeric,
    stop_confirmed_at  timestamptz,
    trail_activated_at timestamptz,
    stop_moves         integer     NOT NULL DEFAULT 0,
    naked_ns           bigint      NOT NULL DEFAULT 0,
    closed_at          timestamptz,
    close_reason       text,
    exit_price         numeric,
    pnl                numeric,
    fees               numeric,
    PRIMARY KEY (epoch, position_id)
) WITH (fillfactor = 60);
COMMENT ON TABLE positions IS 'State of each position as the facts tell it.';

CREATE TABLE quarantined_records (
    epoch    integer     NOT NULL,
    sequence bigint      NOT NULL,
    message  text        NOT NULL,
    error    text        NOT NULL,
    record   bytea       NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch, sequence)
);
COMMENT ON TABLE quarantined_records IS 'Records that PostgreSQL refused; counted and alarmed, the stream goes on.';

CREATE VIEW naked_intervals AS
    SELECT epoch, sequence, at, venue, symbol, position_id, body ->> 'cause' AS cause,
           (body ->> 'ns')::bigint AS ns, (body ->> 'minNs')::bigint AS min_ns
    FROM facts WHERE fact = 'NakedInterval';
CREATE VIEW loose_intervals AS
    SELECT epoch, sequence, at, venue, symbol, position_id, body ->> 'cause' AS cause,
           (body ->> 'ns')::bigint AS ns, (body ->> 'level')::numeric AS level
    FROM facts WHERE fact = 'LooseInterval';
CREATE VIEW stop_moves AS
    SELECT epoch, sequence, at, venue, symbol, position_id, body ->> 'rule' AS rule,
           (body ->> 'oldLevel')::numeric AS old_level, (body ->> 'newLevel')::numeric AS new_level
    FROM facts WHERE fact = 'StopMoved';
CREATE VIEW waves AS
    SELECT epoch, sequence, at, to_timestamp((body ->> 'waveMs')::numeric / 1000) AS wave,
           (body ->> 'signals')::integer AS signals, (body ->> 'opened')::integer AS opened,
           (body ->> 'refused')::integer AS refused
    FROM facts WHERE fact = 'WaveCompleted';
CREATE VIEW signal_outcomes AS
    SELECT epoch, sequence, at, (body ->> 'signalId')::bigint AS signal_id, symbol, position_id,
           body ->> 'refusal' AS refusal, body ->> 'defect' AS defect
    FROM facts WHERE fact = 'SignalConcluded';
CREATE VIEW alerts AS
    SELECT epoch, sequence, at, venue, symbol, position_id, body ->> 'code' AS code,
           (body ->> 'value')::bigint AS value, (body ->> 'bound')::bigint AS bound
    FROM facts WHERE fact = 'AlertRaised';
