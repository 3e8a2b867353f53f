package io.ratchet.engine.core;

import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages as text for assertions: {@code Name field=value field=value …}. */
final class Texts {
    private static final Map<Integer, Class<?>> DECODERS = new HashMap<>();

    static {
        for (final String name :
                ("SetLeverage PlaceEntry PlaceStop CancelStop CancelOrder CloseAtMarket QueryOrder RequestSnapshot"
                                + " Subscribe Unsubscribe NodeStateChanged PositionOpened PositionQuantityChanged"
                                + " PositionPhaseChanged StopConfirmed TrailingActivated StopMoved StopMoveSkipped StopMoveFailed"
                                + " StopLost NakedInterval LooseInterval CloseStarted PositionClosed EntryRefused SignalConcluded"
                                + " WaveDetected WaveCompleted CommandWithheld OutcomeResolved MarkQuarantined ResyncStarted"
                                + " ResyncCompleted LeftoverOrderFound ForeignExposureFound AlertRaised PositionFlatVerified"
                                + " PlaceExit MoveExit AgedTarget AgedPhaseChanged ExitOrderPlaced ExitOrderMoved ExitOrderEnded ProtectDeadlineExtended SymbolBlocked"
                                + " OperatorAccepted OperatorRefused ForeignPolicyChanged ForeignReleased KillCertificate HealthScore FundingBooked"
                                + " LedgerCorrected ProtectionTriggered LatchSet LatchReleased WaveRefusals WaveStop WaveCertificate"
                                + " StateSnapshotBegin StateSnapshotSection StateSnapshotEnd"
                                + " StopTriggered StopRefused ReadApplied QuantityDoubted WaveExpected"
                                + " WaveNotFound LeftoverOrderCleared LeftoverSweep ForeignInstanceFound ForeignInstanceCleared")
                        .split(" ")) {
            try {
                final Class<?> type = Class.forName("io.ratchet.engine.sbe." + name + "Decoder");
                DECODERS.put(type.getField("TEMPLATE_ID").getInt(null), type);
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    private Texts() {}

    static String of(final byte[] message) {
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        header.wrap(buffer, 0);
        final Class<?> type = DECODERS.get(header.templateId());
        try {
            final Object decoder = type.getConstructor().newInstance();
            final Method wrap =
                    type.getMethod("wrapAndApplyHeader", DirectBuffer.class, int.class, MessageHeaderDecoder.class);
            wrap.invoke(decoder, buffer, 0, header);
            final String text = decoder.toString();
            final String name = type.getSimpleName().replace("Decoder", "");
            return name + " " + text.substring(text.indexOf("):") + 2).replace('|', ' ') + " ";
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
