package io.ratchet.adapters.sim.binance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The venue's side of HMAC SHA-256 signing. */
final class WireSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    WireSignature(final String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Lower case hex of the HMAC. */
    String of(final String payload) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Whether a signature, in either case, is right. */
    boolean right(final String payload, final String signature) {
        return MessageDigest.isEqual(
                of(payload).getBytes(StandardCharsets.US_ASCII),
                signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }
}
