package io.ratchet.engine.pipeline;

import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.state.NeverSent;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** NOT_SENT, in the words of the core stage. One thread. */
public final class UnsentCommands implements NeverSent {
    private final Commands commands = new Commands();

    /** Knows all commands. */
    public UnsentCommands() {}

    @Override
    public int encode(
            final MutableDirectBuffer target, final long sequence, final DirectBuffer command, final int offset) {
        return commands.encodeUnanswered(
                target, 0, sequence, command, offset, CommandOutcome.NOT_SENT, OutcomeReason.NOT_CONNECTED);
    }
}
