package io.ratchet.engine.snapshot;

import io.ratchet.engine.core.DecisionCore;
import java.util.Arrays;

/** Snapshots without a journal: saves a core into bytes, loads bytes into a fresh one. */
public final class Copies {
    private Copies() {}

    /** What a snapshot of a core holds. */
    public static byte[] saved(final DecisionCore core) {
        final StateImage image = new StateImage();
        core.state(image);
        image.end();
        final byte[] bytes = new byte[image.length()];
        image.buffer().getBytes(0, bytes);
        return bytes;
    }

    /** A fresh core in a saved state. */
    public static DecisionCore loaded(final byte[] bytes) {
        final DecisionCore core = new DecisionCore();
        final ImageReader reader = new ImageReader(bytes);
        core.state(reader);
        reader.end();
        return core;
    }

    /** A fresh core in the state of another one; an error if it would save another state or hash otherwise. */
    public static DecisionCore copy(final DecisionCore core) {
        final byte[] bytes = saved(core);
        final DecisionCore copy = loaded(bytes);
        if (!Arrays.equals(bytes, saved(copy)) || core.stateHash() != copy.stateHash()) {
            throw new AssertionError("a copy has another state than its original: bytes=" + bytes.length);
        }
        return copy;
    }
}
