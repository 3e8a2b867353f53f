package io.ratchet.adapters.binance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HmacSha256SignerTest {
    /** The example key of the venue's documentation. */
    private static final String SECRET = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";

    @ParameterizedTest
    @CsvSource({
        "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000"
                + "&timestamp=1591702613943,"
                + "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=9000&recvWindow=5000"
                + "&timestamp=1591702613943,"
                + "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4"
    })
    void shouldSignGoldenVectors(final String message, final String expected) {
        assertEquals(expected, sign(SECRET.getBytes(US_ASCII), message.getBytes(US_ASCII)));
    }

    @Test
    void shouldEqualTheJdkForKeysAndMessagesOfAnyLength() throws GeneralSecurityException {
        final long seed = Long.getLong("ratchet.seed", 7L);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            final byte[] key = new byte[1 + random.nextInt(150)];
            final byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(key);
            random.nextBytes(message);
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            assertEquals(HexFormat.of().formatHex(mac.doFinal(message)), sign(key, message), "seed=" + seed);
        }
    }

    private static String sign(final byte[] key, final byte[] message) {
        final byte[] target = new byte[HmacSha256Signer.SIGNATURE_LENGTH + 3];
        final int length = new HmacSha256Signer(key).sign(message, 0, message.length, target, 3);
        return new String(target, 3, length, US_ASCII);
    }
}
