package io.ratchet.adapters.common;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A key or token that prints as stars, so that no log, exception or configuration dump can show it. Immutable. */
public final class Secret {
    private final byte[] value;

    private Secret(final byte[] value) {
        this.value = value;
    }

    /**
     * Of a text.
     *
     * @param value not empty.
     * @return the secret.
     * @throws IllegalArgumentException if it is empty; the text itself is never in the message.
     */
    public static Secret of(final String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("secret: actual=empty expected=a value");
        }
        return new Secret(value.getBytes(UTF_8));
    }

    /**
     * The bytes, for a signer or a handshake only.
     *
     * @return a copy.
     */
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public String toString() {
        return "***";
    }
}
