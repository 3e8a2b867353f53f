package io.ratchet.engine.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.OrderRole;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOrderIdsTest {
    private final ClientOrderIds ids = new ClientOrderIds("k7");
    private final OrderIdFields fields = new OrderIdFields();

    @ParameterizedTest
    @CsvSource({
        "1760486400, 1, ENTRY, 0, rk7t45c0000001e000",
        "1760486400, 1, ANCHOR, 1, rk7t45c0000001a001",
        "1760486400, 35, STOP, 36, rk7t45c000000zs010",
        "0, 0, EXIT, 0, rk700000000000x000",
        "2176782335, 60466175, CLOSE, 46655, rk7zzzzzzzzzzzczzz"
    })
    void shouldWriteAndReadTheSameId(
            final long epochSeconds,
            final long positionId,
            final OrderRole role,
            final int revision,
            final String expected) {
        assertEquals(expected, ids.formatted(epochSeconds, positionId, role, revision));
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);
        assertEquals(ClientOrderIds.LENGTH, ids.format(epochSeconds, positionId, role, revision, buffer, 5));
        assertEquals(expected, buffer.getStringWithoutLengthAscii(5, ClientOrderIds.LENGTH));

        assertTrue(parse(expected));
        assertEquals(epochSeconds, fields.epochSeconds());
        assertEquals(positionId, fields.positionId());
        assertEquals(role, fields.role());
        assertEquals(revision, fields.revision());
        assertTrue(fields.isOurs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rk7t45c0000001e00",
                "rk7t45c0000001e0000",
                "xk7t45c0000001e000",
                "Rk7t45c0000001e000",
                "rk8t45c0000001e000",
                "r77t45c0000001e000",
                "rk7t45c0000001z000",
                "rk7t45c0000001E000",
                "rk7T458w000001e000",
                "rk7t45c000000-e000",
                "rk7t45c0000001e0 0",
                "rk7t45c0000001e00{",
                "rk7t45c000000éxe00",
                "autoclose-12345678",
                "adl_autoclose_xxxx"
            })
    void shouldSayThatAnIdIsNotOurs(final String text) {
        fields.set(1, 2, OrderRole.STOP, 3);
        assertFalse(parse(text));
        assertFalse(fields.isOurs());
        assertEquals(0, fields.positionId());
    }

    @Test
    void shouldSayThatNoIdIsNotOurs() {
        assertFalse(ids.parse((CharSequence) null, fields));
    }

    @Test
    void shouldRoundTripAtRandom() {
        final long seed = Long.getLong("ratchet.seed", 7201L);
        System.out.println("ClientOrderIdsTest seed " + seed);
        final Random random = new Random(seed);
        final OrderRole[] roles = {OrderRole.ENTRY, OrderRole.ANCHOR, OrderRole.STOP, OrderRole.EXIT, OrderRole.CLOSE};
        for (int i = 0; i < 10_000; i++) {
            final long epochSeconds = random.nextLong(ClientOrderIds.EPOCH_SECONDS_MAX + 1);
            final long positionId = random.nextLong(ClientOrderIds.POSITION_ID_MAX + 1);
            final int revision = random.nextInt(ClientOrderIds.REVISION_MAX + 1);
            final OrderRole role = roles[random.nextInt(roles.length)];
            assertTrue(parse(ids.formatted(epochSeconds, positionId, role, revision)), "seed=" + seed);
            assertEquals(epochSeconds, fields.epochSeconds(), "seed=" + seed);
            assertEquals(positionId, fields.positionId(), "seed=" + seed);
            assertEquals(revision, fields.revision(), "seed=" + seed);
            assertEquals(role, fields.role(), "seed=" + seed);
        }
    }

    @Test
    void shouldNameTheFieldThatIsOutOfRange() {
        assertRefused("epochSeconds", ClientOrderIds.EPOCH_SECONDS_MAX + 1, 1, OrderRole.STOP, 1);
        assertRefused("epochSeconds", -1, 1, OrderRole.STOP, 1);
        assertRefused("positionId", 1, ClientOrderIds.POSITION_ID_MAX + 1, OrderRole.STOP, 1);
        assertRefused("revision", 1, 1, OrderRole.STOP, ClientOrderIds.REVISION_MAX + 1);
        assertRefused("role", 1, 1, OrderRole.NONE, 1);
    }

    @Test
    void shouldRefuseAnAccountTagThatVenuesOrPeopleCouldConfuse() {
        for (final String tag : new String[] {"", "a", "abc", "A1", "a_", "é1"}) {
            assertThrows(IllegalArgumentException.class, () -> new ClientOrderIds(tag), tag);
        }
    }

    @Test
    void shouldCarryAnIdThroughAMessage() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);
        final OrderIdFields out = new OrderIdFields().set(1_760_486_400L, 12, OrderRole.STOP, 5);
        out.write(new ClientOrderIdEncoder().wrap(buffer, 0));
        final ClientOrderIdDecoder decoder = new ClientOrderIdDecoder().wrap(buffer, 0);
        assertEquals("rk7t45c000000cs005", ids.formatted(decoder));

        fields.read(decoder);
        assertEquals(12, fields.positionId());
        assertEquals(OrderRole.STOP, fields.role());
    }

    private void assertRefused(
            final String field, final long epoch, final long position, final OrderRole role, final int revision) {
        final String message = assertThrows(
                        IllegalArgumentException.class, () -> ids.formatted(epoch, position, role, revision))
                .getMessage();
        assertTrue(message.contains(field), message);
    }

    /** Reads from an array, a buffer and a text, which must agree. */
    private boolean parse(final String text) {
        final byte[] bytes = ('r' + text + 'r').getBytes(US_ASCII);
        final boolean isOurs = ids.parse(bytes, 1, bytes.length - 2, fields);
        assertEquals(isOurs, ids.parse(new UnsafeBuffer(bytes), 1, bytes.length - 2, fields));
        assertEquals(isOurs, ids.parse(text, fields));
        return isOurs;
    }
}
