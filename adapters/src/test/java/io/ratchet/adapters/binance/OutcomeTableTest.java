package io.ratchet.adapters.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutcomeTableTest {
    @ParameterizedTest
    @CsvSource({
        "200, 0, ACCEPTED, NONE",
        "400, -2021, REJECTED, WOULD_TRIGGER",
        "400, -4130, REJECTED, CLOSE_POSITION_STOP_EXISTS",
        "400, -4116, REJECTED, DUPLICATE_ID",
        "400, -2011, REJECTED, UNKNOWN_ORDER",
        "400, -2013, REJECTED, UNKNOWN_ORDER",
        "400, -2022, REJECTED, REDUCE_ONLY_REJECTED",
        "400, -4118, REJECTED, REDUCE_ONLY_REJECTED",
        "503, -1008, REJECTED, OVERLOAD",
        "400, -4120, REJECTED, WRONG_ENDPOINT",
        "400, -4131, REJECTED, PRICE_BAND",
        "400, -4045, REJECTED, TOO_MANY_STOPS",
        "400, -4117, REJECTED, STOP_TRIGGERING",
        "400, -4164, REJECTED, BELOW_MINIMUM",
        "400, -4140, REJECTED, ENTRY_NOT_ALLOWED",
        "400, -1021, REJECTED, CLOCK",
        "400, -1022, REJECTED, AUTHENTICATION",
        "400, -4046, ACCEPTED, NO_CHANGE",
        "400, -1006, UNKNOWN, SERVER_ERROR",
        "408, -1007, UNKNOWN, TIMEOUT",
        "400, -1000, UNKNOWN, SERVER_ERROR",
        "400, -7777, UNKNOWN, UNLISTED",
        "429, 0, REJECTED, RATE_LIMITED",
        "418, 0, REJECTED, RATE_LIMITED",
        "401, 0, REJECTED, AUTHENTICATION",
        "408, 0, UNKNOWN, TIMEOUT",
        "500, 0, UNKNOWN, SERVER_ERROR",
        "504, 0, UNKNOWN, SERVER_ERROR",
        "302, 0, UNKNOWN, UNPARSABLE",
        "0, 0, UNKNOWN, UNPARSABLE"
    })
    void shouldSayWhatAReplyProves(
            final int status, final int code, final CommandOutcome outcome, final OutcomeReason reason) {
        final OutcomeTable.Row row = OutcomeTable.classify(status, code, "");
        assertEquals(outcome, row.outcome());
        assertEquals(reason, row.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "-1000, 'Unknown error, please check your request or try again later.', UNKNOWN",
        "0, 'Unknown error, please check your request or try again later.', UNKNOWN",
        "0, 'Service Unavailable.', REJECTED",
        "-1000, 'Internal error; unable to process your request. Please try again.', REJECTED",
        "-1001, 'Internal error; unable to process your request. Please try again.', REJECTED",
        "0, 'something else', UNKNOWN"
    })
    void shouldReadTheTextOfA503(final int code, final String message, final CommandOutcome outcome) {
        assertEquals(outcome, OutcomeTable.classify(503, code, message).outcome());
    }

    @Test
    void shouldHoldAnUnlistedCodeForNoEvidence() {
        int rejected = 0;
        for (int code = -10_000; code < 0; code++) {
            final OutcomeTable.Row row = OutcomeTable.row(code);
            if (row == null) {
                assertEquals(
                        CommandOutcome.UNKNOWN,
                        OutcomeTable.classify(400, code, "").outcome());
            } else {
                rejected += row.outcome() == CommandOutcome.REJECTED ? 1 : 0;
            }
        }
        assertTrue(OutcomeTable.size() > 90 && rejected > 80, "rows=" + OutcomeTable.size());
        assertNull(OutcomeTable.row(-1234));
    }
}
