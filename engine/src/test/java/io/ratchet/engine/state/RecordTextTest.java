package io.ratchet.engine.state;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.MessageHeaderEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RecordTextTest {
    private static final Pattern MESSAGE = Pattern.compile("<sbe:message name=\"(\\w+)\" id=\"(\\d+)\"");
    private static final int BLOCK_LENGTH = 400;

    @Test
    void shouldNameEveryMessageOfTheSchema() throws IOException {
        final Matcher matcher = MESSAGE.matcher(schema());
        int messages = 0;
        while (matcher.find()) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
            new MessageHeaderEncoder()
                    .wrap(buffer, 0)
                    .blockLength(BLOCK_LENGTH)
                    .templateId(Integer.parseInt(matcher.group(2)))
                    .version(0);
            final String text = RecordText.of(buffer, 0, buffer.capacity());
            assertTrue(text.startsWith("[" + matcher.group(1) + "]"), matcher.group(1) + ": " + text);
            messages++;
        }
        assertTrue(messages > 50);
    }

    @Test
    void shouldSayThatItCannotDecode() {
        assertTrue(RecordText.of(new UnsafeBuffer(new byte[4]), 0, 4).startsWith("undecodable"));
        final UnsafeBuffer unknown = new UnsafeBuffer(new byte[16]);
        unknown.putShort(2, (short) 49);
        assertFalse(RecordText.of(unknown, 0, 16).isEmpty());
    }

    private static String schema() throws IOException {
        try (var in = RecordTextTest.class.getResourceAsStream("/ratchet-messages.xml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
