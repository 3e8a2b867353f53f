package io.ratchet.engine.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SymbolBlockedDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateHash;
import io.ratchet.engine.time.EngineTime;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockedSymbolsTest {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int SYMBOL = 3;

    private final EngineTime time = new EngineTime();
    private final InstrumentTable instruments = new InstrumentTable();
    private final Decisions decisions = new Decisions(time);
    private final Outputs outputs = new Outputs();
    private final BlockedSymbols blocked = new BlockedSymbols(time, decisions, instruments);
    private long sequence;

    @BeforeEach
    void defineOneInstrument() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .instrumentId(SYMBOL)
                .venue(Venue.BYBIT)
                .status(InstrumentStatus.TRADING)
                .symbol("IDEXUSDT");
        instruments.define(new InstrumentDefinedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()));
        at(HOUR_NS);
    }

    @Test
    void shouldBlockUntilTheEndAndNotAtIt() {
        blocked.block(SYMBOL, 25 * HOUR_NS, BlockReason.REGION);

        assertTrue(blocked.isBlocked(SYMBOL));
        assertEquals(BlockReason.REGION, blocked.reason(SYMBOL));
        assertEquals(25 * HOUR_NS, blocked.untilNs(SYMBOL));
        final SymbolBlockedDecoder fact = fact(0);
        assertEquals(SYMBOL, fact.instrumentId());
        assertEquals(Venue.BYBIT, fact.venue());
        assertEquals(25 * HOUR_NS, fact.untilNs());
        assertEquals(BlockReason.REGION, fact.reason());
        at(25 * HOUR_NS - 1);
        assertTrue(blocked.isBlocked(SYMBOL));
        at(25 * HOUR_NS);
        assertFalse(blocked.isBlocked(SYMBOL));
        assertEquals(BlockReason.NONE, blocked.reason(SYMBOL));
    }

    @Test
    void shouldKeepTheLongerOfTwoBlocksAndTellOnlyChanges() {
        blocked.block(SYMBOL, 25 * HOUR_NS, BlockReason.REGION);
        blocked.block(SYMBOL, 25 * HOUR_NS, BlockReason.REGION);
        blocked.block(SYMBOL, 2 * HOUR_NS, BlockReason.OPERATOR);

        assertEquals(1, outputs.count());
        assertEquals(BlockReason.REGION, blocked.reason(SYMBOL));
        blocked.block(SYMBOL, BlockedSymbols.FOR_EVER_NS, BlockReason.OPERATOR);
        assertEquals(2, outputs.count());
        assertEquals(BlockReason.OPERATOR, blocked.reason(SYMBOL));
    }

    @Test
    void shouldLiftABlockOnce() {
        blocked.block(SYMBOL, BlockedSymbols.FOR_EVER_NS, BlockReason.OPERATOR);
        blocked.unblock(SYMBOL);
        blocked.unblock(SYMBOL);

        assertFalse(blocked.isBlocked(SYMBOL));
        assertEquals(2, outputs.count());
        assertEquals(0, fact(1).untilNs());
        assertEquals(BlockReason.NONE, fact(1).reason());
    }

    @Test
    void shouldIgnoreUnknownInstrumentsAndBlocksOfThePast() {
        blocked.block(-1, 25 * HOUR_NS, BlockReason.REGION);
        blocked.block(SYMBOL + 1, 25 * HOUR_NS, BlockReason.REGION);
        blocked.block(SYMBOL, HOUR_NS, BlockReason.REGION);

        assertEquals(0, outputs.count());
        assertFalse(blocked.isBlocked(-1));
        assertFalse(blocked.isBlocked(SYMBOL));
    }

    @Test
    void shouldBePartOfTheStateHash() {
        final long before = hash();
        blocked.block(SYMBOL, 25 * HOUR_NS, BlockReason.REGION);

        assertNotEquals(before, hash());
    }

    private long hash() {
        final StateHash hash = new StateHash();
        blocked.state(hash);
        return hash.value();
    }

    private void at(final long nowNs) {
        sequence++;
        time.advance(sequence, nowNs);
        outputs.begin(sequence);
        decisions.begin(outputs);
    }

    private SymbolBlockedDecoder fact(final int index) {
        return new SymbolBlockedDecoder()
                .wrapAndApplyHeader(outputs.buffer(), outputs.offset(index), new MessageHeaderDecoder());
    }
}
