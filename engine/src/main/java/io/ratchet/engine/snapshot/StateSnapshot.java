package io.ratchet.engine.snapshot;

import io.ratchet.engine.core.DecisionCore;

/**
 * A whole snapshot found in a journal: all sections there, their hash right. Immutable; any thread.
 */
public final class StateSnapshot {
    private final long inputSequence;
    private final long beginSequence;
    private final long endSequence;
    private final long timeNs;
    private final long layout;
    private final long decisionVersion;
    private final long payloadHash;
    private final byte[] bytes;

    StateSnapshot(
            final long inputSequence,
            final long beginSequence,
            final long endSequence,
            final long timeNs,
            final long layout,
            final long decisionVersion,
            final long payloadHash,
            final byte[] bytes) {
        this.inputSequence = inputSequence;
        this.beginSequence = beginSequence;
        this.endSequence = endSequence;
        this.timeNs = timeNs;
        this.layout = layout;
        this.decisionVersion = decisionVersion;
        this.payloadHash = payloadHash;
        this.bytes = bytes;
    }

    /**
     * Loads it.
     *
     * @return a new core in that state.
     * @throws UnreadableSnapshotException if it is of another layout, or if the core would put out another snapshot than
     *     this one.
     */
    public DecisionCore load() {
        if (layout != DecisionCore.layout()) {
            throw new UnreadableSnapshotException("snapshot: sequence=" + endSequence + " layout actual="
                    + Long.toHexString(layout) + " expected=" + Long.toHexString(DecisionCore.layout()));
        }
        final DecisionCore core = new DecisionCore();
        final ImageReader reader = new ImageReader(bytes);
        try {
            core.state(reader);
            reader.end();
            check(core);
        } catch (final UnreadableSnapshotException e) {
            throw e;
        } catch (final RuntimeException e) {
            throw new UnreadableSnapshotException("snapshot: sequence=" + endSequence + " cause=" + e, e);
        }
        return core;
    }

    private void check(final DecisionCore core) {
        final StateImage image = new StateImage();
        core.state(image);
        image.end();
        boolean isEqual = image.length() == bytes.length;
        for (int i = 0; isEqual && i < bytes.length; i++) {
            isEqual = image.buffer().getByte(i) == bytes[i];
        }
        if (!isEqual) {
            throw new UnreadableSnapshotException("snapshot: sequence=" + endSequence
                    + " the loaded core has another state than was saved: bytes actual=" + image.length() + " expected="
                    + bytes.length);
        }
    }

    /**
     * The request it answers.
     *
     * @return its journal sequence.
     */
    public long inputSequence() {
        return inputSequence;
    }

    /**
     * Where it begins.
     *
     * @return journal sequence of its first record.
     */
    public long beginSequence() {
        return beginSequence;
    }

    /**
     * Where it ends: the next record is the first input that its state does not know.
     *
     * @return journal sequence of its last record.
     */
    public long endSequence() {
        return endSequence;
    }

    /**
     * Engine time of its state.
     *
     * @return ns since the epoch.
     */
    public long timeNs() {
        return timeNs;
    }

    /**
     * Who decided.
     *
     * @return version of the decisions.
     */
    public long decisionVersion() {
        return decisionVersion;
    }

    /**
     * Rolling hash of payloads up to its last record, that one included.
     *
     * @return the hash.
     */
    public long payloadHash() {
        return payloadHash;
    }

    /**
     * How large its state is.
     *
     * @return bytes in all sections.
     */
    public int length() {
        return bytes.length;
    }
}
