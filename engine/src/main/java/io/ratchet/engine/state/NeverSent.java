package io.ratchet.engine.state;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Says of a command that it never left, as the pipeline says it of one that no gateway took. */
@FunctionalInterface
public interface NeverSent {

    /**
     * Encodes the input that says so; its time is set by the caller.
     *
     * @param target   receives the message, header first.
     * @param sequence of the command.
     * @param command  buffer that holds it, header first.
     * @param offset   of the command.
     * @return the length of the input.
     */
    int encode(MutableDirectBuffer target, long sequence, DirectBuffer command, int offset);
}
