package io.ratchet.engine.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SeenKeysTest {
    @Test
    void shouldTakeAPairOnceAndTheSameNumberOfAnotherInstrument() {
        final SeenKeys keys = new SeenKeys(4, true);
        assertTrue(keys.add(1, 100));
        assertFalse(keys.add(1, 100));
        assertTrue(keys.add(2, 100));
        assertTrue(keys.add(1, 99));
    }

    @Test
    void shouldTakeNothingThatItMayHaveForgotten() {
        final SeenKeys keys = new SeenKeys(2, true);
        assertTrue(keys.add(1, 100));
        assertTrue(keys.add(1, 101));
        assertTrue(keys.add(1, 102));
        assertFalse(keys.add(1, 100));
        assertFalse(keys.add(2, 100));
        assertTrue(keys.add(2, 101));
    }

    @Test
    void shouldForgetWithoutOrderWhereNumbersDoNotRise() {
        final SeenKeys keys = new SeenKeys(1, false);
        assertTrue(keys.add(1, 100));
        assertTrue(keys.add(1, 101));
        assertTrue(keys.add(1, 100));
    }
}
