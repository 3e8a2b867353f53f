package io.ratchet.adapters.binance;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA256 in lower case hex over a {@link MessageDigest}, because {@code Mac.doFinal} of the JDK allocates. Nothing
 * is allocated after construction. Not thread-safe: one per thread.
 */
public final class HmacSha256Signer {
    /** Bytes of a signature in hex. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final int BLOCK_LENGTH = 64;
    private static final int DIGEST_LENGTH = 32;
    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final MessageDigest digest;
    private final byte[] innerKey = new byte[BLOCK_LENGTH];
    private final byte[] outerKey = new byte[BLOCK_LENGTH];
    private final byte[] hash = new byte[DIGEST_LENGTH];

    /**
     * For one key.
     *
     * @param key any length; the caller may wipe it afterwards.
     */
    public HmacSha256Signer(final byte[] key) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (final GeneralSecurityException missing) {
            throw new IllegalStateException("SHA-256: actual=missing expected=in every JDK", missing);
        }
        final byte[] block = Arrays.copyOf(key.length > BLOCK_LENGTH ? digest.digest(key) : key, BLOCK_LENGTH);
        for (int i = 0; i < BLOCK_LENGTH; i++) {
            innerKey[i] = (byte) (block[i] ^ INNER_PAD);
            outerKey[i] = (byte) (block[i] ^ OUTER_PAD);
        }
        Arrays.fill(block, (byte) 0);
    }

    /**
     * Signs bytes.
     *
     * @param message      to sign.
     * @param offset       of its first byte.
     * @param length       in bytes.
     * @param target       receives {@link #SIGNATURE_LENGTH} hex digits.
     * @param targetOffset of the first.
     * @return {@link #SIGNATURE_LENGTH}.
     */
    public int sign(
            final byte[] message, final int offset, final int length, final byte[] target, final int targetOffset) {
        try {
            digest.update(innerKey, 0, BLOCK_LENGTH);
            digest.update(message, offset, length);
            digest.digest(hash, 0, DIGEST_LENGTH);
            digest.update(outerKey, 0, BLOCK_LENGTH);
            digest.update(hash, 0, DIGEST_LENGTH);
            digest.digest(hash, 0, DIGEST_LENGTH);
        } catch (final DigestException impossible) {
            throw new IllegalStateException("SHA-256 digest: actual=failed expected=32 bytes", impossible);
        }
        for (int i = 0; i < DIGEST_LENGTH; i++) {
            target[targetOffset + 2 * i] = HEX[hash[i] >> 4 & 0xf];
            target[targetOffset + 2 * i + 1] = HEX[hash[i] & 0xf];
        }
        return SIGNATURE_LENGTH;
    }
}
