package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VenueProcessTest {
    private static final long PATIENCE_NS = 10_000_000_000L;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    private VenueProcessConfig config(final Path prices, final String venue) {
        return new VenueProcessConfig(
                venue,
                "127.0.0.1",
                0,
                0,
                prices,
                false,
                5,
                7,
                20_000,
                0,
                1_760_129_100_000L,
                directory.resolve("log/venue.jsonl"),
                "k".repeat(64),
                "s".repeat(64),
                "token",
                null,
                8,
                false,
                0,
                100_000);
    }

    @Test
    void shouldSayReadyServeAndEndWithStdin() throws IOException, InterruptedException {
        final VenueProcess process = VenueProcess.start(config(null, "binance"), out);
        assertTrue(said.toString(StandardCharsets.UTF_8)
                .startsWith("{\"event\":\"ready\",\"venue\":\"binance\",\"host\":\"127.0.0.1\",\"port\":"
                        + process.port() + ",\"signalPort\":" + process.signalPort()
                        + ",\"startMs\":1760129100000"));
        final String time = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + "/fapi/v1/time"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertTrue(time.startsWith("{\"serverTime\":1760129"), time);
        final String commands = "fault PLACE_ALGO WITHHOLD_NEW 2 0 a\nfaults clear\nfault X Y\n";
        assertEquals(0, process.await(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)), true));
        final String log = Files.readString(directory.resolve("log/venue.jsonl"));
        assertTrue(log.contains("\"type\":\"start\""));
        assertTrue(log.contains("\"op\":\"GET /fapi/v1/time\""));
    }

    @Test
    void shouldShiftAFileToItsClockAndSayWhenItEnds() throws IOException {
        final Path prices = directory.resolve("p.csv");
        Files.writeString(prices, PriceFile.HEADER + "\n5,binance,AUSDT,1.5,1.5,,\n1005,binance,AUSDT,1.6,1.6,,\n");
        try (VenueProcess process = VenueProcess.start(config(prices, "binance"), out)) {
            final long deadline = System.nanoTime() + PATIENCE_NS;
            while (!said.toString(StandardCharsets.UTF_8).contains("prices_end")) {
                assertTrue(System.nanoTime() < deadline, "the prices never end");
                LockSupport.parkNanos(5_000_000L);
            }
            assertEquals(
                    SimDecimal.parse("1.6", 10),
                    process.server()
                            .call(() -> process.server()
                                    .exchange()
                                    .instruments()
                                    .get(0)
                                    .mark()));
        }
    }

    @Test
    void shouldChangeNoPriceAnyMoreOnceItIsToldToFreeze() throws IOException {
        final Path prices = directory.resolve("p.csv");
        Files.writeString(prices, PriceFile.HEADER + "\n5,binance,AUSDT,1.5,1.5,,\n600005,binance,AUSDT,1.6,1.6,,\n");
        try (VenueProcess process = VenueProcess.start(config(prices, "binance"), out)) {
            process.await(new ByteArrayInputStream("freeze\n".getBytes(StandardCharsets.UTF_8)), true);
            assertTrue(said.toString(StandardCharsets.UTF_8).contains("{\"event\":\"frozen\"}"));
            assertFalse(said.toString(StandardCharsets.UTF_8).contains("prices_end"));
        }
    }

    @Test
    void shouldNameWhatIsWrong() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> VenueProcess.start(config(null, "kraken"), out));
        final Path prices = directory.resolve("bad.csv");
        Files.writeString(prices, PriceFile.HEADER + "\n5,binance,AUSDT,one,,,\n");
        assertTrue(assertThrows(IOException.class, () -> VenueProcess.start(config(prices, "binance"), out))
                .getMessage()
                .contains("bad.csv:2: column mark"));
    }
}
