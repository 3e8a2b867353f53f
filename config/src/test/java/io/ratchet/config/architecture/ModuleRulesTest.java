package io.ratchet.config.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.config.architecture.fixture.Violates;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.core.Core;
import io.ratchet.journal.chronicle.ChronicleJournal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleRulesTest {
    private static final String ROOT = "io.ratchet";
    private static final String FIXTURE_ROOT = "io.ratchet.config.architecture.fixture";
    private static final Map<String, ArchRule> RULES = new ModuleRules(ROOT).rules();
    private static final Map<String, ArchRule> FIXTURE_RULES = new ModuleRules(FIXTURE_ROOT).rules();
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(FIXTURE_ROOT);
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .importLocations(Stream.of(Core.class, ChronicleJournal.class, InstrumentRegistry.class, Settings.class)
                    .map(ModuleRulesTest::classesOf)
                    .toList());

    static Stream<Arguments> rules() {
        return RULES.entrySet().stream().map(rule -> Arguments.of(rule.getKey(), rule.getValue()));
    }

    static Stream<Arguments> fixtures() {
        return FIXTURES.stream()
                .filter(type -> type.isAnnotatedWith(Violates.class))
                .sorted((left, right) -> left.getName().compareTo(right.getName()))
                .map(type -> Arguments.of(
                        type.getName().substring(FIXTURE_ROOT.length() + 1),
                        type.getAnnotationOfType(Violates.class).value(),
                        type));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldHoldInTheProduct(final String name, final ArchRule rule) {
        rule.check(PRODUCT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void shouldRefuseEachFixture(final String name, final String rule, final JavaClass fixture) {
        final EvaluationResult result = FIXTURE_RULES.get(rule).evaluate(alone(fixture));

        assertTrue(result.hasViolation(), () -> name + " is not refused by " + rule);
        final String message = String.join("\n", result.getFailureReport().getDetails());
        assertTrue(message.contains(fixture.getName()), () -> "the message names no culprit: " + message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void shouldRefuseEachFixtureForOneReasonOnly(final String name, final String rule, final JavaClass fixture) {
        final JavaClasses alone = alone(fixture);
        final List<String> refusing = FIXTURE_RULES.entrySet().stream()
                .filter(other ->
                        other.getValue().allowEmptyShould(true).evaluate(alone).hasViolation())
                .map(Map.Entry::getKey)
                .toList();

        assertEquals(List.of(rule), refusing);
    }

    @Test
    void shouldHaveThreeFixturesOfEachRule() {
        final Map<String, TreeSet<String>> kinds = new TreeMap<>();
        fixtures()
                .forEach(fixture -> kinds.computeIfAbsent((String) fixture.get()[1], rule -> new TreeSet<>())
                        .add(((JavaClass) fixture.get()[2]).getSimpleName()));

        assertEquals(new TreeSet<>(RULES.keySet()), kinds.keySet());
        kinds.forEach((rule, names) -> assertTrue(
                names.containsAll(List.of("Imported", "Qualified", "StaticallyImported")), rule + " has " + names));
    }

    @Test
    void shouldSeeEveryModule() {
        // An empty import would satisfy every rule.
        for (final String module : List.of("engine.pipeline", "journal.chronicle", "adapters.binance", "config.cli")) {
            assertTrue(
                    PRODUCT.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + module)), module);
        }
    }

    @Test
    void shouldHoldForFixturesThatBreakNoRule() {
        final JavaClasses clean = alone(FIXTURES.get(FIXTURE_ROOT + ".adapters.common.Neighbour"));
        RULES.keySet()
                .forEach(rule -> FIXTURE_RULES.get(rule).allowEmptyShould(true).check(clean));
    }

    private static JavaClasses alone(final JavaClass fixture) {
        return FIXTURES.that(DescribedPredicate.equalTo(fixture));
    }

    /** A directory of classes in a build tree, a jar once Maven has packaged the module. */
    private static Location classesOf(final Class<?> type) {
        try {
            final Path path = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Files.isDirectory(path) ? Location.of(path) : Location.of(new JarFile(path.toFile()));
        } catch (final URISyntaxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
