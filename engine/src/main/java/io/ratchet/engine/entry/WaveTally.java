package io.ratchet.engine.entry;

/** What became of the signals of one wave. Slots are opened + in flight: an UNKNOWN entry holds its slot. */
final class WaveTally {
    private long waveMs;
    private long signals;
    private long opened;
    private long refused;
    private int inFlight;
    private boolean isUsed;
    private boolean isDetected;
    private boolean isCompleted;

    void begin(final long wave) {
        waveMs = wave;
        signals = 0;
        opened = 0;
        refused = 0;
        inFlight = 0;
        isUsed = true;
        isDetected = false;
        isCompleted = false;
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

    void onSignal() {
        signals++;
    }

    void onDetected() {
        isDetected = true;
    }

    void onCompleted() {
        isCompleted = true;
    }

    void onRequested() {
        inFlight++;
    }

    void onRefused() {
        refused++;
    }

    void onConcluded(final boolean isOpened) {
        inFlight--;
        if (isOpened) {
            opened++;
        } else {
            refused++;
        }
    }

    long stateHash() {
        long hash = Hashes.mix(waveMs, signals);
        hash = Hashes.mix(hash, opened);
        hash = Hashes.mix(hash, refused);
        return Hashes.mix(hash, (long) inFlight << 2 | (isDetected ? 2 : 0) | (isCompleted ? 1 : 0));
    }
}
