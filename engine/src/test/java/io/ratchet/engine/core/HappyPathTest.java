package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

final class HappyPathTest {

    @Test
    void shouldOpenTrailAndEndFlatWhenLong() {
        final Rig rig = Rig.running();
        assertEquals(NodeState.RUNNING, rig.core.nodeState());
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1.5");
        assertTrue(rig.last("PositionOpened").contains("quantity=150000000 entryPrice=1000000000000"));
        assertTrue(rig.last("StopConfirmed").contains("level=980000000000 "));
        assertTrue(rig.last("NakedInterval").contains("ns=0 minNs=0 cause=OPEN"));
        assertEquals(1, rig.venue.openCount());

        rig.pass(Rig.SECOND);
        rig.mark(0, "101.5");
        assertTrue(rig.last("TrailingActivated").contains("price=1015000000000 level=1010000000000 "));
        assertEquals(0, rig.all("StopMoved").size());
        assertEquals(Rig.price("101"), rig.venue.open(OrderRole.STOP).level);

        rig.pass(Rig.SECOND);
        rig.mark(0, "102");
        assertEquals(0, rig.all("StopMoved").size());
        assertTrue(rig.last("StopMoveSkipped").contains("reason=TOO_SOON"));
        rig.passAt(0, "102", 59 * Rig.SECOND);
        assertTrue(rig.last("StopMoved").contains("oldLevel=1010000000000 newLevel=1015000000000 "));
        assertEquals(2, rig.venue.openCount());

        rig.pass(Rig.SECOND);
        rig.mark(0, "101.4");
        assertEquals(0, rig.venue.sizes.get(0));
        assertTrue(rig.last("PositionClosed").contains("reason=TRAIL_STOP"));
        assertTrue(rig.last("PositionClosed").contains("exitPrice=1014000000000 "));
        assertEquals(1, rig.all("PositionFlatVerified").size());
        assertEquals(0, rig.venue.openCount());
        assertEquals(0, rig.core.openPositions());
        rig.check();
    }

    @Test
    void shouldOpenAndStopOutWhenShort() {
        final Rig rig = Rig.running();
        rig.mark(1, "2000");
        rig.open(1, PositionSide.SHORT, "0.2");
        assertTrue(rig.last("StopConfirmed").contains("level=20400000000000 "));
        rig.pass(Rig.SECOND);
        rig.mark(1, "2041");
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("reason=STOP"), closed);
        assertEquals(0, rig.core.openPositions());
        rig.check();
    }
}
