package io.ratchet.engine.snapshot;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares two objects of one class and all that they hold, by reflection: which mutable fields, by class and name, are
 * equal everywhere and which differ somewhere. An array differs when one element of it does.
 */
final class Difference {
    private static final String ENGINE = "io.ratchet.engine.";
    private static final String CODECS = "io.ratchet.engine.sbe.";

    private final Map<Object, String> pathsOfLeft = new IdentityHashMap<>();
    private final Map<Object, String> pathsOfRight = new IdentityHashMap<>();
    private final Set<String> differing = new TreeSet<>();
    private final Map<String, String> equal = new TreeMap<>();

    private Difference() {}

    /** Compares. */
    static Difference of(final Object left, final Object right) {
        final Difference difference = new Difference();
        difference.compare("", left, right);
        difference.differing.forEach(difference.equal::remove);
        return difference;
    }

    /** Fields that are equal in all objects, each with one path to it. */
    Map<String, String> equal() {
        return equal;
    }

    /** Fields that differ in some object. */
    Set<String> differing() {
        return differing;
    }

    private void compare(final String path, final Object left, final Object right) {
        if (left == null || right == null || pathsOfLeft.putIfAbsent(left, path) != null) {
            return;
        }
        pathsOfRight.put(right, path);
        for (Class<?> type = left.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (final Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    compare(path, field, left, right);
                }
            }
        }
    }

    private void compare(final String path, final Field field, final Object left, final Object right) {
        final String name = field.getDeclaringClass().getName().substring(ENGINE.length()) + "." + field.getName();
        final String fieldPath = path + "/" + field.getName();
        final Object a = value(field, left);
        final Object b = value(field, right);
        if (field.getType().isArray()) {
            compareArrays(name, fieldPath, a, b);
        } else if (isLeaf(field.getType())) {
            if (!Modifier.isFinal(field.getModifiers())) {
                note(name, fieldPath, Objects.equals(a, b));
            }
        } else if (isOurs(field.getType())) {
            compare(fieldPath, a, b);
            if (!Modifier.isFinal(field.getModifiers())) {
                note(name, fieldPath, Objects.equals(pathsOfLeft.get(a), pathsOfRight.get(b)));
            }
        }
    }

    private void compareArrays(final String name, final String path, final Object a, final Object b) {
        final Class<?> element = a.getClass().getComponentType();
        boolean isEqual = true;
        for (int i = 0; i < Array.getLength(a); i++) {
            final Object x = Array.get(a, i);
            final Object y = Array.get(b, i);
            if (element.isArray()) {
                compareArrays(name, path + "[" + i + "]", x, y);
                isEqual = false;
            } else if (isLeaf(element)) {
                isEqual &= Objects.equals(x, y);
            } else if (isOurs(element)) {
                compare(path + "[" + i + "]", x, y);
                isEqual &= Objects.equals(pathsOfLeft.get(x), pathsOfRight.get(y));
            }
        }
        if (isLeaf(element) || isOurs(element) && !isEqual) {
            note(name, path, isEqual);
        }
    }

    private void note(final String name, final String path, final boolean isEqual) {
        if (isEqual) {
            equal.putIfAbsent(name, path);
        } else {
            differing.add(name);
        }
    }

    private static boolean isLeaf(final Class<?> type) {
        return type.isPrimitive() || type.isEnum() || type == String.class;
    }

    private static boolean isOurs(final Class<?> type) {
        return type.getName().startsWith(ENGINE) && !type.getName().startsWith(CODECS) && !type.isEnum();
    }

    private static Object value(final Field field, final Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
