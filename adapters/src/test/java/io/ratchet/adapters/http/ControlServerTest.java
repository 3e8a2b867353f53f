package io.ratchet.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A raw client against the server: what must not come through does not. */
final class ControlServerTest {
    private static final String TOKEN = "0123456789abcdef";

    private final List<ActionRequest> asked = new ArrayList<>();
    private Reply answer = new Reply(Reply.OK, "{\"accepted\":true}");
    private ControlServer server;

    @BeforeEach
    void start() {
        server = ControlServer.start(0, TOKEN, new NodeControl() {
            @Override
            public HealthReport health() {
                return new HealthReport(false, "{\"healthy\":false}");
            }

            @Override
            public Reply status() {
                return new Reply(Reply.OK, "{\"state\":\"RUNNING\"}");
            }

            @Override
            public Reply positions() {
                return Reply.error(Reply.UNAVAILABLE, "RING_FULL", "inbound ring: full");
            }

            @Override
            public Reply orders() {
                throw new IllegalStateException("secret of the house");
            }

            @Override
            public Reply act(final ActionRequest request) {
                asked.add(request);
                return answer;
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String get(final String path, final String... headers) throws IOException {
        return request("GET", path, "", headers);
    }

    private String post(final String path, final String body, final String... headers) throws IOException {
        final List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: " + body.getBytes(UTF_8).length);
        return request("POST", path, body, all.toArray(String[]::new));
    }

    private String request(final String method, final String path, final String body, final String... headers)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            final StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
            boolean hasHost = false;
            for (final String header : headers) {
                hasHost |= header.startsWith("Host:");
                text.append(header).append("\r\n");
            }
            if (!hasHost) {
                text.append("Host: 127.0.0.1:").append(server.port()).append("\r\n");
            }
            socket.getOutputStream().write((text + "\r\n" + body).getBytes(UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void assertStatus(final int expected, final String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + expected + " "), answer);
    }

    private static final String AUTH = "Authorization: Bearer " + TOKEN;
    private static final String JSON = "Content-Type: application/json";

    @Test
    void shouldTellHealthToEverybodyAndTheRestToWhoKnowsTheToken() throws IOException {
        assertStatus(503, get("/health"));
        assertTrue(get("/health").contains("{\"healthy\":false}"));
        assertStatus(401, get("/status"));
        assertStatus(200, get("/status", AUTH));
        assertStatus(503, get("/positions", AUTH));
        assertStatus(404, get("/nothing", AUTH));
    }

    @Test
    void shouldRefuseEveryWrongToken() throws IOException {
        for (final String wrong : List.of(
                "Bearer " + TOKEN + "0",
                "Bearer " + TOKEN.substring(1),
                "Bearer ",
                "Bearer",
                TOKEN,
                "Basic " + TOKEN,
                "bearer " + TOKEN,
                "Bearer  " + TOKEN,
                "Bearer " + TOKEN.toUpperCase(java.util.Locale.ROOT))) {
            assertStatus(401, get("/status", "Authorization: " + wrong));
            assertStatus(401, post("/actions/kill", "{}", "Authorization: " + wrong, JSON));
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldRefuseThePagesOfOtherSitesAndBentNames() throws IOException {
        final String own = "127.0.0.1:" + server.port();
        for (final String origin :
                List.of("http://evil.example", "null", "https://" + own, "http://127.0.0.1", "http://127.0.0.1:1")) {
            assertStatus(403, post("/actions/kill", "{}", AUTH, JSON, "Origin: " + origin));
        }
        for (final String host : List.of("evil.example", "evil.example:" + server.port(), "127.0.0.1")) {
            assertStatus(403, post("/actions/kill", "{}", AUTH, JSON, "Host: " + host));
        }
        assertEquals(List.of(), asked);
        assertStatus(200, post("/actions/kill", "{}", AUTH, JSON, "Origin: http://" + own));
        assertStatus(200, post("/actions/kill", "{}", AUTH, JSON, "Origin: http://localhost:" + server.port()));
        assertEquals(2, asked.size());
    }

    @Test
    void shouldTakeWhatIsWellFormed() throws IOException {
        assertStatus(
                200,
                post(
                        "/actions/set-stop",
                        "{\"position\":7,\"level\":\"98.5\",\"symbol\":\"BTCUSDT\",\"seconds\":60,\"all\":true}",
                        AUTH,
                        JSON));
        assertEquals(List.of(new ActionRequest("set-stop", 7, "BTCUSDT", "98.5", 60, true)), asked);
        asked.clear();
        assertStatus(200, post("/actions/resume", "", AUTH, JSON));
        assertEquals(List.of(new ActionRequest("resume", 0, "", "", -1, false)), asked);
    }

    @Test
    void shouldPassOnWhatTheNodeAnswers() throws IOException {
        answer = Reply.error(Reply.NOT_FOUND, "UNKNOWN_POSITION", "position 7");
        final String reply = post("/actions/force-exit", "{\"position\":7}", AUTH, JSON);
        assertStatus(404, reply);
        assertTrue(reply.contains("{\"error\":\"UNKNOWN_POSITION\",\"message\":\"position 7\"}"), reply);
    }

    @Test
    void shouldRefuseBodiesThatAreTooLongOrMakeNoSense() throws IOException {
        for (final String body : List.of(
                "{",
                "[]",
                "7",
                "{\"position\":-1}",
                "{\"position\":1.5}",
                "{\"position\":\"1\"}",
                "{\"position\":99999999999}",
                "{\"level\":98.5}",
                "{\"all\":\"yes\"}",
                "{\"seconds\":9223372036854775807}",
                "{\"unknown\":1}",
                "{\"symbol\":\"" + "A".repeat(41) + "\"}")) {
            assertStatus(400, post("/actions/force-exit", body, AUTH, JSON));
        }
        assertStatus(413, post("/actions/kill", " ".repeat(ControlServer.BODY_MAX + 1), AUTH, JSON));
        assertStatus(415, post("/actions/kill", "{}", AUTH));
        assertStatus(415, post("/actions/kill", "{}", AUTH, "Content-Type: text/plain"));
        assertStatus(404, get("/actions/kill", AUTH));
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldTellNothingOfItsInsideWhenItFails() throws IOException {
        final String reply = get("/orders", AUTH);
        assertStatus(500, reply);
        assertTrue(!reply.contains("secret of the house"), reply);
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        final EngineException e =
                assertThrows(EngineException.class, () -> ControlServer.start(server.port(), TOKEN, null));
        assertTrue(e.getMessage().contains(":" + server.port() + " is not free"), e.getMessage());
    }
}
