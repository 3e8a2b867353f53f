package io.ratchet.bench.simulator;

/** What can go wrong, and what people do. Each kind has its own stream of randomness. */
enum FaultKind {
    /** A wave of signals: target is the number of signals. */
    SIGNALS(Group.ACTIVITY, 0),
    /** An operator opens: target is the instrument, amount the side. */
    OPEN(Group.ACTIVITY, 35),
    /** An operator lets a position be closed. */
    FORCE_EXIT(Group.ACTIVITY, 150),
    /** An operator moves the stop of a position, better or worse. */
    SET_STOP(Group.OPERATOR, 400),
    /** An operator takes a foreign position over. */
    ADOPT(Group.OPERATOR, 500),
    /** An operator lets a foreign position have a stop. */
    GUARD(Group.OPERATOR, 600),
    /** An operator lets a foreign position alone. */
    IGNORE(Group.OPERATOR, 900),
    /** An operator lets nothing be opened on a contract. */
    BLOCK(Group.OPERATOR, 900),
    /** An operator stops entries, for a while. */
    STOP_ENTRIES(Group.OPERATOR, 1_200),
    /** An operator lets everything be closed. */
    KILL(Group.OPERATOR, 2_400),
    /** An operator changes the policy. */
    POLICY(Group.OPERATOR, 900),
    /** A screener says what it knows of a contract. */
    STATS(Group.MARKET, 40),
    /** The state goes into the journal, so that a start need not decide the whole past again. */
    SNAPSHOT(Group.ACTIVITY, 240),
    /** The mark jumps by amount 1/1000. */
    JUMP(Group.MARKET, 120),
    /** No prices for a while. */
    FREEZE(Group.MARKET, 900),
    /** A person closes amount 1/1000 of a position by hand. */
    HAND_CLOSE(Group.USER, 400),
    /** A person adds to a position by hand. */
    HAND_ADD(Group.USER, 900),
    /** A person turns a position around. */
    HAND_REVERSE(Group.USER, 1_800),
    /** A person cancels a stop of ours. */
    HAND_CANCEL_STOP(Group.USER, 400),
    /** A person opens a position. */
    HAND_POSITION(Group.USER, 900),
    /** A person places a limit order far away. */
    HAND_ORDER(Group.USER, 900),
    /** A person places a stop, amount 0: for the whole position, 1: for its size. */
    HAND_STOP(Group.USER, 900),
    /** A person fills the book of conditional orders but for amount of them. */
    HAND_STOPS(Group.USER, 2_400),
    /** A person offers the position at a limit: reduce-only capacity is used up. */
    HAND_REDUCE(Group.USER, 900),
    /** A person changes the leverage of a contract. */
    HAND_LEVERAGE(Group.USER, 1_800),
    /** Another instance places an order in our name. */
    FOREIGN_INSTANCE(Group.USER, 3_600),
    /** More latency: amount in ms. */
    NET_SLOW(Group.NETWORK, 300),
    /** A connection breaks: target is which; with amount 1 what was sent is lost with it. */
    NET_RESET(Group.NETWORK, 200),
    /** A connection is silent, then late (amount 0) or broken (amount 1). */
    NET_MUTE(Group.NETWORK, 400),
    /** Nothing can be reached. */
    NET_PARTITION(Group.NETWORK, 900),
    /** REST requests (amount 0) or their answers (amount 1) are lost. */
    NET_REST_LOSS(Group.NETWORK, 500),
    /** Private events come in another order. */
    USER_REORDER(Group.NETWORK, 300),
    /** Private events come twice. */
    USER_REPEAT(Group.NETWORK, 300),
    /** The venue says nothing on the private stream, which stays up. */
    USER_MUTE(Group.VENUE, 900),
    /** -1007 of target, though it was done. */
    UNKNOWN_DONE(Group.VENUE, 150),
    /** -1007 of target, and it was not done. */
    UNKNOWN_NOT_DONE(Group.VENUE, 150),
    /** The answer to target is lost. */
    LOST_ANSWER(Group.VENUE, 150),
    /** The request of target is lost. */
    LOST_REQUEST(Group.VENUE, 150),
    /** 503 for amount requests. */
    STORM(Group.VENUE, 500),
    /** -1008 for amount orders. */
    OVERLOAD(Group.VENUE, 500),
    /** 429: the weight of this minute is used up. */
    EXHAUST(Group.VENUE, 1_200),
    /** 418. */
    BAN(Group.VENUE, 1_500),
    /** The listen key ends. */
    LISTEN_KEY(Group.VENUE, 900),
    /** A position is not shown in reads. */
    INVISIBLE(Group.VENUE, 500),
    /** A list is empty by error, amount times: target is which. */
    EMPTY_LIST(Group.VENUE, 500),
    /** Reads fail, amount times. */
    READS_FAIL(Group.VENUE, 400),
    /** A conditional order that was acknowledged rests only later. */
    WITHHELD(Group.VENUE, 500),
    /** A triggered stop is rejected. */
    REJECT_AT_TRIGGER(Group.VENUE, 700),
    /** An order is executed in part. */
    PARTIAL(Group.VENUE, 400),
    /** The venue cancels a stop and says nothing. */
    SILENT_CANCEL(Group.VENUE, 600),
    /** Auto-deleveraging takes amount 1/1000 of a position. */
    ADL(Group.VENUE, 900),
    /** A position is liquidated. */
    LIQUIDATION(Group.VENUE, 1_500),
    /** The service that conditional orders are sent to has moved: -4120, amount times. */
    WRONG_ENDPOINT(Group.VENUE, 1_500),
    /** A refusal of target, by one of the codes of amount. */
    REFUSE(Group.VENUE, 400),
    /** A contract is settled at mark and trades no more, for a while. */
    DELIST(Group.VENUE, 2_400),
    /** The venue's clock steps by amount ms. */
    CLOCK(Group.VENUE, 900),
    /** A contract can be reduced only, for a while. */
    HALT(Group.VENUE, 1_200),
    /** A contract is closed for a while: nothing is possible. */
    CLOSED(Group.VENUE, 2_400),
    /** The process dies after amount more records. */
    CRASH(Group.NODE, 400),
    /** The power fails after amount more records. */
    POWER(Group.NODE, 900),
    /** The process stands still. */
    PAUSE(Group.NODE, 400),
    /** The process is told to end, and starts again. */
    RESTART(Group.NODE, 1_200),
    /** The process dies again and again while it recovers: target times, after amount more records. */
    CRASH_AGAIN(Group.NODE, 900),
    /** The disk is slow. */
    DISK_SLOW(Group.DISK, 500),
    /** The database is away. */
    DATABASE_AWAY(Group.DATABASE, 400),
    /** The connection to the database ends at one of the next commits, before it (amount 0) or after it. */
    DATABASE_COMMIT(Group.DATABASE, 200),
    /** A standby of the database takes over that is some seconds behind. */
    DATABASE_FAIL_OVER(Group.DATABASE, 900),
    /** The database refuses a row. */
    DATABASE_REFUSES(Group.DATABASE, 900),
    /** The persister gets a turn only now and then. */
    DATABASE_SLOW(Group.DATABASE, 900);

    /** What a fault belongs to: the swarm switches groups on and off. */
    enum Group {
        ACTIVITY,
        OPERATOR,
        MARKET,
        USER,
        NETWORK,
        VENUE,
        NODE,
        DISK,
        DATABASE
    }

    private final Group group;
    private final int meanSeconds;

    FaultKind(final Group group, final int meanSeconds) {
        this.group = group;
        this.meanSeconds = meanSeconds;
    }

    Group group() {
        return group;
    }

    /** Mean time between two at full intensity; 0: not by chance. */
    int meanSeconds() {
        return meanSeconds;
    }
}
