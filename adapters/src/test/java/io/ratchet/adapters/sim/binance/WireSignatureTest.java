package io.ratchet.adapters.sim.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The venue's own golden vectors. */
class WireSignatureTest {
    private static final String SECRET = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";
    private final WireSignature signature = new WireSignature(SECRET);

    @Test
    void shouldSignAsTheDocumentedExamples() {
        assertEquals(
                "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9",
                signature.of("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000"
                        + "&timestamp=1591702613943"));
        assertEquals(
                "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4",
                signature.of("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=9000&recvWindow=5000"
                        + "&timestamp=1591702613943"));
    }

    @Test
    void shouldJoinQueryAndBodyWithoutASeparatorAndLeaveTheSignatureOut() {
        final WireParams mixed = WireParams.rest(
                "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC",
                "quantity=1&price=9000&recvWindow=5000&timestamp=1591702613943&signature=abc");
        assertEquals("abc", mixed.signature());
        assertTrue(signature.right(mixed.signed(), "30BAAF0FAB549BBEDA7F5EF201898B34122DA25FD23C646CAC2C529AEBE670A4"));
        assertFalse(signature.right(mixed.signed(), mixed.signature()));
    }

    @Test
    void shouldSignTheEncodedBytesAndReadTheDecodedValue() {
        final WireParams params = WireParams.rest("symbol=%E5%B8%81USDT&signature=x", "");
        assertEquals("symbol=%E5%B8%81USDT", params.signed());
        assertEquals("币USDT", params.get("symbol"));
    }

    @Test
    void shouldLetTheQueryWinOverTheBody() {
        assertEquals("1", WireParams.rest("quantity=1", "quantity=2").get("quantity"));
    }

    @Test
    void shouldSortByNameOnTheWebSocket() {
        final WireParams params =
                WireParams.sorted(Map.of("symbol", "BTCUSDT", "apiKey", "k", "timestamp", "5", "signature", "z"));
        assertEquals("apiKey=k&symbol=BTCUSDT&timestamp=5", params.signed());
    }

    @Test
    void shouldIgnoreTheCaseOfTheSignature() {
        assertTrue(signature.right("a", signature.of("a").toUpperCase(Locale.ROOT)));
        assertFalse(signature.right("a", ""));
    }
}
