package io.ratchet.engine.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every message, committed: a journal written today must be read by every later build.
 *
 * <p>After a deliberate addition to the schema, run this test once with {@code -Dratchet.golden.write=true} and look at
 * the difference: only appended bytes are allowed.
 */
class GoldenBytesTest {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");
    private static final String WRITE_PROPERTY = "ratchet.golden.write";
    private static final String SUFFIX = ".hex";
    private static final int BYTES_PER_LINE = 16;
    private static final int TEXT_LENGTH_MAX = 120;
    /** What a producer may offer; a slot of the ring is 512. */
    private static final int INPUT_LENGTH_MAX = Ingress.MESSAGE_LENGTH_MAX;
    /** A slot of {@link io.ratchet.engine.core.Outputs}; outputs carry no text. */
    private static final int OUTPUT_LENGTH_MAX = 256;

    private static final SampleMessages SAMPLES = SampleMessages.ofSchema();

    static List<String> messages() {
        return SAMPLES.names();
    }

    @BeforeAll
    static void writeGoldenBytesOnlyWhenAsked() throws IOException {
        if (Boolean.getBoolean(WRITE_PROPERTY)) {
            Files.createDirectories(DIRECTORY);
            for (final String name : SAMPLES.names()) {
                Files.writeString(file(name), hex(sample(name)), US_ASCII);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEncodeTheGoldenBytes(final String name) throws IOException {
        final byte[] actual = sample(name);
        assertTrue(Files.exists(file(name)), () -> "message " + name + " has no golden bytes: " + file(name));
        assertArrayEquals(golden(name), actual, () -> "message " + name + " moved a byte of " + file(name));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldDecodeTheGoldenBytes(final String name) throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(golden(name));
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);

        assertEquals(SAMPLES.templateId(name), header.templateId());
        assertEquals(MessageHeaderDecoder.SCHEMA_ID, header.schemaId());
        assertEquals(SAMPLES.expected(name), SAMPLES.decode(name, buffer, 0));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNotDependOnWhereAMessageLies(final String name) throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0x5A);
        final int length = SAMPLES.encode(name, buffer, 133);
        final byte[] actual = new byte[length];
        buffer.getBytes(133, actual);

        assertArrayEquals(golden(name), actual, "a field of the sample is not written");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldFitItsSlotWithTheLongestText(final String name) {
        final int length = sample(name).length;
        if (RecordKind.ofTemplate(SAMPLES.templateId(name)) == RecordKind.INPUT) {
            final int longest = length + (SAMPLES.hasText(name) ? TEXT_LENGTH_MAX : 0);
            assertTrue(longest <= INPUT_LENGTH_MAX, "length " + longest);
        } else {
            assertTrue(length <= OUTPUT_LENGTH_MAX, "length " + length);
        }
    }

    @Test
    void shouldHaveGoldenBytesOfTheMessagesAndOfNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            final List<String> actual = files.map(path -> path.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
            assertEquals(SAMPLES.names().stream().sorted().toList(), actual);
        }
    }

    @Test
    void shouldNumberEveryMessageOnceAndInItsRange() {
        final Set<Integer> templateIds = new HashSet<>();
        for (final String name : SAMPLES.names()) {
            assertTrue(templateIds.add(SAMPLES.templateId(name)), "template id of " + name + " is used twice");
        }
    }

    @Test
    void shouldTellWhenAByteMoves() throws IOException {
        final byte[] golden = golden("Price");
        for (int i = 0; i < golden.length; i++) {
            final byte[] moved = golden.clone();
            moved[i] ^= 1;
            assertFalse(Arrays.equals(moved, sample("Price")), "byte " + i);
        }
    }

    @Test
    void shouldGiveEachFieldOfAMessageAValueOfItsOwn() {
        final List<String> numbers = new ArrayList<>();
        for (final String field : SAMPLES.expected("OrderUpdate")) {
            final String value = field.substring(field.indexOf('=') + 1);
            if (Character.isDigit(value.charAt(0))) {
                numbers.add(value);
            }
        }
        assertEquals(numbers.size(), new HashSet<>(numbers).size());
    }

    private static byte[] sample(final String name) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final int length = SAMPLES.encode(name, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    private static Path file(final String name) {
        return DIRECTORY.resolve(name + SUFFIX);
    }

    private static byte[] golden(final String name) throws IOException {
        final String digits = Files.readString(file(name), US_ASCII).replaceAll("\\s", "");
        final byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    private static String hex(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(String.format("%02x", bytes[i]));
            text.append(i % BYTES_PER_LINE == BYTES_PER_LINE - 1 || i == bytes.length - 1 ? '\n' : ' ');
        }
        return text.toString();
    }
}
