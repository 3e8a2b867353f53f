package io.ratchet.engine.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SymbolList;
import io.ratchet.engine.sbe.SymbolListedDecoder;
import io.ratchet.engine.sbe.SymbolListedEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymbolFilterTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final InstrumentTable instruments = new InstrumentTable();
    private final SymbolFilter filter = new SymbolFilter(instruments);

    @ParameterizedTest
    @CsvSource({
        "BTCDOMUSDT, BTCDOMUSDT, true",
        "BTCDOM*, BTCDOMUSDT, true",
        "DOM*, FREEDOMUSDT, false",
        "*DOM*, FREEDOMUSDT, true",
        "*UPUSDT, BTCUPUSDT, true",
        "?TCUSDT, BTCUSDT, true",
        "?TCUSDT, BBTCUSDT, false",
        "BTCUSDT, BTCUSDTX, false",
        "BTCUSDTX, BTCUSDT, false",
        "*, ANYUSDT, true",
        "A*B*C, AXXBYYC, true",
        "A*B*C, AXXBYYCD, false",
    })
    void shouldMatchWholeSymbols(final String pattern, final String symbol, final boolean isNamed) {
        instrument(symbol);
        list(SymbolList.STOP, pattern);
        assertEquals(isNamed ? EntryRefusal.STOP_LISTED : EntryRefusal.NONE, filter.refusal(0));
    }

    @Test
    void shouldOpenNothingElseWhenThereIsAnOnlyList() {
        instrument("BTCUSDT");
        list(SymbolList.ONLY, "ETHUSDT", "SOLUSDT");
        assertEquals(EntryRefusal.NOT_LISTED, filter.refusal(0));
        list(SymbolList.ONLY, "ETHUSDT", "BTC*");
        assertEquals(EntryRefusal.NONE, filter.refusal(0));
        list(SymbolList.ONLY);
        assertEquals(EntryRefusal.NONE, filter.refusal(0));
    }

    @Test
    void shouldKeepTheOldListUntilTheNewOneIsComplete() {
        instrument("BTCUSDT");
        list(SymbolList.STOP, "BTCUSDT");
        part(SymbolList.STOP, 0, 2, "ETHUSDT");
        assertEquals(EntryRefusal.STOP_LISTED, filter.refusal(0));
        part(SymbolList.STOP, 1, 2, "SOLUSDT");
        assertEquals(EntryRefusal.NONE, filter.refusal(0));
    }

    private void instrument(final String symbol) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .instrumentId(0)
                .symbol(symbol);
        instruments.define(new InstrumentDefinedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()));
    }

    private void list(final SymbolList list, final String... patterns) {
        for (int i = 0; i < Math.max(1, patterns.length); i++) {
            part(list, i, patterns.length, patterns.length == 0 ? "" : patterns[i]);
        }
    }

    private void part(final SymbolList list, final int index, final int size, final String pattern) {
        new SymbolListedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .index(index)
                .size(size)
                .list(list)
                .pattern(pattern);
        filter.onListed(new SymbolListedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()));
    }
}
