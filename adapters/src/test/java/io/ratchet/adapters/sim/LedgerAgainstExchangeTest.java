package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.LedgerCorrectedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random trading, with partial fills, adds and closes by others, deleveraging, funding, fees in another asset that runs out,
 * and restarts: what the core says of every position equals what the exchange's own trades, fees and funding sum up to, to
 * the last digit; and the exchange's wallet, which it rounds at each trade, is within half a unit per trade of that.
 */
class LedgerAgainstExchangeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START_NS = 1_760_129_100L * SECOND;
    private static final int BNB = 2;
    private static final int STEPS = 250;
    private static final BigDecimal SCALE = BigDecimal.valueOf(FixedPoint.PRICE_ONE);

    static List<Long> seeds() {
        final String seed = System.getProperty("ratchet.seed");
        return seed == null
                ? List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L)
                : List.of(Long.parseLong(seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEqualTheExchangesOwnBookToTheLastDigit(final long seed) {
        System.out.println("ratchet.seed=" + seed);
        final Life life = new Life(seed);
        life.live();
        life.compare();
    }

    /** What the core told of one position. */
    private static final class Told {
        int instrumentId;
        long pnl;
        long fees;
        long funding;
        boolean isClosed;
    }

    private static final class Life {
        private final SplittableRandom random;
        private final InputQueue queue = new InputQueue();
        private final PaperVenue venue;
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        private final MessageHeaderEncoder header = new MessageHeaderEncoder();
        private final MessageHeaderDecoder decoder = new MessageHeaderDecoder();
        private final List<byte[]> inputs = new ArrayList<>();
        private final Map<Long, Told> told = new LinkedHashMap<>();
        private final Map<Long, Long> feeMarks = new HashMap<>();
        private final long[] marks = new long[3];
        private final Outputs outputs = new Outputs();
        private DecisionCore core = new DecisionCore();
        private long nowNs = START_NS;
        private long sequence;
        private long bnbMark;
        private int starts;
        private int meddlings;

        Life(final long seed) {
            random = new SplittableRandom(seed);
            final SimCharges charges = SimCharges.venue()
                    .withFunding(60_000, random.nextBoolean() ? 1_234 : -777)
                    .withFeesIn("BNB", "BNBUSDT", random.nextLong(2_000_000));
            venue = new PaperVenue(
                    Venue.BINANCE, SimConfig.venue().withFillParts(3).withCharges(charges), seed, queue);
            final long step = FixedPoint.QUANTITY_ONE / 1_000;
            for (int id = 0; id < 3; id++) {
                venue.list(
                        id,
                        id == BNB ? "BNBUSDT" : id == 0 ? "AAAUSDT" : "BBBUSDT",
                        new SimInstrument.Filters(100_000, step, step, 0, 0, 0, 0, 0, 0, 0));
            }
            marks[0] = 1_234_567_890_00L;
            marks[1] = 98_765_400_000L;
            marks[BNB] = 6_123_400_000_000L;
        }

        void live() {
            begin();
            for (int step = 0; step < STEPS; step++) {
                nowNs += 250_000_000L + random.nextLong(SECOND);
                market();
                act();
                tick();
            }
            for (int id = 0; id < 200 && !isFlat(); id++) {
                nowNs += SECOND;
                for (final long position : told.keySet()) {
                    operator(OperatorAction.FORCE_EXIT, -1, position, PositionSide.NONE, FixedPoint.NULL);
                }
                market();
                tick();
            }
            for (int i = 0; i < 30; i++) {
                nowNs += SECOND;
                market();
                tick();
            }
            assertTrue(isFlat(), "not flat in the end");
        }

        private boolean isFlat() {
            return core.openPositions() == 0
                    && venue.exchange().position(0).quantity() == 0
                    && venue.exchange().position(1).quantity() == 0;
        }

        private void begin() {
            starts++;
            final NodeStartedEncoder start = new NodeStartedEncoder().wrapAndApplyHeader(clean(), 0, header);
            start.timeNs(nowNs)
                    .wallMs(nowNs / 1_000_000)
                    .epochSeconds(nowNs / SECOND)
                    .starts(starts)
                    .decisionVersion(1);
            start.accountTag("zz").build("");
            send(start.encodedLength());
            final ConfigAppliedEncoder config = new ConfigAppliedEncoder().wrapAndApplyHeader(clean(), 0, header);
            config.timeNs(nowNs)
                    .clockSpeedMilli(1_000)
                    .stopPpm(20_000)
                    .activationPpm(15_000)
                    .callbackPpm(5_000)
                    .moveMinImprovementPpm(1_000)
                    .moveOverridePpm(10_000)
                    .moveMinIntervalNs(5 * SECOND)
                    .protectDeadlineNs(3 * SECOND)
                    .panicNs(10 * SECOND)
                    .overloadRetryNs(SECOND / 5)
                    .closeLadderNs(SECOND)
                    .closeSlippagePpm(10_000)
                    .reduceOnlyWaitNs(SECOND / 3)
                    .markMaxAgeNs(5 * SECOND)
                    .lastMaxAgeNs(2 * SECOND)
                    .entryPriceWaitNs(2 * SECOND)
                    .recvWindowNs(5 * SECOND)
                    .entryRecvWindowNs(SECOND)
                    .absenceMarginNs(SECOND)
                    .reconcileIntervalNs(60 * SECOND)
                    .idRetentionNs(24 * 3_600 * SECOND)
                    .queryRetryNs(SECOND / 3)
                    .closeFirstEvidenceNs(SECOND / 2)
                    .startupHaltedNs(60 * SECOND)
                    .takerFeePpm(500)
                    .makerFeePpm(200);
            send(config.encodedLength());
            for (int id = 0; id < 3; id++) {
                venue.announce(id, nowNs);
            }
            venue.connect(nowNs);
            drain();
            market();
        }

        private UnsafeBuffer clean() {
            buffer.setMemory(0, buffer.capacity(), (byte) 0);
            return buffer;
        }

        private void market() {
            for (int id = 2; id >= 0; id--) {
                final long ppm = random.nextInt(20) == 0 ? 30_000 : 4_000;
                final long move = random.nextLong(2 * ppm + 1) - ppm;
                final long mark = Math.max(1_000_000, marks[id] + marks[id] / 1_000_000 * move);
                marks[id] = mark / 100_000 * 100_000;
                venue.onPriceRow(
                        id,
                        marks[id],
                        FixedPoint.NULL,
                        marks[id] - 100_000 * random.nextLong(3),
                        marks[id] + 100_000 * random.nextLong(3),
                        nowNs);
                if (id == BNB) {
                    bnbMark = marks[id];
                }
                drain();
            }
        }

        private void act() {
            final int id = random.nextInt(2);
            final long held = venue.exchange().position(id).quantity();
            switch (random.nextInt(8)) {
                case 0, 1, 2 ->
                    operator(
                            OperatorAction.OPEN,
                            id,
                            0,
                            random.nextBoolean() ? PositionSide.LONG : PositionSide.SHORT,
                            (1 + random.nextLong(9_999)) * FixedPoint.QUANTITY_ONE / 1_000);
                case 3 -> meddle(id, held, held > 0 ? SimSide.SELL : SimSide.BUY, 2);
                case 4 -> meddle(id, held, held > 0 ? SimSide.BUY : SimSide.SELL, 3);
                case 5 -> {
                    if (held != 0) {
                        venue.exchange().deleverage(id, part(held, 1 + random.nextInt(4)));
                        drain();
                    }
                }
                case 6 -> {
                    if (random.nextInt(6) == 0) {
                        restart();
                    }
                }
                default -> {}
            }
        }

        private long part(final long held, final int of) {
            final long step = FixedPoint.QUANTITY_ONE / 1_000;
            return Math.max(step, Math.abs(held) / of / step * step);
        }

        /** Somebody trades by hand what we hold, never beyond flat. */
        private void meddle(final int id, final long held, final SimSide side, final int of) {
            if (held != 0) {
                venue.exchange().place(SimOrderRequest.market(id, "web_" + ++meddlings, side, part(held, of), false));
                drain();
            }
        }

        /** A fresh core decides all inputs again, to the same state, and then starts. */
        private void restart() {
            final DecisionCore fresh = new DecisionCore();
            final Outputs again = new Outputs();
            long replayed = 0;
            for (final byte[] input : inputs) {
                again.begin(++replayed);
                fresh.onInput(replayed, new UnsafeBuffer(input), 0, input.length, again);
                replayed += again.count();
            }
            assertEquals(core.stateHash(), fresh.stateHash());
            core = fresh;
            nowNs += 2 * SECOND;
            begin();
        }

        private void operator(
                final OperatorAction action,
                final int id,
                final long positionId,
                final PositionSide side,
                final long quantity) {
            final OperatorCommandEncoder command = new OperatorCommandEncoder().wrapAndApplyHeader(clean(), 0, header);
            command.timeNs(nowNs)
                    .requestId(1)
                    .quantity(quantity)
                    .level(FixedPoint.NULL)
                    .instrumentId(id)
                    .positionId(positionId)
                    .action(action)
                    .side(side)
                    .durationNs(FixedPoint.NULL);
            send(command.encodedLength());
        }

        private void tick() {
            venue.advance(nowNs);
            drain();
            final ClockTickEncoder tick = new ClockTickEncoder().wrapAndApplyHeader(clean(), 0, header);
            tick.timeNs(nowNs);
            send(tick.encodedLength());
        }

        private void send(final int length) {
            input(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length);
            drain();
        }

        private void drain() {
            while (queue.poll((source, offset, length) -> {
                input(source, offset, length);
                return true;
            })) {
                continue;
            }
        }

        private void input(final DirectBuffer source, final int offset, final int length) {
            final byte[] bytes = new byte[length];
            source.getBytes(offset, bytes);
            inputs.add(bytes);
            final UnsafeBuffer input = new UnsafeBuffer(bytes);
            if (decoder.wrap(input, 0).templateId() == FillDecoder.TEMPLATE_ID) {
                feeMarks.put(
                        new FillDecoder().wrapAndApplyHeader(input, 0, decoder).tradeId(), bnbMark);
            }
            outputs.begin(++sequence);
            core.onInput(sequence, input, 0, length, outputs);
            final long first = sequence + 1;
            sequence += outputs.count();
            final List<byte[]> decided = new ArrayList<>();
            for (int i = 0; i < outputs.count(); i++) {
                final byte[] output = new byte[outputs.length(i)];
                outputs.buffer().getBytes(outputs.offset(i), output);
                decided.add(output);
            }
            for (int i = 0; i < decided.size(); i++) {
                output(first + i, new UnsafeBuffer(decided.get(i)));
            }
        }

        private void output(final long at, final UnsafeBuffer output) {
            final int template = decoder.wrap(output, 0).templateId();
            if (template < 100) {
                venue.onCommand(at, output, 0, output.capacity(), nowNs);
            } else if (template == PositionOpenedDecoder.TEMPLATE_ID) {
                final PositionOpenedDecoder fact = new PositionOpenedDecoder().wrapAndApplyHeader(output, 0, decoder);
                told.computeIfAbsent(fact.positionId(), key -> new Told()).instrumentId = fact.instrumentId();
            } else if (template == PositionClosedDecoder.TEMPLATE_ID) {
                final PositionClosedDecoder fact = new PositionClosedDecoder().wrapAndApplyHeader(output, 0, decoder);
                final Told position = told.get(fact.positionId());
                position.pnl = fact.pnl();
                position.fees = fact.fees();
                position.funding = fact.funding();
                position.isClosed = true;
            } else if (template == LedgerCorrectedDecoder.TEMPLATE_ID) {
                final LedgerCorrectedDecoder fact = new LedgerCorrectedDecoder().wrapAndApplyHeader(output, 0, decoder);
                told.get(fact.positionId()).pnl += fact.pnl();
                told.get(fact.positionId()).fees += fact.fees();
            }
        }

        /** The exchange's trades and funding, from flat to flat. */
        private static final class Episode {
            BigInteger cash = BigInteger.ZERO;
            long fees;
            long funding;
        }

        void compare() {
            final SimExchange exchange = venue.exchange();
            final Map<Long, SimFill> fills = new HashMap<>();
            exchange.fills().forEach(fill -> fills.put(fill.tradeId(), fill));
            long total = 0;
            long gross = 0;
            int episodes = 0;
            for (int id = 0; id < 2; id++) {
                final List<Episode> expected = episodes(exchange, id, fills);
                final List<Told> actual = new ArrayList<>();
                for (final Told position : told.values()) {
                    if (position.instrumentId == id) {
                        assertTrue(position.isClosed);
                        actual.add(position);
                    }
                }
                assertEquals(expected.size(), actual.size(), "positions of instrument " + id);
                for (int i = 0; i < expected.size(); i++) {
                    final Episode episode = expected.get(i);
                    final long result = rounded(episode.cash);
                    final String what = "instrument " + id + " position " + i;
                    assertEquals(episode.funding, actual.get(i).funding, what);
                    assertEquals(episode.fees, actual.get(i).fees, what);
                    assertEquals(result - episode.fees + episode.funding, actual.get(i).pnl, what);
                    total += actual.get(i).pnl;
                    gross += result;
                    episodes++;
                }
            }
            assertEquals(total, core.ledger().closedPnl());
            assertEquals(0, core.violations());
            wallet(exchange, gross, episodes);
            System.out.println("positions=" + episodes + " trades=" + fills.size() + " meddlings=" + meddlings
                    + " starts=" + starts + " pnl=" + BigDecimal.valueOf(total, 8));
            assertTrue(episodes > 5, "positions: " + episodes);
        }

        private void wallet(final SimExchange exchange, final long gross, final int episodes) {
            final SimLedger book = exchange.ledger();
            final long start = SimConfig.venue().startBalance();
            assertEquals(
                    start + book.sum(null, -1, SimCharges.MONEY),
                    exchange.margin().walletBalance());
            final long realised = book.sum(SimLedger.Kind.REALIZED_PNL, -1, SimCharges.MONEY);
            final long trades = book.entries().stream()
                    .filter(entry -> entry.kind() == SimLedger.Kind.REALIZED_PNL)
                    .count();
            // Half a unit for each rounding: one at each trade that realised, one at each of our positions.
            assertTrue(
                    2 * Math.abs(realised - gross) <= trades + episodes,
                    "realised=" + realised + " ours=" + gross + " trades=" + trades);
        }

        private List<Episode> episodes(final SimExchange exchange, final int id, final Map<Long, SimFill> fills) {
            final List<Episode> episodes = new ArrayList<>();
            Episode episode = new Episode();
            for (final SimLedger.Entry entry : exchange.ledger().entries()) {
                if (entry.instrument() != id) {
                    continue;
                }
                if (entry.kind() == SimLedger.Kind.FUNDING_FEE) {
                    episode.funding += entry.amount();
                } else if (entry.kind() == SimLedger.Kind.COMMISSION) {
                    final SimFill fill = fills.get(entry.tradeId());
                    final int sign = fill.order().request().side().sign();
                    episode.cash = episode.cash.subtract(
                            BigInteger.valueOf(fill.price()).multiply(BigInteger.valueOf(sign * fill.quantity())));
                    episode.fees += fee(fill);
                    if (fill.positionAfter() == 0) {
                        episodes.add(episode);
                        episode = new Episode();
                    }
                }
            }
            return episodes;
        }

        private long fee(final SimFill fill) {
            if (fill.feeAsset().equals(SimCharges.MONEY)) {
                return fill.fee();
            }
            return rounded(BigInteger.valueOf(fill.fee()).multiply(BigInteger.valueOf(feeMarks.get(fill.tradeId()))));
        }

        private static long rounded(final BigInteger product) {
            return new BigDecimal(product)
                    .divide(SCALE, 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
    }
}
