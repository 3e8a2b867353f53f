package io.ratchet.engine.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds what only opcodes and descriptors show: floating point in any form, and monitors.
 *
 * <p>A double that lives in a local variable only appears in no signature, but its arithmetic is an instruction.
 */
final class OpcodeScan {
    private static final Set<String> BOXES =
            Set.of("java/lang/Double", "java/lang/Float", "java/util/OptionalDouble", "java/util/stream/DoubleStream");

    private static final BitSet FLOATING = floatingOpcodes();

    private OpcodeScan() {}

    /** Violations of all classes below a directory. */
    static List<String> ofDirectory(final Path classes) {
        final List<String> violations = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                violations.addAll(ofBytes(Files.readAllBytes(file)));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("classes below " + classes + " are not readable", e);
        }
        return violations;
    }

    /** Violations of one loaded class. */
    static List<String> ofClass(final Class<?> type) {
        try (InputStream bytes =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return ofBytes(bytes.readAllBytes());
        } catch (final IOException e) {
            throw new UncheckedIOException("class " + type + " is not readable", e);
        }
    }

    private static List<String> ofBytes(final byte[] bytes) {
        final Scan scan = new Scan();
        new ClassReader(bytes).accept(scan, ClassReader.SKIP_FRAMES);
        return scan.violations;
    }

    private static BitSet floatingOpcodes() {
        final BitSet opcodes = new BitSet();
        opcodes.set(Opcodes.FCONST_0, Opcodes.DCONST_1 + 1);
        for (final int opcode : new int[] {
            Opcodes.FLOAD,
            Opcodes.DLOAD,
            Opcodes.FALOAD,
            Opcodes.DALOAD,
            Opcodes.FSTORE,
            Opcodes.DSTORE,
            Opcodes.FASTORE,
            Opcodes.DASTORE,
            Opcodes.FADD,
            Opcodes.DADD,
            Opcodes.FSUB,
            Opcodes.DSUB,
            Opcodes.FMUL,
            Opcodes.DMUL,
            Opcodes.FDIV,
            Opcodes.DDIV,
            Opcodes.FREM,
            Opcodes.DREM,
            Opcodes.FNEG,
            Opcodes.DNEG,
            Opcodes.I2F,
            Opcodes.I2D,
            Opcodes.L2F,
            Opcodes.L2D,
            Opcodes.F2I,
            Opcodes.F2L,
            Opcodes.F2D,
            Opcodes.D2I,
            Opcodes.D2L,
            Opcodes.D2F,
            Opcodes.FCMPL,
            Opcodes.FCMPG,
            Opcodes.DCMPL,
            Opcodes.DCMPG,
            Opcodes.FRETURN,
            Opcodes.DRETURN
        }) {
            opcodes.set(opcode);
        }
        return opcodes;
    }

    private static boolean isFloating(final Type type) {
        switch (type.getSort()) {
            case Type.FLOAT:
            case Type.DOUBLE:
                return true;
            case Type.ARRAY:
                return isFloating(type.getElementType());
            case Type.OBJECT:
                return BOXES.contains(type.getInternalName());
            case Type.METHOD:
                return isFloatingMethod(type);
            default:
                return false;
        }
    }

    private static boolean isFloatingMethod(final Type method) {
        boolean isFloating = isFloating(method.getReturnType());
        for (final Type argument : method.getArgumentTypes()) {
            isFloating |= isFloating(argument);
        }
        return isFloating;
    }

    private static final class Scan extends ClassVisitor {
        private final List<String> violations = new ArrayList<>();
        private String className;

        Scan() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                final int version,
                final int access,
                final String name,
                final String signature,
                final String superName,
                final String[] interfaces) {
            className = name.replace('/', '.');
        }

        @Override
        public FieldVisitor visitField(
                final int access,
                final String name,
                final String descriptor,
                final String signature,
                final Object value) {
            check(descriptor, "field " + className + "." + name);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                final int access,
                final String name,
                final String descriptor,
                final String signature,
                final String[] exceptions) {
            check(descriptor, "method " + className + "." + name + descriptor);
            return new Instructions(this, name);
        }

        private void check(final String descriptor, final String where) {
            if (isFloating(Type.getType(descriptor))) {
                violations.add("floating point: " + where);
            }
        }
    }

    private static final class Instructions extends MethodVisitor {
        private final Scan scan;
        private final String method;
        private int line;

        Instructions(final Scan scan, final String method) {
            super(Opcodes.ASM9);
            this.scan = scan;
            this.method = method;
        }

        @Override
        public void visitLineNumber(final int number, final Label start) {
            line = number;
        }

        @Override
        public void visitInsn(final int opcode) {
            if (opcode == Opcodes.MONITORENTER) {
                violation("monitor", "synchronized block");
            }
            checkOpcode(opcode);
        }

        @Override
        public void visitVarInsn(final int opcode, final int varIndex) {
            checkOpcode(opcode);
        }

        @Override
        public void visitIntInsn(final int opcode, final int operand) {
            if (opcode == Opcodes.NEWARRAY && (operand == Opcodes.T_FLOAT || operand == Opcodes.T_DOUBLE)) {
                violation("floating point", "new array");
            }
        }

        @Override
        public void visitLdcInsn(final Object value) {
            if (value instanceof Float || value instanceof Double) {
                violation("floating point", "constant " + value);
            }
        }

        @Override
        public void visitTypeInsn(final int opcode, final String type) {
            if (isFloating(Type.getObjectType(type))) {
                violation("floating point", type);
            }
        }

        @Override
        public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
            if (BOXES.contains(owner) || isFloating(Type.getType(descriptor))) {
                violation("floating point", "field " + owner + "." + name);
            }
        }

        @Override
        public void visitMethodInsn(
                final int opcode,
                final String owner,
                final String name,
                final String descriptor,
                final boolean isInterface) {
            if (BOXES.contains(owner) || isFloating(Type.getType(descriptor))) {
                violation("floating point", "call of " + owner + "." + name + descriptor);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(
                final String name, final String descriptor, final Handle bootstrap, final Object... arguments) {
            boolean isFloating = isFloating(Type.getType(descriptor));
            for (final Object argument : arguments) {
                isFloating |= argument instanceof Handle && isFloating(Type.getType(((Handle) argument).getDesc()));
                isFloating |= argument instanceof Type && isFloating((Type) argument);
            }
            if (isFloating) {
                violation("floating point", "lambda or text of " + name + descriptor);
            }
        }

        private void checkOpcode(final int opcode) {
            if (FLOATING.get(opcode)) {
                violation("floating point", "opcode " + opcode);
            }
        }

        private void violation(final String kind, final String what) {
            scan.violations.add(kind + ": " + what + " in " + scan.className + "." + method + " line " + line);
        }
    }
}
