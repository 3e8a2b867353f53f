package io.ratchet.journal.postgres;

import java.sql.SQLException;

/** What an exception from the database means. */
enum Failure {
    /** The server is away, restarting or busy; what became of a commit is unknown. */
    AWAY,
    /** Rows that are there already: the position and the tables disagree, nothing may go on. */
    DUPLICATE,
    /** A value that PostgreSQL refuses. */
    BAD_ROW,
    /** Somebody else moved the position. */
    POSITION_MOVED;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DATA_CLASS = "22";
    private static final String CONSTRAINT_CLASS = "23";
    private static final int CAUSES_MAX = 16;

    static Failure of(final Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof PositionMovedException) {
                return POSITION_MOVED;
            }
            if (cause instanceof final SQLException sql && sql.getSQLState() != null) {
                return ofState(sql.getSQLState());
            }
            cause = cause.getCause();
        }
        return AWAY;
    }

    private static Failure ofState(final String state) {
        if (UNIQUE_VIOLATION.equals(state)) {
            return DUPLICATE;
        }
        return state.startsWith(DATA_CLASS) || state.startsWith(CONSTRAINT_CLASS) ? BAD_ROW : AWAY;
    }
}
