package io.ratchet.bench.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads the classes of the project once more, one of them with a defect. Everything else comes from the parent. */
final class MutantLoader extends ClassLoader {
    private static final String HELP = "io/ratchet/bench/simulator/MutantHelp";

    private final Mutant mutant;
    private boolean isSeeded;

    MutantLoader(final Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    /** Whether the defect is in. */
    boolean isSeeded() {
        return isSeeded;
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith("io.ratchet.")) {
                return super.loadClass(name, resolve);
            }
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(final String name) throws ClassNotFoundException {
        final String path = name.replace('.', '/');
        try (InputStream in = getParent().getResourceAsStream(path + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            if (path.equals(mutant.internalName())) {
                bytes = changed(bytes);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (final IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private byte[] changed(final byte[] bytes) {
        final ClassReader reader = new ClassReader(bytes);
        final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new Changer(writer), 0);
        return writer.toByteArray();
    }

    private final class Changer extends ClassVisitor {
        Changer(final ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                final int access,
                final String name,
                final String descriptor,
                final String signature,
                final String[] exceptions) {
            final MethodVisitor original = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(mutant.method()) || original == null) {
                return original;
            }
            isSeeded = true;
            switch (mutant.change()) {
                case CALL_OTHER:
                case CALL_HELP:
                case OTHER_FIELD:
                    return new OtherCall(original);
                case HELP_FIRST:
                    return new FirstCall(original);
                case HELP:
                    help(original, access, descriptor);
                    return null;
                default:
                    replace(original, access, descriptor);
                    return null;
            }
        }
    }

    private void replace(final MethodVisitor method, final int access, final String descriptor) {
        final Type result = Type.getReturnType(descriptor);
        method.visitCode();
        if (mutant.change() == Mutant.Change.RETURN_CLOCK) {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        } else if (mutant.change() == Mutant.Change.RETURN) {
            if (result.getSort() == Type.LONG) {
                method.visitLdcInsn(Long.parseLong(mutant.value()));
            } else {
                method.visitLdcInsn(Integer.parseInt(mutant.value()));
            }
        }
        method.visitInsn(result.getOpcode(Opcodes.IRETURN));
        final int locals = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
        method.visitMaxs(2, (access & Opcodes.ACC_STATIC) != 0 ? locals : locals + 1);
        method.visitEnd();
    }

    /** All that it got goes to the help, its object first. */
    private void help(final MethodVisitor method, final int access, final String descriptor) {
        final boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        method.visitCode();
        int local = 0;
        if (!isStatic) {
            method.visitVarInsn(Opcodes.ALOAD, local++);
        }
        for (final Type argument : Type.getArgumentTypes(descriptor)) {
            method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                HELP,
                mutant.value(),
                isStatic ? descriptor : withObject(mutant.internalName(), descriptor),
                false);
        method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private static String withObject(final String owner, final String descriptor) {
        return "(L" + owner + ";" + descriptor.substring(1);
    }

    private final class FirstCall extends MethodVisitor {
        FirstCall(final MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, HELP, mutant.value(), "(Ljava/lang/Object;)V", false);
        }
    }

    private final class OtherCall extends MethodVisitor {
        OtherCall(final MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(
                final int opcode,
                final String owner,
                final String name,
                final String descriptor,
                final boolean isInterface) {
            if (mutant.change() == Mutant.Change.CALL_HELP
                    && ("io/ratchet/" + mutant.callee()).equals(owner + '#' + name)) {
                final boolean isStatic = opcode == Opcodes.INVOKESTATIC;
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        HELP,
                        mutant.value(),
                        isStatic ? descriptor : withObject(owner, descriptor),
                        false);
                return;
            }
            final boolean isIt = name.equals(mutant.callee()) && owner.equals(mutant.internalName());
            super.visitMethodInsn(opcode, owner, isIt ? mutant.value() : name, descriptor, isInterface);
        }

        @Override
        public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
            final boolean isIt = mutant.change() == Mutant.Change.OTHER_FIELD && name.equals(mutant.callee());
            super.visitFieldInsn(opcode, owner, isIt ? mutant.value() : name, descriptor);
        }
    }
}
