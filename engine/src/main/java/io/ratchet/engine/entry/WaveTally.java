package io.ratchet.engine.entry;

import io.ratchet.engine.sbe.EntryRefusal;
import java.util.Arrays;

/** What became of the signals of one wave. Slots are opened + in flight: an UNKNOWN entry holds its slot. */
final class WaveTally {
    /** One more than the largest value of a refusal. */
    static final int REASONS_MAX = 128;

    private final int[] refusals = new int[REASONS_MAX];
    private long waveMs;
    private long signals;
    private long opened;
    private long refused;
    private int inFlight;
    private boolean isUsed;
    private boolean isDetected;
    private boolean isCompleted;
    private boolean isEnded;

    void begin(final long wave) {
        Arrays.fill(refusals, 0);
        waveMs = wave;
        signals = 0;
        opened = 0;
        refused = 0;
        inFlight = 0;
        isUsed = true;
        isDetected = false;
        isCompleted = false;
        isEnded = false;
    }

    void release() {
        isUsed = false;
    }

    boolean isUsed() {
        return isUsed;
    }

    long waveMs() {
        return waveMs;
    }

    long signals() {
        return signals;
    }

    long opened() {
        return opened;
    }

    long refused() {
        return refused;
    }

    int refused(final EntryRefusal reason) {
        return refusals[reason.value()];
    }

    int inFlight() {
        return inFlight;
    }

    long slotsHeld() {
        return opened + inFlight;
    }

    boolean isDetected() {
        return isDetected;
    }

    boolean isCompleted() {
        return isCompleted;
    }

    /** Its life is over and each of its signals has its outcome. */
    boolean isEnded() {
        return isEnded && isCompleted && inFlight == 0;
    }

    void onSignal() {
        signals++;
    }

    /** A signal that waits is counted by a later wave instead. */
    void onCarriedOver() {
        signals--;
    }

    void onDetected() {
        isDetected = true;
    }

    void onCompleted() {
        isCompleted = true;
    }

    void onEnded() {
        isEnded = true;
    }

    void onRequested() {
        inFlight++;
    }

    void onRefused(final EntryRefusal reason) {
        refused++;
        refusals[reason.value()]++;
    }

    void onConcluded(final EntryRefusal reason) {
        inFlight--;
        if (reason == EntryRefusal.NONE) {
            opened++;
        } else {
            onRefused(reason);
        }
    }

    long stateHash() {
        long hash = Hashes.mix(waveMs, signals);
        hash = Hashes.mix(hash, opened);
        hash = Hashes.mix(hash, refused);
        for (int i = 0; i < REASONS_MAX; i++) {
            hash = refusals[i] == 0 ? hash : Hashes.mix(hash, (long) i << Integer.SIZE | refusals[i]);
        }
        final int flags = (isDetected ? 4 : 0) | (isCompleted ? 2 : 0) | (isEnded ? 1 : 0);
        return Hashes.mix(hash, (long) inFlight << 3 | flags);
    }
}
