package io.ratchet.config.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedEncoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.EntryRefusedEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionClosedEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalConcludedEncoder;
import io.ratchet.engine.sbe.SignalDefect;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final List<String> lines = new ArrayList<>();
    private final EventLog log = new EventLog(id -> "BTCUSDT", (level, text) -> lines.add(level + " " + text));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Ingress.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldTellOfAClosedPositionInHumanNumbers() {
        new PositionClosedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .positionId(7)
                .instrumentId(0)
                .quantity(1_000_000)
                .entryPrice(640_000_000_000_000L)
                .exitPrice(645_000_000_000_000L)
                .pnl(487_000_000)
                .fees(13_000_000)
                .side(PositionSide.LONG)
                .reason(CloseReason.TRAIL_STOP);
        told();
        assertEquals(
                List.of("INFO BTCUSDT position 7 closed: LONG 0.01 64000 -> 64500 by TRAIL_STOP, pnl 4.87 (fees 0.13)"),
                lines);
    }

    @Test
    void shouldTellARefusalOnce() {
        new EntryRefusedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .instrumentId(0)
                .signalId(17)
                .side(PositionSide.SHORT)
                .reason(EntryRefusal.VENUE_NOT_OK)
                .outcomeReason(OutcomeReason.NONE);
        told();
        for (final long signalId : new long[] {17, 18}) {
            new SignalConcludedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .signalId(signalId)
                    .instrumentId(0)
                    .refusal(EntryRefusal.WAVE_FULL)
                    .defect(SignalDefect.NONE);
            told();
        }
        assertEquals(
                List.of(
                        "INFO BTCUSDT entry refused: SHORT of signal 17, VENUE_NOT_OK",
                        "INFO BTCUSDT signal 18 refused: WAVE_FULL"),
                lines);
    }

    @Test
    void shouldRaiseTheVoiceAndGiveTheFiguresForAlerts() {
        new AlertRaisedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .positionId(3)
                .instrumentId(0)
                .value(1_500_000_000L)
                .bound(1_000_000_000L)
                .code(AlertCode.NAKED_TOO_LONG);
        told();
        assertEquals(List.of("ERROR BTCUSDT position 3 ALERT NAKED_TOO_LONG: 1500.000 ms, bound 1000.000 ms"), lines);
    }

    private void told() {
        log.onOutput(1, buffer, 0, Ingress.MESSAGE_LENGTH_MAX);
    }
}
