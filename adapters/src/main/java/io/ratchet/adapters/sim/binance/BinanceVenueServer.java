package io.ratchet.adapters.sim.binance;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ratchet.adapters.sim.PriceRow;
import io.ratchet.adapters.sim.PriceSource;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimExchange;
import io.ratchet.adapters.sim.SimFaults;
import io.ratchet.adapters.sim.VenueClock;
import io.ratchet.adapters.sim.VenueLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated Binance USD-M as a server: REST ({@code /fapi}), market streams ({@code /public}, {@code /market}),
 * private streams ({@code /private}) and the WebSocket API ({@code /ws-fapi/v1}) on one port. One account, one key.
 *
 * <p>One event loop thread runs everything; {@link #call} gets onto it from outside.
 */
public final class BinanceVenueServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceVenueServer.class);
    private static final int BODY_MAX = 1 << 20;
    private static final long TURN_MS = 5;
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int ROWS_PER_TURN = 20_000;
    private static final int BACKLOG = 128;

    private final BinanceVenueConfig config;
    private final VenueClock clock;
    private final VenueLog log;
    private final PriceSource prices;
    private final WireVenue venue;
    private final EventLoopGroup loop;
    private final PriceRow row = new PriceRow();
    private final Runnable onPricesEnd;
    private Channel channel;
    private boolean rowWaiting;
    private boolean pricesEnded;
    private boolean isFrozen;
    private long shiftMs;
    private long lastTurnNs;

    /**
     * A server that is not yet bound.
     *
     * @param config      how it is reached.
     * @param rules       of the exchange.
     * @param clock       of the venue.
     * @param prices      its contracts and their prices; shifted so that they begin when the clock begins.
     * @param log         of everything; closed with the server.
     * @param onPricesEnd called once on the event loop when the prices are over.
     */
    public BinanceVenueServer(
            final BinanceVenueConfig config,
            final SimConfig rules,
            final VenueClock clock,
            final PriceSource prices,
            final VenueLog log,
            final Runnable onPricesEnd) {
        this.config = config;
        this.clock = clock;
        this.prices = prices;
        this.log = log;
        this.onPricesEnd = onPricesEnd;
        this.venue = new WireVenue(config, rules, clock, prices.symbols(), log, null);
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("venue-binance", true), NioIoHandler.newFactory());
    }

    /**
     * Binds and begins to price.
     *
     * @return this.
     * @throws IOException if the port cannot be bound.
     */
    public BinanceVenueServer start() throws IOException {
        bind();
        shiftMs = clock.startMs() - prices.startMs();
        loop.next().scheduleAtFixedRate(this::turn, 0, TURN_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    /**
     * Loads and warms what an order needs, against a throw-away exchange. Before {@link #start()}, where the speed of the
     * first answers matters.
     *
     * @return this.
     * @throws IOException never in practice.
     */
    public BinanceVenueServer warmUp() throws IOException {
        WarmUp.run(config, clock, prices.symbols().get(0));
        return this;
    }

    private void bind() throws IOException {
        final ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel ch) {
                        ch.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(BODY_MAX))
                                .addLast(new FrontHandler(BinanceVenueServer.this));
                    }
                });
        try {
            channel = bootstrap.bind(config.host(), config.port()).sync().channel();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding port " + config.port(), e);
        } catch (final Exception e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "venue port: actual=" + config.host() + ':' + config.port() + " cannot be bound (" + e.getMessage()
                            + ") expected=a free port",
                    e);
        }
    }

    /**
     * The port it is bound to.
     *
     * @return the port.
     */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /**
     * Runs something on the event loop: look at the exchange, arm faults, move prices in tests.
     *
     * @param task to run.
     * @param <T>  of its result.
     * @return its result.
     */
    public <T> T call(final Callable<T> task) {
        try {
            return loop.next().submit(task).get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * The exchange. Only inside {@link #call}.
     *
     * @return live.
     */
    public SimExchange exchange() {
        return venue.exchange();
    }

    /**
     * Faults of the next requests. Only inside {@link #call}.
     *
     * @return to arm.
     */
    public SimFaults faults() {
        return venue.faults();
    }

    /**
     * New prices by hand: as a row of the source. Only inside {@link #call}.
     *
     * @param instrument index of the contract.
     * @param mark       1e-10 or NULL.
     * @param last       1e-10 or NULL.
     * @param bid        1e-10 or NULL.
     * @param ask        1e-10 or NULL.
     */
    public void price(final int instrument, final long mark, final long last, final long bid, final long ask) {
        venue.price(instrument, mark, last, bid, ask, clock.nowMs());
    }

    /** Ends the market: no price changes any more, orders are taken as before. Only inside {@link #call}. */
    public void freeze() {
        isFrozen = true;
    }

    @Override
    public void close() throws IOException {
        if (loop.isShuttingDown()) {
            return;
        }
        if (channel != null) {
            channel.close().syncUninterruptibly();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        log.close();
    }

    WireVenue venue() {
        return venue;
    }

    private void turn() {
        try {
            work();
        } catch (final RuntimeException e) {
            // A venue that lost its clockwork must not look alive.
            LOG.error("the venue's turn failed; it stops", e);
            loop.shutdownGracefully();
        }
    }

    private void work() {
        final long wallNs = clock.wallNs();
        if (lastTurnNs != 0 && wallNs - lastTurnNs > LATE_NS) {
            log.late(wallNs - lastTurnNs);
        }
        lastTurnNs = wallNs;
        final long now = clock.nowMs();
        for (int i = 0; i < ROWS_PER_TURN && !pricesEnded && !isFrozen; i++) {
            if (!rowWaiting && !prices.next(row)) {
                pricesEnded = true;
                onPricesEnd.run();
                break;
            }
            rowWaiting = row.timeMs() + shiftMs > now;
            if (rowWaiting) {
                break;
            }
            onRow();
        }
        venue.turn();
        log.flush();
    }

    private void onRow() {
        venue.price(row.symbol(), row.mark(), row.last(), row.bid(), row.ask(), row.timeMs() + shiftMs);
    }
}
