package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.state.RecordText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the predecessor told, something of ours tells: a table names it, and each line of it is shown by a scene. */
class FactTableTest {
    /** As its source declared them, in its order; also those that nothing ever emitted. */
    private static final List<String> EVENTS =
            List.of(("POSITION_CREATED POSITION_UPDATED POSITION_CLOSED POSITION_ERROR ORDER_PLACED"
                            + " ORDER_FILLED ORDER_CANCELLED ORDER_ERROR STOP_LOSS_PLACED STOP_LOSS_TRIGGERED"
                            + " STOP_LOSS_UPDATED STOP_LOSS_ERROR BOT_STARTED BOT_STOPPED SYNC_STARTED SYNC_COMPLETED"
                            + " ERROR_OCCURRED WARNING_RAISED TRANSACTION_STARTED TRANSACTION_COMMITTED"
                            + " TRANSACTION_ROLLED_BACK WAVE_MONITORING_STARTED WAVE_DETECTED WAVE_COMPLETED"
                            + " WAVE_NOT_FOUND WAVE_DUPLICATE_DETECTED WAVE_PROCESSING_STARTED WAVE_TARGET_REACHED"
                            + " WAVE_BUFFER_EXHAUSTED SIGNAL_EXECUTED SIGNAL_EXECUTION_FAILED SIGNAL_FILTERED"
                            + " SIGNAL_VALIDATION_FAILED BAD_SYMBOL_LEAKED INSUFFICIENT_FUNDS TRAILING_STOP_CREATED"
                            + " TRAILING_STOP_ACTIVATED TRAILING_STOP_UPDATED TRAILING_STOP_BREAKEVEN"
                            + " TRAILING_STOP_REMOVED PROTECTION_SL_CANCELLED PROTECTION_SL_CANCEL_FAILED"
                            + " TRAILING_STOP_SL_UPDATED TRAILING_STOP_SL_UPDATE_FAILED SYNCHRONIZATION_STARTED"
                            + " SYNCHRONIZATION_COMPLETED PHANTOM_POSITION_CLOSED PHANTOM_POSITION_DETECTED"
                            + " MISSING_POSITION_ADDED MISSING_POSITION_REJECTED"
                            + " MISSING_POSITION_ADDED_WITH_SYNTHETIC_ID QUANTITY_MISMATCH_DETECTED QUANTITY_UPDATED"
                            + " POSITION_VERIFIED ZOMBIE_ORDERS_DETECTED ZOMBIE_ORDER_CANCELLED ZOMBIE_CLEANUP_COMPLETED"
                            + " ZOMBIE_ALERT_TRIGGERED AGGRESSIVE_CLEANUP_TRIGGERED TPSL_ORDERS_CLEARED"
                            + " POSITION_DUPLICATE_PREVENTED POSITION_NOT_FOUND_ON_EXCHANGE POSITIONS_LOADED"
                            + " POSITIONS_WITHOUT_SL_DETECTED POSITION_CREATION_FAILED RISK_LIMITS_EXCEEDED"
                            + " SYMBOL_UNAVAILABLE ORDER_BELOW_MINIMUM STOP_LOSS_SET_ON_LOAD STOP_LOSS_SET_FAILED"
                            + " ORPHANED_SL_CLEANED EMERGENCY_STOP_PLACED STOP_MOVED_TO_BREAKEVEN"
                            + " POSITION_RECOVERY_STARTED POSITION_RECOVERY_COMPLETED INCOMPLETE_POSITION_DETECTED"
                            + " PERIODIC_SYNC_STARTED EMERGENCY_CLOSE_ALL_TRIGGERED HEALTH_CHECK_FAILED DATABASE_ERROR"
                            + " EXCHANGE_ERROR AGED_POSITION_DETECTED WEBSOCKET_CONNECTED WEBSOCKET_DISCONNECTED"
                            + " WEBSOCKET_ERROR SIGNALS_RECEIVED")
                    .split(" "));

    private static final String NONE = "-";
    private static final Pattern MESSAGE = Pattern.compile("<sbe:message name=\"(\\w+)\" id=\"(\\d+)\"");
    private static final Pattern FIELD = Pattern.compile("<field name=\"(\\w+)\"");

    private static final Map<String, List<Shown>> SCENES = new HashMap<>();

    /** A line of the table. */
    private record Line(String event, String message, List<String> says, String scene, String cause) {
        boolean isOfSomebodyElse() {
            return cause.startsWith("@");
        }

        @Override
        public String toString() {
            return event;
        }
    }

    /** A message of a scene, as text, and the input that caused it; an input causes itself. */
    private record Shown(String name, String fields, String cause) {
        boolean isWhat(final Line line) {
            return name.equals(line.message) && line.says.stream().allMatch(said -> fields.contains("|" + said + "|"));
        }
    }

    private static List<Line> table() {
        try (var in = FactTableTest.class.getResourceAsStream("/predecessor-events.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> !text.startsWith("#"))
                    .map(text -> text.split("\t", -1))
                    .map(cells -> new Line(
                            cells[0],
                            cells[1],
                            NONE.equals(cells[2]) ? List.of() : List.of(cells[2].split(",")),
                            cells[3],
                            cells[4]))
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Line> lines() {
        return table().stream();
    }

    static Stream<Line> messages() {
        return lines().filter(line -> !NONE.equals(line.message));
    }

    static Stream<Line> shownElsewhere() {
        return lines().filter(Line::isOfSomebodyElse);
    }

    private static Map<String, Set<String>> schema() throws IOException {
        final Map<String, Set<String>> fields = new HashMap<>();
        Set<String> current = new HashSet<>();
        final String xml = Files.readString(Path.of("src", "main", "resources", "ratchet-messages.xml"));
        for (final String text : xml.split("\n")) {
            final Matcher message = MESSAGE.matcher(text);
            final Matcher field = FIELD.matcher(text);
            if (message.find()) {
                current = fields.computeIfAbsent(message.group(1), key -> new HashSet<>());
            } else if (field.find()) {
                current.add(field.group(1));
            }
        }
        return fields;
    }

    @Test
    void shouldNameEachOfThe86EventsOnce() {
        assertEquals(86, EVENTS.size());
        assertEquals(
                EVENTS.stream().sorted().toList(),
                table().stream().map(Line::event).sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldNameAMessageOfTheSchemaAndItsFields(final Line line) throws IOException {
        final Set<String> fields = schema().get(line.message);
        assertTrue(fields != null, () -> line.event + ": no message " + line.message);
        for (final String said : line.says) {
            assertTrue(fields.contains(said.split("=")[0]), () -> line.event + ": no field of " + said);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldBeShownByItsSceneWithTheInputThatCausedIt(final Line line) {
        final List<Shown> found = SCENES.computeIfAbsent(line.scene, FactTableTest::run).stream()
                .filter(shown -> shown.isWhat(line))
                .toList();
        assertTrue(
                !found.isEmpty(),
                () -> line.event + ": scene " + line.scene + " shows no " + line.message + " " + line.says + " but "
                        + namesOf(line));
        if (!line.isOfSomebodyElse()) {
            final List<String> causes = List.of(line.cause.split(","));
            assertTrue(
                    found.stream().anyMatch(shown -> causes.contains(shown.cause)),
                    () -> line.event + ": causes actual="
                            + found.stream().map(Shown::cause).distinct().toList() + " expected=" + causes);
        }
    }

    private static String namesOf(final Line line) {
        return SCENES.get(line.scene).stream()
                .filter(shown -> shown.name.equals(line.message))
                .map(Shown::fields)
                .distinct()
                .limit(5)
                .toList()
                .toString();
    }

    @ParameterizedTest
    @MethodSource("shownElsewhere")
    void shouldNameTheTestOfWhoMakesAnInput(final Line line) throws IOException {
        final String[] place = line.cause.substring(1).split("#");
        final String source = Files.readString(Path.of("..").resolve(place[0]));
        assertTrue(source.contains("void " + place[1] + "("), () -> line.event + ": no test " + line.cause);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void shouldReplayEachSceneToTheSameBytes(final String scene) {
        FactScenes.all().get(scene).get().replayed();
    }

    static Stream<String> scenes() {
        return FactScenes.all().keySet().stream();
    }

    /** Plays the inputs of a scene again, so that each output is seen with its input. */
    private static List<Shown> run(final String scene) {
        final Rig rig = FactScenes.all().get(scene).get();
        final DecisionCore core = new DecisionCore();
        final Outputs outputs = new Outputs();
        final Map<Long, String> inputs = new HashMap<>();
        final List<Shown> all = new ArrayList<>();
        long sequence = 0;
        for (final byte[] bytes : rig.inputs) {
            sequence++;
            final String input = text(new UnsafeBuffer(bytes));
            inputs.put(sequence, nameOf(input));
            all.add(new Shown(nameOf(input), fieldsOf(input), nameOf(input)));
            outputs.begin(sequence);
            core.onInput(sequence, new UnsafeBuffer(bytes), 0, bytes.length, outputs);
            for (int i = 0; i < outputs.count(); i++) {
                final byte[] copy = new byte[outputs.length(i)];
                outputs.buffer().getBytes(outputs.offset(i), copy);
                final UnsafeBuffer output = new UnsafeBuffer(copy);
                final long cause = output.getLong(MessageHeaderDecoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN);
                final String text = text(output);
                all.add(new Shown(nameOf(text), fieldsOf(text), inputs.get(cause)));
            }
            sequence += outputs.count();
        }
        return all;
    }

    private static String text(final UnsafeBuffer message) {
        return RecordText.of(message, 0, message.capacity());
    }

    /** {@code [Name](header):field=value|field=value}. */
    private static String nameOf(final String text) {
        return text.substring(1, text.indexOf(']'));
    }

    private static String fieldsOf(final String text) {
        return "|" + text.substring(text.indexOf("):") + 2) + "|";
    }
}
