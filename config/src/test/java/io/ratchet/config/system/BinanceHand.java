package io.ratchet.config.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody else with the same keys: signs a request by the book and sends it. */
final class BinanceHand {
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final String key;
    private final String secret;

    BinanceHand(final int port, final String key, final String secret) {
        this.port = port;
        this.key = key;
        this.secret = secret;
    }

    HttpResponse<String> deleteStop(final String clientAlgoId, final long timestampMs)
            throws IOException, InterruptedException {
        final String query = "clientAlgoId=" + clientAlgoId + "&timestamp=" + timestampMs;
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/fapi/v1/algoOrder?" + query
                                + "&signature=" + signature(query)))
                        .header("X-MBX-APIKEY", key)
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());
    }

    private String signature(final String text) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
