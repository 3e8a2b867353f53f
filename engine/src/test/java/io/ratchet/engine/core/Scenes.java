package io.ratchet.engine.core;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionUpdateEncoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/** What several tests of bad days do and ask. */
final class Scenes {
    private Scenes() {}

    static Rig withMark() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        return rig;
    }

    static String tail(final Rig rig) {
        rig.replayed();
        final int n = rig.texts.size();
        return "violations=" + rig.core.violations() + " unprotected=" + rig.core.unprotectedCount() + "\n"
                + String.join("\n", rig.texts.subList(Math.max(0, n - 45), n));
    }

    /** Ids of all commands of a name, each once. */
    static Set<String> idsOf(final Rig rig, final String command) {
        final Set<String> ids = new TreeSet<>();
        for (final String text : rig.all(command)) {
            final int from = text.indexOf("clientOrderId=(");
            ids.add(text.substring(from, text.indexOf(')', from)));
        }
        return ids;
    }

    static boolean isNakedAtVenue(final Rig rig) {
        return rig.venue.sizes.getOrDefault(0, 0L) != 0
                && rig.venue.open(OrderRole.ANCHOR) == null
                && rig.venue.open(OrderRole.STOP) == null;
    }

    static long lastCommand(final Rig rig, final int template) {
        final DecisionCore fresh = new DecisionCore();
        final Outputs again = new Outputs();
        final MessageHeaderDecoder decoder = new MessageHeaderDecoder();
        long sequence = 0;
        long found = 0;
        for (final byte[] bytes : rig.inputs) {
            sequence++;
            again.begin(sequence);
            fresh.onInput(sequence, new UnsafeBuffer(bytes), 0, bytes.length, again);
            for (int i = 0; i < again.count(); i++) {
                decoder.wrap(again.buffer(), again.offset(i));
                if (decoder.templateId() == template) {
                    found = sequence + 1 + i;
                }
            }
            sequence += again.count();
        }
        return found;
    }

    static void found(final Rig rig, final long query, final FakeVenue.Order order, final long offMs) {
        final CommandResultEncoder message = new CommandResultEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .commandSequence(query)
                .handedNs(rig.nowNs)
                .sentNs(rig.nowNs)
                .ackNs(rig.nowNs)
                .venueTimeMs(order.createdNs / Rig.MS + offMs)
                .venueOrderId(order.venueOrderId)
                .linkedOrderId(FixedPoint.NULL)
                .level(FixedPoint.NULL)
                .quantity(order.quantity)
                .filledQuantity(order.filled)
                .averagePrice(order.average)
                .instrumentId(order.instrumentId)
                .venueCode(0)
                .commandType(QueryOrderDecoder.TEMPLATE_ID);
        message.clientOrderId()
                .epochSeconds(order.epochSeconds)
                .positionId(order.positionId)
                .revision(order.revision)
                .role(order.role);
        message.venue(Venue.BINANCE)
                .outcome(CommandOutcome.ACCEPTED)
                .reason(OutcomeReason.NONE)
                .status(order.status)
                .book(OrderBook.ORDINARY)
                .side(order.side)
                .text("");
        rig.send(8 + CommandResultEncoder.BLOCK_LENGTH + 1);
    }

    static void tellPosition(final Rig rig, final int instrument, final String quantity) {
        new PositionUpdateEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .quantity(Rig.quantity(quantity))
                .entryPrice(Rig.price("100"))
                .instrumentId(instrument)
                .venue(Venue.BINANCE)
                .stopLevel(FixedPoint.NULL);
        rig.send(8 + PositionUpdateEncoder.BLOCK_LENGTH);
    }

    static void fill(final Rig rig, final FakeVenue.Order order, final long tradeId, final String quantity) {
        final FillEncoder message = new FillEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .venueOrderId(order.venueOrderId)
                .tradeId(tradeId)
                .price(Rig.price("100"))
                .quantity(new BigDecimal(quantity).movePointRight(8).longValueExact())
                .fee(0)
                .realisedPnl(FixedPoint.NULL)
                .instrumentId(order.instrumentId);
        message.clientOrderId()
                .epochSeconds(order.epochSeconds)
                .positionId(order.positionId)
                .revision(order.revision)
                .role(order.role);
        message.feeAsset("USDT")
                .venue(Venue.BINANCE)
                .side(order.side)
                .maker(Flag.NO)
                .liquidation(Flag.NO)
                .adl(Flag.NO)
                .foreignId("");
        rig.send(8 + FillEncoder.BLOCK_LENGTH + 1);
    }

    static void foreignFill(final Rig rig, final int instrument, final long tradeId, final String quantity) {
        final FillEncoder message = new FillEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .venueOrderId(77)
                .tradeId(tradeId)
                .price(Rig.price("100"))
                .quantity(Rig.quantity(quantity))
                .fee(0)
                .realisedPnl(FixedPoint.NULL)
                .instrumentId(instrument);
        message.clientOrderId().epochSeconds(0).positionId(0).revision(0).role(OrderRole.NONE);
        message.feeAsset("USDT")
                .venue(Venue.BINANCE)
                .side(OrderSide.SELL)
                .maker(Flag.NO)
                .liquidation(Flag.NO)
                .adl(Flag.NO)
                .foreignId("web_abc");
        rig.send(8 + FillEncoder.BLOCK_LENGTH + 1);
    }

    static void define(final Rig rig, final String tick) {
        define(rig, tick, 1_000 * FixedPoint.QUANTITY_ONE);
    }

    /** Of any price: a quantity has no bound above. */
    static void unlimited(final Rig rig, final String tick) {
        define(rig, tick, 0);
    }

    private static void define(final Rig rig, final String tick, final long maxQuantity) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .tickSize(Rig.price(tick))
                .stepSize(FixedPoint.QUANTITY_ONE / 1_000)
                .minQuantity(FixedPoint.QUANTITY_ONE / 1_000)
                .maxQuantity(maxQuantity)
                .maxMarketQuantity(maxQuantity / 10)
                .minNotional(5 * FixedPoint.QUANTITY_ONE)
                .minPrice(Rig.price(tick))
                .maxPrice(900_000 * FixedPoint.PRICE_ONE)
                .bandUpPpm(50_000)
                .bandDownPpm(50_000)
                .instrumentId(0)
                .venue(Venue.BINANCE)
                .status(InstrumentStatus.TRADING)
                .symbol("BTCUSDT");
        rig.send(8 + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }
}
