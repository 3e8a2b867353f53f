package io.ratchet.journal;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingBookedEncoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.LedgerCorrectedEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.NakedIntervalEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OrderUpdateEncoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PositionClosedEncoder;
import io.ratchet.engine.sbe.PositionOpenedEncoder;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionPhaseChangedEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.StopMovedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.sbe.WorkingType;
import io.ratchet.journal.chronicle.ChronicleJournal;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes the records of a node's life into a journal: one position after the other, prices and ticks between. */
public final class Scenario {
    public static final long START_NS = 1_800_000_000_000_000_000L;
    private static final long STEP_NS = 7_000_001L;
    private static final long PRICE = 10_000_000_000L;
    private static final long QUANTITY = 100_000_000L;
    private static final int INSTRUMENTS = 3;
    private static final int MESSAGE_LENGTH = 512;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ChronicleJournal journal;
    private int positions;

    public Scenario(final ChronicleJournal journal, final int positionsBefore) {
        this.journal = journal;
        this.positions = positionsBefore;
    }

    public void instruments() {
        for (int i = 0; i < INSTRUMENTS; i++) {
            final InstrumentDefinedEncoder m = new InstrumentDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
            m.timeNs(timeNs()).tickSize(PRICE / 100).stepSize(QUANTITY / 1_000).minQuantity(QUANTITY / 1_000);
            m.maxQuantity(0)
                    .maxMarketQuantity(0)
                    .minNotional(5 * QUANTITY)
                    .minPrice(0)
                    .maxPrice(0)
                    .bandUpPpm(0);
            m.bandDownPpm(0)
                    .instrumentId(i)
                    .venue(Venue.BINANCE)
                    .status(InstrumentStatus.TRADING)
                    .symbol("SYM" + i);
            append(m.encodedLength());
        }
    }

    /** Signal to flat: 22 records, 17 of them rows. */
    public void position() {
        final long id = ++positions;
        final int instrument = (int) (id % INSTRUMENTS);
        signal(id, instrument);
        entry(id, instrument);
        price(instrument);
        for (int move = 1; move <= 3; move++) {
            stop(id, instrument, move);
            tick();
        }
        close(id, instrument);
        price(instrument);
    }

    /** A text with a zero byte, which PostgreSQL's jsonb refuses. */
    public void poison() {
        final VenueHealthEncoder m = new VenueHealthEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.timeNs(timeNs()).venue(Venue.BINANCE).state(VenueState.OK).text("a\0b");
        append(m.encodedLength());
    }

    public void tick() {
        final ClockTickEncoder m =
                new ClockTickEncoder().wrapAndApplyHeader(buffer, 0, header).timeNs(timeNs());
        append(m.encodedLength());
    }

    public void fact(final long positionId) {
        final NakedIntervalEncoder m = new NakedIntervalEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.inputSequence(journal.lastSequence())
                .timeNs(timeNs())
                .positionId(positionId)
                .instrumentId(0);
        m.venue(Venue.BINANCE).ns(1_000).minNs(1_000).cause(NakedCause.OPEN);
        append(m.encodedLength());
    }

    private void signal(final long id, final int instrument) {
        final SignalReceivedEncoder m = new SignalReceivedEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.timeNs(timeNs()).signalId(1_000 + id).scoreWeek(75 * QUANTITY).scoreMonth(Long.MIN_VALUE);
        m.candleOpenMs(START_NS / 1_000_000).createdMs(START_NS / 1_000_000 + 1).instrumentId(instrument);
        m.batchId(1).batchIndex(0).batchSize(1).venue(Venue.BINANCE).side(PositionSide.LONG);
        m.defect(SignalDefect.NONE)
                .symbol("SYM" + instrument)
                .totalScore(FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .rsi(FixedPoint.NULL)
                .volumeZScore(FixedPoint.NULL)
                .oiDeltaPercent(FixedPoint.NULL);
        append(m.encodedLength());
    }

    private void entry(final long id, final int instrument) {
        final PlaceEntryEncoder c = new PlaceEntryEncoder().wrapAndApplyHeader(buffer, 0, header);
        c.inputSequence(journal.lastSequence())
                .timeNs(timeNs())
                .quantity(3 * QUANTITY / 2)
                .price(Long.MIN_VALUE);
        c.instrumentId(instrument).venue(Venue.BINANCE).side(OrderSide.BUY).orderType(OrderType.MARKET);
        c.clientOrderId()
                .epochSeconds(1_800_000_000L)
                .positionId(id)
                .revision(1)
                .role(OrderRole.ENTRY);
        append(c.encodedLength());
        final long command = journal.lastSequence();
        final FillEncoder f = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        f.timeNs(timeNs())
                .venueTimeMs(START_NS / 1_000_000)
                .venueOrderId(id)
                .tradeId(id)
                .price(123 * PRICE / 10);
        f.quantity(3 * QUANTITY / 2)
                .fee(QUANTITY / 100)
                .realisedPnl(Long.MIN_VALUE)
                .instrumentId(instrument);
        f.clientOrderId()
                .epochSeconds(1_800_000_000L)
                .positionId(id)
                .revision(1)
                .role(OrderRole.ENTRY);
        f.feeAsset("USDT")
                .venue(Venue.BINANCE)
                .side(OrderSide.BUY)
                .maker(Flag.NO)
                .liquidation(Flag.NO)
                .adl(Flag.NO);
        f.foreignId("");
        append(f.encodedLength());
        final PositionOpenedEncoder o = new PositionOpenedEncoder().wrapAndApplyHeader(buffer, 0, header);
        o.inputSequence(journal.lastSequence()).timeNs(timeNs()).positionId(id).instrumentId(instrument);
        o.venue(Venue.BINANCE)
                .quantity(3 * QUANTITY / 2)
                .entryPrice(123 * PRICE / 10)
                .signalId(1_000 + id);
        o.side(PositionSide.LONG);
        append(o.encodedLength());
        final CommandResultEncoder r = new CommandResultEncoder().wrapAndApplyHeader(buffer, 0, header);
        r.timeNs(timeNs())
                .commandSequence(command)
                .handedNs(timeNs())
                .sentNs(timeNs())
                .ackNs(timeNs());
        r.venueTimeMs(START_NS / 1_000_000)
                .venueOrderId(id)
                .linkedOrderId(Long.MIN_VALUE)
                .level(Long.MIN_VALUE);
        r.quantity(3 * QUANTITY / 2)
                .filledQuantity(0)
                .averagePrice(Long.MIN_VALUE)
                .instrumentId(instrument);
        r.venueCode(0).commandType(51).venue(Venue.BINANCE).outcome(CommandOutcome.ACCEPTED);
        r.clientOrderId()
                .epochSeconds(1_800_000_000L)
                .positionId(id)
                .revision(1)
                .role(OrderRole.ENTRY);
        r.reason(OutcomeReason.NONE)
                .status(OrderStatus.NEW)
                .book(OrderBook.ORDINARY)
                .side(OrderSide.BUY);
        r.text("tab\tand \\ and \"");
        append(r.encodedLength());
        phase(id, instrument, PositionPhase.OPENING, PositionPhase.OPEN);
        fact(id);
    }

    private void stop(final long id, final int instrument, final int move) {
        final OrderUpdateEncoder u = new OrderUpdateEncoder().wrapAndApplyHeader(buffer, 0, header);
        u.timeNs(timeNs()).venueTimeMs(START_NS / 1_000_000).venueOrderId(id * 10 + move);
        u.linkedOrderId(Long.MIN_VALUE).price(Long.MIN_VALUE).level(120 * PRICE / 10 + move * PRICE / 100);
        u.quantity(0)
                .filledQuantity(0)
                .averagePrice(Long.MIN_VALUE)
                .instrumentId(instrument)
                .venue(Venue.BINANCE);
        u.clientOrderId()
                .epochSeconds(1_800_000_000L)
                .positionId(id)
                .revision(move)
                .role(OrderRole.STOP);
        u.book(OrderBook.CONDITIONAL)
                .side(OrderSide.SELL)
                .orderType(OrderType.STOP_MARKET)
                .status(OrderStatus.NEW);
        u.workingType(WorkingType.MARK_PRICE)
                .reduceOnly(Flag.YES)
                .closePosition(Flag.NO)
                .foreignId("");
        append(u.encodedLength());
        final StopMovedEncoder m = new StopMovedEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.inputSequence(journal.lastSequence()).timeNs(timeNs()).positionId(id).instrumentId(instrument);
        m.venue(Venue.BINANCE).oldLevel(120 * PRICE / 10 + (move - 1) * PRICE / 100);
        m.newLevel(120 * PRICE / 10 + move * PRICE / 100).requestedNs(timeNs()).rule(MoveRule.TRAIL);
        append(m.encodedLength());
    }

    private void close(final long id, final int instrument) {
        phase(id, instrument, PositionPhase.OPEN, PositionPhase.CLOSING);
        final PositionClosedEncoder m = new PositionClosedEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.inputSequence(journal.lastSequence()).timeNs(timeNs()).positionId(id).instrumentId(instrument);
        m.venue(Venue.BINANCE)
                .quantity(3 * QUANTITY / 2)
                .entryPrice(123 * PRICE / 10)
                .exitPrice(121 * PRICE / 10);
        m.pnl(-QUANTITY / 3)
                .fees(QUANTITY / 50)
                .openedNs(START_NS)
                .side(PositionSide.LONG)
                .reason(CloseReason.TRAIL_STOP);
        append(m.encodedLength());
    }

    /** Funding of a position; late when it had ended. */
    public void funding(final long id, final long money, final boolean isLate) {
        final FundingBookedEncoder m = new FundingBookedEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.inputSequence(journal.lastSequence()).timeNs(timeNs()).positionId(id).instrumentId(0);
        m.venue(Venue.BINANCE).money(money).funding(money).venueTimeMs(1).late(isLate ? Flag.YES : Flag.NO);
        append(m.encodedLength());
    }

    /** The result of a position that ended was wrong by so much. */
    public void corrected(final long id, final long pnl, final long fees) {
        final LedgerCorrectedEncoder m = new LedgerCorrectedEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.inputSequence(journal.lastSequence()).timeNs(timeNs()).positionId(id).instrumentId(0);
        m.venue(Venue.BINANCE).pnl(pnl).fees(fees).tradeId(7);
        append(m.encodedLength());
    }

    private void phase(final long id, final int instrument, final PositionPhase from, final PositionPhase to) {
        final PositionPhaseChangedEncoder m = new PositionPhaseChangedEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.inputSequence(journal.lastSequence()).timeNs(timeNs()).positionId(id).instrumentId(instrument);
        m.venue(Venue.BINANCE).from(from).to(to);
        append(m.encodedLength());
    }

    private void price(final int instrument) {
        final PriceEncoder m = new PriceEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.timeNs(timeNs())
                .mark(PRICE)
                .last(PRICE)
                .bid(PRICE)
                .ask(PRICE)
                .markMin(PRICE)
                .markMax(PRICE);
        m.venueTimeMs(START_NS / 1_000_000).instrumentId(instrument).feedEpoch(1);
        append(m.encodedLength());
    }

    private long timeNs() {
        return START_NS + journal.lastSequence() * STEP_NS;
    }

    private void append(final int bodyLength) {
        journal.append(journal.lastSequence() + 1, buffer, 0, header.encodedLength() + bodyLength);
    }
}
