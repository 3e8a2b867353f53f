package io.ratchet.config.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.http.HealthReport;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueState;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HealthTextTest {
    private final NodeView view = new NodeView(id -> "BTCUSDT");
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Ingress.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Ring ring = new Ring();
    private final WatchedIngress ingress = new WatchedIngress(ring, new WatchedIngress.Watcher() {
        @Override
        public void onHealth(final VenueHealthDecoder health) {
            view.onHealth(health.state(), health.text());
        }
    });

    @Test
    void shouldBeHealthyOnlyOnceTheVenueIsOk() {
        state(NodeState.RUNNING);
        assertFalse(health(false).healthy());
        assertEquals("CONNECTING", json(false).path("venue").path("state").asString());
        venue(VenueState.OK, "");
        assertTrue(health(false).healthy());
        venue(VenueState.BLIND, "rest \"gone\"; trade socket down; ");
        assertFalse(health(false).healthy());
        assertEquals("BLIND", json(false).path("venue").path("state").asString());
        assertEquals(
                "rest \"gone\"; trade socket down",
                json(false).path("venue").path("text").asString());
        assertEquals(
                "BLIND: rest \"gone\"; trade socket down", view.read().venue().toString());
    }

    @Test
    void shouldNotTakeForTheVenuesHealthWhatTheRingDidNotTake() {
        ring.isFull = true;
        venue(VenueState.OK, "");
        assertFalse(view.read().venue().isOk());
    }

    @Test
    void shouldNotBeHealthyWhileEntriesAreStoppedOrTheEngineIsHalted() {
        state(NodeState.RUNNING);
        venue(VenueState.OK, "");
        assertFalse(health(true).healthy());
        view.onOperator(OperatorAction.STOP_ENTRIES);
        assertFalse(health(false).healthy());
        view.onOperator(OperatorAction.RESUME);
        assertTrue(health(false).healthy());
        new AlertRaisedEncoder().wrapAndApplyHeader(buffer, 0, header).code(AlertCode.INVARIANT_VIOLATED);
        view.onOutput(2, buffer, 0, buffer.capacity());
        assertFalse(health(false).healthy());
        assertTrue(json(false).path("entries_stopped").asBoolean());
    }

    @Test
    void shouldTellPaperAndNoFigureWhereThereIsNoDatabase() {
        assertTrue(json(false).path("paper").asBoolean());
        assertTrue(json(false).path("persisted").isNull());
        assertEquals("off", json(false).path("database").asString());
    }

    private HealthReport health(final boolean isHalted) {
        return HealthText.of(
                view.read(),
                new HealthText.Surroundings(
                        "live",
                        true,
                        "binance",
                        isHalted,
                        9,
                        8,
                        -1,
                        "off",
                        new Recovery.Summary(5, true, 7, 2, true, 12)));
    }

    private JsonNode json(final boolean isHalted) {
        return JsonMapper.shared().readTree(health(isHalted).json());
    }

    private void state(final NodeState state) {
        new NodeStateChangedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .from(NodeState.PROTECT_ONLY)
                .to(state);
        view.onOutput(1, buffer, 0, buffer.capacity());
    }

    private void venue(final VenueState state, final String text) {
        final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
        ingress.offer(encoder.buffer(), 0, encoder.venueHealth(state, text));
    }

    /** Takes all, or nothing. */
    private static final class Ring implements Ingress {
        private boolean isFull;

        @Override
        public boolean offer(final MutableDirectBuffer message, final int offset, final int length) {
            return !isFull;
        }

        @Override
        public void price(
                final int instrumentId,
                final int feedEpoch,
                final long mark,
                final long last,
                final long bid,
                final long ask,
                final long venueTimeMs) {
            throw new AssertionError("no price is offered here");
        }

        @Override
        public long nowNs() {
            return 0;
        }
    }
}
