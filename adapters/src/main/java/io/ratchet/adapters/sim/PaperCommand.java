package io.ratchet.adapters.sim;

import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.OrderRole;

/** The command that is being executed: what its result repeats. */
final class PaperCommand {
    long sequence;
    int templateId;
    int instrumentId;
    private ClientOrderIdDecoder id;

    void begin(final long commandSequence, final int commandType) {
        sequence = commandSequence;
        templateId = commandType;
        instrumentId = -1;
        id = null;
    }

    void on(final int instrument, final ClientOrderIdDecoder clientOrderId) {
        instrumentId = instrument;
        id = clientOrderId;
    }

    void copyId(final ClientOrderIdEncoder target) {
        if (id == null) {
            target.epochSeconds(0).positionId(0).revision(0).role(OrderRole.NONE);
        } else {
            target.epochSeconds(id.epochSeconds())
                    .positionId(id.positionId())
                    .revision(id.revision())
                    .role(id.role());
        }
    }
}
