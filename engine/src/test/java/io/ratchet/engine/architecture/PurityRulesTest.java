package io.ratchet.engine.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.ratchet.engine.core.Core;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PurityRulesTest {
    private static final String FIXTURES = "io.ratchet.engine.architecture.fixture.";
    private static final JavaClasses FIXTURE_CLASSES =
            new ClassFileImporter().importPackages("io.ratchet.engine.architecture.fixture");
    private static final JavaClasses ENGINE = new ClassFileImporter().importPath(engineClasses());

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("Clock", PurityRules.NO_CLOCK),
                Arguments.of("Random", PurityRules.NO_RANDOMNESS),
                Arguments.of("Thread", PurityRules.NO_THREADS),
                Arguments.of("Lock", PurityRules.NO_LOCKS),
                Arguments.of("Io", PurityRules.NO_IO),
                Arguments.of("Logger", PurityRules.NO_LOGGERS),
                Arguments.of("HashOrder", PurityRules.NO_HASH_ORDER),
                Arguments.of("Environment", PurityRules.NO_ENVIRONMENT),
                Arguments.of("Disruptor", PurityRules.NO_DISRUPTOR));
    }

    static Stream<Arguments> fixtures() {
        return rules().flatMap(rule -> Arrays.stream(fixtures((String) rule.get()[0]))
                .map(fixture -> Arguments.of(fixture.getSimpleName(), rule.get()[1], fixture)));
    }

    static Stream<Class<?>> floatingPointFixtures() {
        return Arrays.stream(fixtures("FloatingPoint"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldHoldInTheEngine(final String name, final ArchRule rule) {
        rule.check(ENGINE);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("fixtures")
    void shouldRefuseEachFixture(final String name, final ArchRule rule, final Class<?> fixture) {
        final EvaluationResult result = rule.evaluate(alone(fixture.getName()));

        assertTrue(result.hasViolation(), () -> fixture + " is not refused by: " + rule.getDescription());
        final String message = String.join("\n", result.getFailureReport().getDetails());
        assertTrue(message.contains(name), () -> "the message names no culprit: " + message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldAcceptAClassThatBreaksNoRule(final String name, final ArchRule rule) {
        rule.check(alone(FIXTURES + "Clean"));
    }

    @Test
    void shouldSeeThePurePackagesAndThePipeline() {
        // An empty import would satisfy every rule.
        for (final String name : List.of("core", "entry", "market", "codec", "pipeline")) {
            assertTrue(
                    ENGINE.stream().anyMatch(type -> type.getPackageName().equals("io.ratchet.engine." + name)), name);
        }
    }

    @Test
    void shouldUseNoFloatingPointAndNoMonitorInTheEngine() {
        assertEquals(
                List.of(),
                OpcodeScan.ofDirectory(engineClasses()).stream()
                        .filter(violation -> !isMonitorOfThePipeline(violation))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("floatingPointFixtures")
    void shouldRefuseEachFloatingPointFixture(final Class<?> fixture) {
        final List<String> violations = OpcodeScan.ofClass(fixture);

        assertFalse(violations.isEmpty(), () -> fixture + " is not refused");
        assertTrue(violations.get(0).startsWith("floating point: "), violations::toString);
        assertTrue(violations.get(0).contains(fixture.getSimpleName()), violations::toString);
    }

    @Test
    void shouldRefuseAMonitorThatNoSignatureShows() {
        for (final Class<?> fixture : fixtures("Monitor")) {
            assertTrue(OpcodeScan.ofClass(fixture).get(0).startsWith("monitor: "));
        }
    }

    @Test
    void shouldAcceptAClassWithoutFloatingPoint() throws ClassNotFoundException {
        assertEquals(List.of(), OpcodeScan.ofClass(Class.forName(FIXTURES + "Clean")));
    }

    private static JavaClasses alone(final String fixture) {
        return FIXTURE_CLASSES.that(DescribedPredicate.equalTo(FIXTURE_CLASSES.get(fixture)));
    }

    private static boolean isMonitorOfThePipeline(final String violation) {
        return violation.startsWith("monitor: ") && violation.contains(" in io.ratchet.engine.pipeline.");
    }

    private static Class<?>[] fixtures(final String rule) {
        try {
            final Class<?>[] fixtures =
                    Class.forName(FIXTURES + rule + "Fixtures").getDeclaredClasses();
            assertTrue(fixtures.length > 0, rule);
            return fixtures;
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException("rule " + rule + " has no fixture", e);
        }
    }

    private static Path engineClasses() {
        try {
            return Path.of(Core.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
