package io.ratchet.adapters.bybit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BybitOutcomesTest {
    @ParameterizedTest
    @CsvSource({
        "0, OK, ACCEPTED, NONE",
        "34040, not modified, ACCEPTED, NO_CHANGE",
        "110043, leverage not modified, ACCEPTED, NO_CHANGE",
        "10001, can not set tp/sl/ts for zero position, REJECTED, POSITION_NOT_FOUND",
        "10001, StopLoss:324000000 set for Buy position should lower than base_price:161600000??LastPrice, REJECTED, WOULD_TRIGGER",
        "10001, position idx not match position mode, REJECTED, MODE_MISMATCH",
        "10001, order not modified, REJECTED, NO_CHANGE",
        "10001, anything else, REJECTED, INVALID_REQUEST",
        "110017, orderQty will be truncated to zero, REJECTED, REDUCE_ONLY_REJECTED",
        "110007, ab not enough for new order, REJECTED, INSUFFICIENT_MARGIN",
        "110009, too many stop orders, REJECTED, TOO_MANY_STOPS",
        "110072, OrderLinkedID is duplicate, REJECTED, DUPLICATE_ID",
        "110118, market price unavailable, REJECTED, PRICE_BAND",
        "170193, Buy order price cannot be higher than 0USDT, REJECTED, PRICE_BAND",
        "170209, not available in your region, REJECTED, ENTRY_NOT_ALLOWED",
        "10024, compliance, REJECTED, ENTRY_NOT_ALLOWED",
        "10029, whitelist, REJECTED, ENTRY_NOT_ALLOWED",
        "10000, server timeout, UNKNOWN, TIMEOUT",
        "10016, server error, UNKNOWN, SERVER_ERROR",
        "10429, system protection, UNKNOWN, OVERLOAD",
        "987654, never heard of, UNKNOWN, UNLISTED"
    })
    void shouldSayWhatACodeProves(
            final int code, final String text, final CommandOutcome outcome, final OutcomeReason reason) {
        final BybitOutcomes.Row row = BybitOutcomes.classify(code, text);
        assertEquals(outcome, row.outcome());
        assertEquals(reason, row.reason());
    }

    @Test
    void shouldListEachCodeOnce() {
        assertEquals(62, BybitOutcomes.size());
    }
}
