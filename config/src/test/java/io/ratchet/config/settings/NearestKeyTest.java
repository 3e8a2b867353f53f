package io.ratchet.config.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
    @Test
    void shouldCountInsertDeleteReplaceAndSwapAsOne() {
        assertEquals(0, NearestKey.distance("stop", "stop"));
        assertEquals(1, NearestKey.distance("stp", "stop"));
        assertEquals(1, NearestKey.distance("stoop", "stop"));
        assertEquals(1, NearestKey.distance("stap", "stop"));
        assertEquals(1, NearestKey.distance("sotp", "stop"));
        assertEquals(4, NearestKey.distance("", "stop"));
    }

    @Test
    void shouldTakeTheFirstOfEquallyNearOnes() {
        assertEquals("ab", NearestKey.of("aa", List.of("ab", "ac")));
    }
}
