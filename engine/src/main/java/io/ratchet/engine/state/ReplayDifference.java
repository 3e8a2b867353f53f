package io.ratchet.engine.state;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The first place where the core, replayed, did something else than is recorded.
 *
 * @param sequence of the record.
 * @param kind     of the difference.
 * @param recorded what the journal holds there; empty when it holds no output there.
 * @param produced what the replayed core put out there; empty when it put out nothing there.
 */
public record ReplayDifference(long sequence, Kind kind, byte[] recorded, byte[] produced) {

    /** In what they differ. */
    public enum Kind {
        /** Both are there, the bytes differ. */
        BYTES,
        /** The core put out more than the journal holds for this input, and the journal goes on with the next input. */
        NOT_RECORDED,
        /** The journal holds more outputs for this input than the core put out. */
        NOT_PRODUCED
    }

    /**
     * One line for people.
     *
     * @return {@code replay differs: sequence=…, kind=…, recorded=…, produced=…}.
     */
    public String line() {
        return "replay differs: sequence=" + sequence + ", kind=" + kind + ", recorded=" + text(recorded)
                + ", produced=" + text(produced);
    }

    private static String text(final byte[] message) {
        return message.length == 0 ? "nothing" : RecordText.of(new UnsafeBuffer(message), 0, message.length);
    }
}
