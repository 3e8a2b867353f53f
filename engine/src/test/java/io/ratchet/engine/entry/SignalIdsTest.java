package io.ratchet.engine.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.state.StateHash;
import org.junit.jupiter.api.Test;

class SignalIdsTest {
    private static final long RETENTION_NS = 1_000;

    @Test
    void shouldTakeEachIdOnceWhateverItsValue() {
        final SignalIds ids = new SignalIds(16);
        for (final long id : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 7}) {
            assertTrue(ids.add(id, 1, RETENTION_NS));
            assertFalse(ids.add(id, 2, RETENTION_NS));
        }
    }

    @Test
    void shouldForgetAfterTheRetention() {
        final SignalIds ids = new SignalIds(16);
        ids.add(7, 100, RETENTION_NS);
        assertFalse(ids.add(7, 1_100, RETENTION_NS));
        assertTrue(ids.add(7, 1_101, RETENTION_NS));
    }

    @Test
    void shouldForgetTheOldestWhenFull() {
        final SignalIds ids = new SignalIds(4);
        for (int id = 1; id <= 5; id++) {
            ids.add(id, id, RETENTION_NS);
        }
        assertEquals(4, ids.count());
        assertFalse(ids.add(2, 6, RETENTION_NS));
        assertTrue(ids.add(1, 6, RETENTION_NS));
    }

    @Test
    void shouldHashTheSameContentsAlikeWhateverWasForgotten() {
        final SignalIds left = new SignalIds(4);
        final SignalIds right = new SignalIds(4);
        left.add(1, 0, RETENTION_NS);
        left.add(2, 5_000, RETENTION_NS);
        right.add(2, 5_000, RETENTION_NS);
        assertEquals(hash(right), hash(left));
    }

    private static long hash(final SignalIds ids) {
        final StateHash hash = new StateHash();
        ids.state(hash);
        return hash.value();
    }
}
