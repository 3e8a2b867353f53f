package io.ratchet.config.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedEncoder;
import io.ratchet.engine.sbe.Invariant;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.Venue;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ProtectionReportTest {
    private static ProtectionReport after(final AlertCode code) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final AlertRaisedEncoder alert = new AlertRaisedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .inputSequence(1)
                .timeNs(1)
                .positionId(1)
                .instrumentId(0)
                .venue(Venue.BINANCE)
                .value(Invariant.I1.value())
                .bound(0)
                .code(code);
        final ProtectionReport report = new ProtectionReport();
        report.onRecord(2, RecordKind.FACT, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + alert.encodedLength());
        return report;
    }

    @Test
    void shouldReportAViolationThatWithheldNoCommand() {
        final ProtectionReport report = after(AlertCode.INVARIANT_VIOLATED);
        final StringBuilder out = new StringBuilder();
        report.print(out);
        assertEquals(1, report.violations());
        assertTrue(out.toString().matches("(?s).*\n  violations +1\n.*"), out.toString());
    }

    @Test
    void shouldReportNoViolationWhenAnAlertIsOfSomethingElse() {
        assertEquals(0, after(AlertCode.NAKED_TOO_LONG).violations());
    }
}
