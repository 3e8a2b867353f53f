package io.ratchet.engine.core;

import io.ratchet.engine.check.InvariantChecker;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.protection.ProtectDeadline;
import io.ratchet.engine.time.Timers;

/** Parts of a core that a test may break by hand, to show that the checker notices. */
record Seam(
        PositionTable positions,
        CommandDesk desk,
        Timers timers,
        Limits limits,
        ProtectDeadline deadline,
        InvariantChecker checker,
        Ledger ledger) {}
