package io.ratchet.journal.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A small pool of connections to the database, and its tables. */
public final class Database implements AutoCloseable {
    private static final int MILLISECONDS_PER_SECOND = 1_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(final HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Connects and brings the tables to this build's version. Blocks up to the connect timeout.
     *
     * @param config of the database.
     * @return the database.
     */
    public static Database open(final PostgresConfig config) {
        final HikariDataSource pool = new HikariDataSource(hikari(config));
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (final RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** JDBI over the pool. */
    Jdbi jdbi() {
        return jdbi;
    }

    /**
     * How many rows a table or view holds.
     *
     * @param table name of it.
     * @return the count.
     */
    public long rows(final String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + quoted(table))
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void close() {
        pool.close();
    }

    private static String quoted(final String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static HikariConfig hikari(final PostgresConfig config) {
        final HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("ratchet-postgres");
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password().get());
        hikari.setMaximumPoolSize(PostgresConfig.CONNECTIONS_MAX);
        hikari.setMinimumIdle(0);
        hikari.setConnectionTimeout(PostgresConfig.CONNECT_TIMEOUT_MS);
        hikari.setInitializationFailTimeout(PostgresConfig.CONNECT_TIMEOUT_MS);
        hikari.addDataSourceProperty("ApplicationName", "ratchet");
        hikari.addDataSourceProperty("connectTimeout", PostgresConfig.CONNECT_TIMEOUT_MS / MILLISECONDS_PER_SECOND);
        hikari.addDataSourceProperty("loginTimeout", PostgresConfig.CONNECT_TIMEOUT_MS / MILLISECONDS_PER_SECOND);
        hikari.addDataSourceProperty("socketTimeout", PostgresConfig.SOCKET_TIMEOUT_SECONDS);
        hikari.addDataSourceProperty("tcpKeepAlive", true);
        return hikari;
    }
}
