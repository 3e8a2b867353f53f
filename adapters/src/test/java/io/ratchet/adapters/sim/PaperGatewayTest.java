package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PaperGatewayTest {
    private static final int ID = 4;
    private static final long NONE = FixedPoint.NULL;

    private static final class Ring implements Ingress {
        private final List<Integer> templates = new ArrayList<>();
        private final List<String> health = new ArrayList<>();
        private boolean full;

        @Override
        public boolean offer(final MutableDirectBuffer buffer, final int offset, final int length) {
            if (!full) {
                final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
                templates.add(header.templateId());
                if (header.templateId() == VenueHealthDecoder.TEMPLATE_ID) {
                    final VenueHealthDecoder told = new VenueHealthDecoder();
                    told.wrapAndApplyHeader(buffer, offset, header);
                    health.add(told.state() + " " + told.text());
                }
            }
            return !full;
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
            throw new AssertionError("prices come from the market feed");
        }

        @Override
        public long nowNs() {
            return 1_760_129_100_000_000_000L;
        }
    }

    private final Ring ring = new Ring();
    private final PaperGateway gateway = new PaperGateway(Venue.BINANCE, SimConfig.venue(), 1, ring);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private void price(final String mark) {
        gateway.onPrice(ID, SimExchangeTest.price(mark), SimExchangeTest.price(mark), NONE, NONE);
    }

    private void enter() {
        final PlaceEntryEncoder e = new PlaceEntryEncoder().wrapAndApplyHeader(buffer, 0, header);
        e.inputSequence(1)
                .timeNs(0)
                .quantity(SimExchangeTest.quantity("1"))
                .price(NONE)
                .instrumentId(ID);
        e.clientOrderId().epochSeconds(1_760_000_000L).positionId(1).revision(0).role(OrderRole.ENTRY);
        e.venue(Venue.BINANCE).side(OrderSide.BUY).orderType(OrderType.MARKET);
        gateway.onCommand(2, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + e.encodedLength());
    }

    private void anchor(final String level) {
        final PlaceStopEncoder e = new PlaceStopEncoder().wrapAndApplyHeader(buffer, 0, header);
        e.inputSequence(1)
                .timeNs(0)
                .level(SimExchangeTest.price(level))
                .quantity(0)
                .instrumentId(ID);
        e.clientOrderId().epochSeconds(1_760_000_000L).positionId(1).revision(0).role(OrderRole.ANCHOR);
        e.venue(Venue.BINANCE).side(OrderSide.SELL).closePosition(Flag.YES);
        gateway.onCommand(3, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + e.encodedLength());
    }

    private void open() {
        gateway.list(ID, "BTCUSDT", SimExchangeTest.FILTERS);
        price("100");
        gateway.doWork();
        enter();
        anchor("98");
        ring.templates.clear();
    }

    @Test
    void shouldConnectOnItsFirstTurnAndOnlyThen() {
        gateway.doWork();
        assertEquals(
                List.of(
                        FeedStatusDecoder.TEMPLATE_ID,
                        FeedStatusDecoder.TEMPLATE_ID,
                        VenueHealthDecoder.TEMPLATE_ID,
                        BalanceUpdateDecoder.TEMPLATE_ID),
                ring.templates);
        assertEquals(0, gateway.doWork());
    }

    @Test
    void shouldBeHealthyOnlyWhileThePricesCome() {
        gateway.doWork();
        gateway.onMarketFeed(true);
        gateway.doWork();
        gateway.doWork();
        gateway.onMarketFeed(false);
        gateway.doWork();
        assertEquals(List.of("DEGRADED market streams down", "OK ", "DEGRADED market streams down"), ring.health);
    }

    @Test
    void shouldTriggerByAnExtremeThatWasMergedAway() {
        open();
        price("97.9");
        price("100");
        gateway.doWork();
        assertTrue(ring.templates.contains(FillDecoder.TEMPLATE_ID));
    }

    @Test
    void shouldKeepWhatTheRingCannotTake() {
        gateway.list(ID, "BTCUSDT", SimExchangeTest.FILTERS);
        price("100");
        gateway.doWork();
        ring.templates.clear();
        ring.full = true;
        enter();
        assertEquals(List.of(), ring.templates);
        ring.full = false;
        assertTrue(gateway.doWork() > 0);
        assertEquals(CommandResultDecoder.TEMPLATE_ID, ring.templates.get(0));
        gateway.close();
    }
}
