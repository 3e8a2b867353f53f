package io.ratchet.engine.entry;

import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.WaveEnding;
import io.ratchet.engine.state.StateFields;
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
    private boolean isCutShort;

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
        isCutShort = false;
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

    /** Signals of it waited when its time was over. */
    void onCutShort() {
        isCutShort = true;
    }

    /** How it was over, once it is completed. */
    WaveEnding ending(final long target) {
        if (opened >= target) {
            return WaveEnding.TARGET_REACHED;
        }
        return isCutShort ? WaveEnding.TIME_OVER : WaveEnding.SPENT;
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

    /** Place of a tally among all, -1 for none. */
    static int indexOf(final WaveTally tally, final WaveTally[] all) {
        int index = all.length - 1;
        while (index >= 0 && all[index] != tally) {
            index--;
        }
        return index;
    }

    /** The tally at a place, null for -1. */
    static WaveTally at(final int index, final WaveTally[] all) {
        return index < 0 ? null : all[index];
    }

    void state(final StateFields fields) {
        fields.of("refusals", refusals, REASONS_MAX);
        waveMs = fields.of("waveMs", waveMs);
        signals = fields.of("signals", signals);
        opened = fields.of("opened", opened);
        refused = fields.of("refused", refused);
        inFlight = fields.of("inFlight", inFlight);
        isUsed = fields.of("isUsed", isUsed);
        isDetected = fields.of("isDetected", isDetected);
        isCompleted = fields.of("isCompleted", isCompleted);
        isEnded = fields.of("isEnded", isEnded);
        isCutShort = fields.of("isCutShort", isCutShort);
    }
}
