package io.ratchet.journal.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.journal.Scenario;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.ChronicleJournalReader;
import io.ratchet.journal.chronicle.JournalSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersisterTest {
    private static final long WAIT_MS = 90_000;

    @TempDir
    private static Path serverDirectory;

    private static TestServer server;

    @TempDir
    private Path directory;

    private PostgresConfig config;
    private Database database;
    private ChronicleJournal journal;
    private Scenario scenario;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.create(serverDirectory);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        config = server.newDatabase();
        journal = open(directory.resolve("journal"));
        scenario = new Scenario(journal, 0);
        scenario.instruments();
    }

    @AfterEach
    void stop() {
        journal.close();
        CloseHelper.close(database);
    }

    @Test
    void shouldBringEveryRecordOnceAndProjectThePositions() {
        positions(50);
        final Persister persister = started();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        persister.close();
        assertCountsAgree();
        final Map<String, Object> position = row("SELECT * FROM positions WHERE position_id = 50");
        assertEquals("BINANCE", position.get("venue"));
        assertEquals("SYM2", position.get("symbol"));
        assertEquals("LONG", position.get("side"));
        assertEquals("FLAT", position.get("phase"));
        assertEquals("TRAIL_STOP", position.get("close_reason"));
        assertEquals("12.03", position.get("stop_level").toString());
        assertEquals("-0.33333333", position.get("pnl").toString());
        assertEquals(3, position.get("stop_moves"));
        assertEquals(1_000L, position.get("naked_ns"));
        assertEquals(50L, row("SELECT count(*) AS n FROM positions").get("n"));
        assertEquals(150L, row("SELECT count(*) AS n FROM stop_moves").get("n"));
        assertEquals(
                "tab\tand \\ and \"",
                row("SELECT text FROM command_results LIMIT 1").get("text"));
        assertEquals("12.3", row("SELECT price FROM fills LIMIT 1").get("price").toString());
        final Map<String, Object> time = row("SELECT extract(epoch FROM at)::numeric(20,6)::text AS s, time_ns"
                + " FROM facts ORDER BY sequence LIMIT 1");
        assertEquals(Long.parseLong(time.get("s").toString().replace(".", "")), (Long) time.get("time_ns") / 1_000);
    }

    @Test
    void shouldBookFundingAndWhatCorrectsAResultOnThePosition() {
        positions(2);
        scenario.funding(2, -1_000_000, true);
        scenario.funding(0, 5_000_000, false);
        Persister persister = started();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        persister.close();
        assertMoney(2, "-0.01000000", "-0.34333333", "0.02000000");
        scenario.corrected(2, 3_000_000, -1_000_000);
        scenario.funding(2, -2_000_000, true);
        persister = started();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        persister.close();
        assertMoney(2, "-0.03000000", "-0.33333333", "0.01000000");
        assertMoney(1, "0", "-0.33333333", "0.02000000");
    }

    private void assertMoney(final long id, final String funding, final String pnl, final String fees) {
        final Map<String, Object> position = row("SELECT * FROM positions WHERE position_id = " + id);
        assertEquals(0, new BigDecimal(funding).compareTo((BigDecimal) position.get("funding")), position::toString);
        assertEquals(0, new BigDecimal(pnl).compareTo((BigDecimal) position.get("pnl")), position::toString);
        assertEquals(0, new BigDecimal(fees).compareTo((BigDecimal) position.get("fees")), position::toString);
    }

    @Test
    void shouldContinueAfterARestartOfItself() {
        for (int run = 0; run < 4; run++) {
            positions(20);
            final Persister persister = started();
            assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
            persister.close();
        }
        assertCountsAgree();
    }

    @Test
    void shouldCatchUpAfterOutagesInMidStream() throws Exception {
        final Persister persister = started();
        for (int outage = 0; outage < 3; outage++) {
            positions(500);
            await(() -> persister.status().rows() > 0);
            if (outage == 1) {
                server.crash();
            } else {
                server.stop();
            }
            positions(500);
            await(() -> persister.status().state() == PersisterStatus.State.DISCONNECTED);
            assertTrue(persister.status().lag() > 0);
            server.start();
            await(() -> persister.status().state() == PersisterStatus.State.RUNNING);
        }
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        assertTrue(persister.status().disconnects() >= 3);
        persister.close();
        assertCountsAgree();
    }

    @Test
    void shouldWaitForADatabaseThatIsNotThereYet() throws Exception {
        server.stop();
        positions(10);
        final Persister persister = started();
        await(() -> persister.status().disconnects() > 0);
        assertNotNull(persister.status().lastError());
        server.start();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        persister.close();
        assertCountsAgree();
    }

    @Test
    void shouldHaltWhenARowIsThereAlready() {
        positions(10);
        final Persister persister = started();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        persister.close();
        final long wrong = journal.lastSequence() - 5;
        final int hash = hashAt(wrong);
        execute("UPDATE journal_position SET sequence = " + wrong + ", hash = " + hash);
        positions(1);
        final Persister second = started();
        await(() -> second.status().state() == PersisterStatus.State.HALTED);
        assertTrue(
                second.status().lastError().contains("in the database already"),
                second.status().lastError());
        assertFalse(second.awaitPersisted(journal.lastSequence(), WAIT_MS));
        second.close();
        assertEquals(wrong, row("SELECT sequence FROM journal_position").get("sequence"));
    }

    @Test
    void shouldHaltOnTheDatabaseOfAnotherJournal() {
        positions(10);
        final Persister persister = started();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        persister.close();
        try (ChronicleJournal other = open(directory.resolve("other"))) {
            final Scenario elsewhere = new Scenario(other, 0);
            elsewhere.tick();
            haltsOn(other, "other");
            for (int i = 0; i < 30; i++) {
                elsewhere.position();
            }
            haltsOn(other, "other");
        }
    }

    @Test
    void shouldPutARefusedRowAsideAndGoOn() {
        positions(3);
        scenario.poison();
        final long poison = journal.lastSequence();
        positions(200);
        final Persister persister = started();
        assertTrue(persister.awaitPersisted(journal.lastSequence(), WAIT_MS));
        assertEquals(1, persister.status().quarantined());
        persister.close();
        final Map<String, Object> aside = row("SELECT * FROM quarantined_records");
        assertEquals(poison, aside.get("sequence"));
        assertEquals("VenueHealth", aside.get("message"));
        final JournalCounts journaled = JournalCounts.of(directory.resolve("journal"));
        assertEquals(journaled.total() - 1, DatabaseCounts.of(database()).total());
        assertEquals(journaled.facts(), DatabaseCounts.of(database()).facts());
    }

    @Test
    void shouldStayExactWhenTwoPersistersRunAtOnce() {
        positions(1_500);
        final Persister first = started();
        final Persister second = started();
        assertTrue(first.awaitPersisted(journal.lastSequence(), WAIT_MS));
        assertTrue(second.awaitPersisted(journal.lastSequence(), WAIT_MS));
        first.close();
        second.close();
        assertCountsAgree();
    }

    @Test
    void shouldNotPersistWhatIsNotYetDurable() {
        positions(10);
        final long visible = journal.lastSequence() - 40;
        final Persister persister =
                new Persister(config, directory.resolve("journal"), System::currentTimeMillis, () -> visible);
        persister.start(Thread::new);
        assertTrue(persister.awaitPersisted(visible, WAIT_MS));
        assertEquals(0, persister.status().lag());
        persister.close();
        assertEquals(visible, row("SELECT sequence FROM journal_position").get("sequence"));
    }

    private void haltsOn(final ChronicleJournal other, final String name) {
        final Persister wrong =
                new Persister(config, directory.resolve(name), System::currentTimeMillis, other::lastSequence);
        wrong.start(Thread::new);
        await(() -> wrong.status().state() == PersisterStatus.State.HALTED);
        assertTrue(
                wrong.status().lastError().contains("another journal"),
                wrong.status().lastError());
        wrong.close();
    }

    private Persister started() {
        final Persister persister = new Persister(
                config, directory.resolve("journal"), System::currentTimeMillis, journal::durableSequence);
        persister.start(Thread::new);
        return persister;
    }

    private void positions(final int count) {
        for (int i = 0; i < count; i++) {
            scenario.position();
        }
    }

    private void assertCountsAgree() {
        final JournalCounts journaled = JournalCounts.of(directory.resolve("journal"));
        assertEquals(journaled, DatabaseCounts.of(database()));
        assertTrue(journaled.facts() > 0 && journaled.fills() > 0 && journaled.orderUpdates() > 0);
    }

    private int hashAt(final long sequence) {
        try (ChronicleJournalReader reader =
                new ChronicleJournalReader(directory.resolve("journal"), System::currentTimeMillis, sequence)) {
            reader.locate();
            return reader.lastHash();
        }
    }

    private Map<String, Object> row(final String sql) {
        final List<Map<String, Object>> rows = database()
                .jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapToMap().list());
        assertEquals(1, rows.size(), sql);
        return rows.get(0);
    }

    private void execute(final String sql) {
        database().jdbi().useHandle(handle -> handle.execute(sql));
    }

    private Database database() {
        if (database == null) {
            database = Database.open(config);
        }
        return database;
    }

    private static ChronicleJournal open(final Path path) {
        return ChronicleJournal.open(JournalSettings.of(path, System::currentTimeMillis, Thread::new, e -> {}));
    }

    private static void await(final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in time");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
