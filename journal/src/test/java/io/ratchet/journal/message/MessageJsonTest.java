package io.ratchet.journal.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.StateSnapshotSectionEncoder;
import io.ratchet.engine.sbe.StopMovedEncoder;
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageJsonTest {
    private static final String CODEC_PACKAGE = "io.ratchet.engine.sbe.";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldWritePricesAsDecimalsAndEnumsByName() {
        new StopMovedEncoder()
                .wrapAndApplyHeader(buffer, 3, header)
                .inputSequence(7)
                .timeNs(1_700_000_000_000_000_001L)
                .positionId(4_294_967_295L)
                .instrumentId(-1)
                .venue(Venue.BINANCE)
                .oldLevel(1_234_500_000_000L)
                .newLevel(1L)
                .requestedNs(FixedPoint.NULL)
                .rule(MoveRule.TRAIL);
        assertEquals(
                "{\"message\":\"StopMoved\",\"inputSequence\":7,\"timeNs\":1700000000000000001,"
                        + "\"positionId\":4294967295,\"instrumentId\":-1,\"venue\":\"BINANCE\",\"oldLevel\":\"123.45\","
                        + "\"newLevel\":\"0.0000000001\",\"requestedNs\":null,\"rule\":\"TRAIL\"}",
                MessageJson.text(buffer, 3));
    }

    @Test
    void shouldWriteNullsFlagsTextsAndOrderIds() {
        final FillEncoder fill = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill.timeNs(1).venueTimeMs(2).venueOrderId(3).tradeId(4).price(50_000_000_000L);
        fill.quantity(-150_000_000L).fee(0).realisedPnl(FixedPoint.NULL).instrumentId(9);
        fill.clientOrderId().epochSeconds(10).positionId(11).revision(12).role(OrderRole.STOP);
        fill.feeAsset("USDT").venue(Venue.BYBIT).side(OrderSide.SELL).maker(Flag.YES);
        fill.liquidation(Flag.NO).adl(Flag.NO).foreignId("a\"b\\c\n");
        assertEquals(
                "{\"message\":\"Fill\",\"timeNs\":1,\"venueTimeMs\":2,\"venueOrderId\":3,\"tradeId\":4,\"price\":\"5\","
                        + "\"quantity\":\"-1.5\",\"fee\":\"0\",\"realisedPnl\":null,\"instrumentId\":9,"
                        + "\"clientOrderId\":{\"epochSeconds\":10,\"positionId\":11,\"revision\":12,\"role\":\"STOP\"},"
                        + "\"feeAsset\":\"USDT\",\"venue\":\"BYBIT\",\"side\":\"SELL\",\"maker\":true,"
                        + "\"liquidation\":false,\"adl\":false,\"foreignId\":\"a\\\"b\\\\c\\u000a\"}",
                MessageJson.text(buffer, 0));
        fill.clientOrderId().role(OrderRole.NONE);
        assertTrue(MessageJson.text(buffer, 0).contains("\"clientOrderId\":null,"));
    }

    @Test
    void shouldWriteBytesThatAreNoTextAsTheirNumber() {
        final byte[] data = new byte[300];
        new StateSnapshotSectionEncoder()
                .wrapAndApplyHeader(buffer, 5, header)
                .inputSequence(7)
                .timeNs(1)
                .index(2)
                .name("positions")
                .putData(data, 0, data.length);
        assertEquals(
                "{\"message\":\"StateSnapshotSection\",\"inputSequence\":7,\"timeNs\":1,\"index\":2,"
                        + "\"name\":\"positions\",\"data\":300}",
                MessageJson.text(buffer, 5));
    }

    @Test
    void shouldWriteNumbersOfUnknownEnumValuesAndRefuseUnknownMessages() {
        new PriceEncoder().wrapAndApplyHeader(buffer, 0, header).timeNs(1);
        assertTrue(MessageJson.text(buffer, 0).startsWith("{\"message\":\"Price\",\"timeNs\":1,"));
        header.wrap(buffer, 0).templateId(49_999);
        assertThrows(EngineException.class, () -> MessageJson.text(buffer, 0));
    }

    @Test
    void shouldAgreeWithTheGeneratedCodecsOnEveryOffset() throws ReflectiveOperationException {
        int fields = 0;
        for (final MessageLayout layout : MessageSchema.instance().layouts()) {
            final Class<?> codec = Class.forName(CODEC_PACKAGE + layout.name() + "Decoder");
            assertEquals(codec.getField("TEMPLATE_ID").getInt(null), layout.templateId());
            for (final MessageField field : layout.fields()) {
                if (field.kind() != MessageField.Kind.DATA && field.kind() != MessageField.Kind.BYTES) {
                    assertEquals(
                            codec.getMethod(field.name() + "EncodingOffset").invoke(null), field.offset());
                    assertEquals(
                            codec.getMethod(field.name() + "EncodingLength").invoke(null), field.length());
                    fields++;
                }
            }
        }
        assertTrue(fields > 300, "fields " + fields);
    }

    @Test
    void shouldKnowTheUnitOfEveryLongField() {
        for (final MessageLayout layout : MessageSchema.instance().layouts()) {
            for (final MessageField field : layout.fields()) {
                if (field.kind() == MessageField.Kind.SIGNED && field.length() == Long.BYTES) {
                    assertTrue(FieldUnits.isKnown(field.name()), layout.name() + "." + field.name());
                }
            }
        }
    }

    @Test
    void shouldWriteDecimalsExactly() {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("ratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            final long value = random.nextLong() >> random.nextInt(64);
            final int decimals = random.nextInt(19);
            final BigDecimal expected = BigDecimal.valueOf(value, decimals).stripTrailingZeros();
            assertEquals(expected.toPlainString(), Decimals.text(value, decimals));
        }
        assertEquals("-922337203.6854775808", Decimals.text(Long.MIN_VALUE, 10));
        assertEquals("0", Decimals.text(0, 10));
    }
}
