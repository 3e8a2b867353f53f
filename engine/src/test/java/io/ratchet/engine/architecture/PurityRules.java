package io.ratchet.engine.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Bans for the pure packages of the engine: all of them but the pipeline. A replay on another machine must decide the
 * same, so nothing that differs between two runs may be read, and nothing may be done but decide.
 */
final class PurityRules {
    /** Everything the engine decides with. */
    private static final String ENGINE = "io.ratchet.engine..";

    private static final String PIPELINE = "io.ratchet.engine.pipeline..";
    private static final String GENERATED = "io.ratchet.engine.sbe..";

    static final ArchRule NO_CLOCK = pure("read a clock", PurityRules::isClockType, PurityRules::isClockAccess)
            .because("time is a field of the input; a clock read is another value at replay");

    static final ArchRule NO_RANDOMNESS = pure(
                    "draw random values", PurityRules::isRandomType, PurityRules::isRandomAccess)
            .because("a random value is another one at replay");

    static final ArchRule NO_THREADS = pure("know threads", PurityRules::isThreadType, PurityRules::isThreadAccess)
            .because("one thread decides; scheduling differs between runs");

    static final ArchRule NO_LOCKS = classes()
            .that()
            .resideInAPackage(ENGINE)
            .and()
            .resideOutsideOfPackage(PIPELINE)
            .should(haveNoSynchronizedMethodOrVolatileField())
            .because("one thread decides; what is shared belongs in the pipeline");

    /** The generated codecs wrap the IOException of an Appendable; they touch no file. */
    static final ArchRule NO_IO = pureBut(
                    GENERATED, "do input or output", PurityRules::isIoType, (owner, name) -> false)
            .because("the core decides and never does; it must not wait for a disk or a network");

    static final ArchRule NO_LOGGERS = pure("log", PurityRules::isLoggerType, PurityRules::isLoggerAccess)
            .because("the core says what it found out in facts; a logger allocates, locks and reads the clock");

    static final ArchRule NO_HASH_ORDER = pure(
                    "use a collection whose order is not its own",
                    PurityRules::isHashType,
                    PurityRules::isHashOrderAccess)
            .because("the order of a hash map depends on its history, and of Map.of on the start of the JVM");

    static final ArchRule NO_ENVIRONMENT = pure(
                    "read the environment or end the process",
                    PurityRules::isProcessType,
                    PurityRules::isEnvironmentAccess)
            .because("policy comes only from ConfigApplied, and only the node ends the process");

    static final ArchRule NO_DISRUPTOR = pure(
                    "use the Disruptor", name -> name.startsWith("com.lmax."), (owner, name) -> false)
            .because("rings belong to the pipeline; the core is driven without one in replay and simulation");

    private static final Set<String> CLOCK_TYPES = Set.of(
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Date",
            "java.util.Calendar",
            "java.util.GregorianCalendar",
            "java.sql.Timestamp",
            "org.agrona.concurrent.HighResolutionTimer");
    private static final Set<String> RANDOM_TYPES = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.util.UUID");
    private static final Set<String> THREAD_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.lang.InheritableThreadLocal",
            "java.util.Timer",
            "java.util.TimerTask",
            "java.lang.invoke.VarHandle");
    private static final Set<String> BUFFERS =
            Set.of("org.agrona.concurrent.UnsafeBuffer", "org.agrona.concurrent.AtomicBuffer");
    private static final Set<String> HASH_TYPES = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable",
            "java.util.Properties");
    private static final Set<String> PROCESS_TYPES =
            Set.of("java.lang.Runtime", "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.ProcessHandle");
    private static final Set<String> PROPERTY_READS = Set.of(
            "getenv", "getProperty", "getProperties", "setProperty", "lineSeparator", "exit", "load", "loadLibrary");

    private PurityRules() {}

    private static boolean isClockType(final String name) {
        return CLOCK_TYPES.contains(name) || name.startsWith("org.agrona.concurrent.") && name.endsWith("Clock");
    }

    private static boolean isClockAccess(final String owner, final String name) {
        return owner.equals("java.lang.System") && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
                || owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"));
    }

    private static boolean isRandomType(final String name) {
        return RANDOM_TYPES.contains(name) || name.startsWith("java.util.random.");
    }

    private static boolean isRandomAccess(final String owner, final String name) {
        // An identity hash is an address or a random number, by the JVM's choice.
        return name.equals("random") && (owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath"))
                || name.equals("shuffle") && owner.equals("java.util.Collections")
                || name.equals("identityHashCode") && owner.equals("java.lang.System")
                || name.equals("hashCode") && owner.equals("java.lang.Object");
    }

    private static boolean isThreadType(final String name) {
        return THREAD_TYPES.contains(name)
                || name.startsWith("java.util.concurrent.")
                || name.startsWith("org.agrona.concurrent.") && !BUFFERS.contains(name) && !name.endsWith("Clock");
    }

    private static boolean isThreadAccess(final String owner, final String name) {
        return owner.equals("java.lang.Object") && (name.equals("wait") || name.startsWith("notify"))
                || name.startsWith("parallel");
    }

    private static boolean isIoType(final String name) {
        return name.startsWith("java.io.")
                        && !name.equals("java.io.Serializable")
                        && !name.equals("java.io.PrintStream")
                || name.startsWith("java.nio.file.")
                || name.startsWith("java.nio.channels.")
                || name.startsWith("java.net.")
                || name.startsWith("javax.net.")
                || name.equals("java.util.Scanner")
                || name.equals("org.agrona.IoUtil");
    }

    private static boolean isLoggerType(final String name) {
        return name.startsWith("org.slf4j.")
                || name.startsWith("java.util.logging.")
                || name.startsWith("ch.qos.")
                || name.startsWith("java.lang.System$Logger")
                || name.equals("java.io.PrintStream");
    }

    private static boolean isLoggerAccess(final String owner, final String name) {
        return owner.equals("java.lang.System")
                        && Set.of("out", "err", "getLogger", "console").contains(name)
                || name.equals("printStackTrace");
    }

    private static boolean isHashType(final String name) {
        return HASH_TYPES.contains(name);
    }

    private static boolean isHashOrderAccess(final String owner, final String name) {
        if (owner.equals("java.util.Map") || owner.equals("java.util.Set")) {
            return name.equals("of") || name.equals("ofEntries") || name.equals("copyOf");
        }
        if (owner.equals("java.util.stream.Collectors")) {
            return name.startsWith("to") && !name.equals("toList") || name.startsWith("grouping");
        }
        final boolean isAgrona = owner.startsWith("org.agrona.collections.");
        return isAgrona && (owner.contains("Map") || owner.contains("Set")) && isIteration(name);
    }

    private static boolean isIteration(final String name) {
        return name.equals("iterator")
                || name.equals("keySet")
                || name.equals("values")
                || name.equals("entrySet")
                || name.equals("stream")
                || name.equals("toArray")
                || name.equals("toString")
                || name.toLowerCase(java.util.Locale.ROOT).contains("foreach")
                || name.startsWith("removeIf");
    }

    private static boolean isProcessType(final String name) {
        return PROCESS_TYPES.contains(name);
    }

    private static boolean isEnvironmentAccess(final String owner, final String name) {
        return owner.equals("java.lang.System") && PROPERTY_READS.contains(name)
                || owner.equals("java.lang.Integer") && name.equals("getInteger")
                || owner.equals("java.lang.Long") && name.equals("getLong")
                || owner.equals("java.lang.Boolean") && name.equals("getBoolean");
    }

    private static ArchRule pure(
            final String what, final Predicate<String> isBannedType, final BiPredicate<String, String> isBannedAccess) {
        return pureBut(PIPELINE, what, isBannedType, isBannedAccess);
    }

    private static ArchRule pureBut(
            final String exempt,
            final String what,
            final Predicate<String> isBannedType,
            final BiPredicate<String, String> isBannedAccess) {
        return classes()
                .that()
                .resideInAPackage(ENGINE)
                .and()
                .resideOutsideOfPackages(PIPELINE, exempt)
                .should(never(touch(what, isBannedType, isBannedAccess)));
    }

    /** Fields, parameters, locals that are called, method references and static imports all end here. */
    private static ArchCondition<JavaClass> touch(
            final String what, final Predicate<String> isBannedType, final BiPredicate<String, String> isBannedAccess) {
        return new ArchCondition<>(what) {
            @Override
            public void check(final JavaClass item, final ConditionEvents events) {
                for (final Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    final JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isBannedType.test(target.getName())) {
                        events.add(SimpleConditionEvent.satisfied(item, dependency.getDescription()));
                    }
                }
                for (final JavaAccess<?> access : item.getAccessesFromSelf()) {
                    if (isBannedAccess.test(access.getTargetOwner().getName(), access.getName())) {
                        events.add(SimpleConditionEvent.satisfied(item, access.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> haveNoSynchronizedMethodOrVolatileField() {
        return new ArchCondition<>("have no synchronized method and no volatile field") {
            @Override
            public void check(final JavaClass item, final ConditionEvents events) {
                item.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                        .forEach(method -> events.add(
                                SimpleConditionEvent.violated(item, method.getFullName() + " is synchronized")));
                item.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.VOLATILE))
                        .forEach(field ->
                                events.add(SimpleConditionEvent.violated(item, field.getFullName() + " is volatile")));
            }
        };
    }
}
