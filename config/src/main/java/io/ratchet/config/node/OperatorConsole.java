package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.http.ActionRequest;
import io.ratchet.adapters.http.HealthReport;
import io.ratchet.adapters.http.NodeControl;
import io.ratchet.adapters.http.Reply;
import io.ratchet.config.report.Amounts;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what people ask over HTTP into inputs, and waits for what the core decides. Nothing is decided here: a request that
 * is well formed goes into the journal. Any thread; reads take turns, so that people cannot keep the core busy.
 */
final class OperatorConsole implements NodeControl {
    private static final long ANSWER_MAX_MS = 5_000;
    private static final long READ_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int NO_INSTRUMENT = -1;
    private static final Map<String, OperatorAction> ACTIONS = Map.of(
            "stop-entries", OperatorAction.STOP_ENTRIES,
            "resume", OperatorAction.RESUME,
            "force-exit", OperatorAction.FORCE_EXIT,
            "set-stop", OperatorAction.SET_STOP,
            "adopt", OperatorAction.ADOPT,
            "guard", OperatorAction.GUARD,
            "ignore", OperatorAction.IGNORE,
            "block", OperatorAction.BLOCK,
            "unblock", OperatorAction.UNBLOCK,
            "kill", OperatorAction.KILL);

    private final Ingress ingress;
    private final WatchedCore core;
    private final InstrumentRegistry registry;
    private final Supplier<HealthReport> health;
    private final BooleanSupplier isHalted;
    private final BooleanSupplier isStopping;
    private final String environment;
    private final String bareGuard;
    private final Object reading = new Object();
    private final Object offering = new Object();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Ingress.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OperatorCommandEncoder command = new OperatorCommandEncoder();
    private final ClockTickEncoder tick = new ClockTickEncoder();
    private long nextRequestId;
    private long lastReadNs = System.nanoTime() - READ_PAUSE_NS;

    OperatorConsole(
            final Ingress ingress,
            final WatchedCore core,
            final InstrumentRegistry registry,
            final String environment,
            final String bareGuard,
            final Supplier<HealthReport> health,
            final BooleanSupplier isHalted,
            final BooleanSupplier isStopping) {
        this.ingress = ingress;
        this.core = core;
        this.registry = registry;
        this.environment = environment;
        this.bareGuard = bareGuard;
        this.health = health;
        this.isHalted = isHalted;
        this.isStopping = isStopping;
        nextRequestId = ingress.nowNs();
    }

    @Override
    public HealthReport health() {
        return health.get();
    }

    // Reads.

    @Override
    public Reply status() {
        return read(rows -> rows.status().put("environment", environment).put("bare_guard", bareGuard));
    }

    @Override
    public Reply positions() {
        return read(StateRows::positions);
    }

    @Override
    public Reply orders() {
        return read(StateRows::orders);
    }

    private Reply read(final Function<StateRows, ObjectNode> view) {
        synchronized (reading) {
            final long pauseNs = lastReadNs + READ_PAUSE_NS - System.nanoTime();
            if (pauseNs > 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(pauseNs);
            }
            lastReadNs = System.nanoTime();
            if (isHalted.getAsBoolean()) {
                return halted();
            }
            final StateRows rows = new StateRows(registry);
            final CompletableFuture<Void> shown = core.look(rows);
            if (!offerTick()) {
                return full();
            }
            final Reply failure = await(shown, "the state");
            return failure != null
                    ? failure
                    : new Reply(Reply.OK, JsonMapper.shared().writeValueAsString(view.apply(rows)));
        }
    }

    /** A tick makes the core look up; it decides nothing that it would not decide anyway. */
    private boolean offerTick() {
        synchronized (offering) {
            tick.wrapAndApplyHeader(buffer, 0, header);
            return ingress.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength());
        }
    }

    private static Reply full() {
        return Reply.error(Reply.UNAVAILABLE, "RING_FULL", "inbound ring: full, nothing was done; ask again");
    }

    private static Reply halted() {
        return Reply.error(Reply.UNAVAILABLE, "HALTED", "the engine has stopped at an error; stops stay at the venue");
    }

    private static Reply await(final CompletableFuture<?> future, final String what) {
        try {
            future.get(ANSWER_MAX_MS, TimeUnit.MILLISECONDS);
            return null;
        } catch (final TimeoutException e) {
            return Reply.error(
                    Reply.TIMEOUT,
                    "TIMEOUT",
                    what + ": no answer in " + ANSWER_MAX_MS + " ms; what was asked for may still happen");
        } catch (final ExecutionException e) {
            return Reply.error(
                    Reply.UNAVAILABLE, "FAILED", what + ": " + e.getCause().getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.error(Reply.UNAVAILABLE, "NODE_STOPPING", what + ": the node is stopping");
        }
    }

    // Actions.

    @Override
    public Reply act(final ActionRequest request) {
        final OperatorAction action = ACTIONS.get(request.verb());
        if (action == null) {
            return Reply.error(
                    Reply.NOT_FOUND, "UNKNOWN_ACTION", "verb: expected=one of " + String.join(", ", ACTIONS.keySet()));
        }
        final boolean needsPosition = switch (action) {
            case SET_STOP, ADOPT, GUARD, IGNORE -> true;
            case FORCE_EXIT -> !request.all();
            default -> false;
        };
        if (needsPosition && request.positionId() == 0) {
            throw new IllegalArgumentException("key position: expected=the id of a position");
        }
        final boolean needsSymbol = action == OperatorAction.BLOCK || action == OperatorAction.UNBLOCK;
        final int instrumentId = needsSymbol ? instrument(request.symbol()) : NO_INSTRUMENT;
        if (needsSymbol && instrumentId == InstrumentRegistry.UNKNOWN) {
            return Reply.error(Reply.NOT_FOUND, "UNKNOWN_INSTRUMENT", "symbol " + request.symbol() + " is not known");
        }
        final long level = action == OperatorAction.SET_STOP ? level(request.level()) : FixedPoint.NULL;
        if (isHalted.getAsBoolean()) {
            return halted();
        }
        if (isStopping.getAsBoolean()) {
            return Reply.error(Reply.UNAVAILABLE, "NODE_STOPPING", request.verb() + ": the node is stopping");
        }
        return ask(request, action, instrumentId, level);
    }

    /** VENUE:SYMBOL, or a symbol alone. */
    private int instrument(final String text) {
        final int colon = text.indexOf(':');
        final String symbol = text.substring(colon + 1).toUpperCase(Locale.ROOT);
        final String named = colon < 0 ? "" : text.substring(0, colon).toUpperCase(Locale.ROOT);
        for (final Venue venue : Venue.values()) {
            final boolean isReal = venue != Venue.NONE && venue != Venue.NULL_VAL;
            if (isReal && (colon < 0 || venue.name().equals(named))) {
                final int id = registry.instrumentId(venue, symbol);
                if (id != InstrumentRegistry.UNKNOWN) {
                    return id;
                }
            }
        }
        return InstrumentRegistry.UNKNOWN;
    }

    private static long level(final String text) {
        try {
            final BigDecimal level = new BigDecimal(text);
            if (level.precision() > 40 || Math.abs((long) level.scale()) > 40) {
                throw new ArithmeticException("too long");
            }
            return level.movePointRight(FixedPoint.PRICE_DECIMALS).longValueExact();
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "key level: expected=a decimal with at most " + FixedPoint.PRICE_DECIMALS + " decimals");
        }
    }

    private Reply ask(
            final ActionRequest request, final OperatorAction action, final int instrumentId, final long level) {
        final long requestId;
        final CompletableFuture<WatchedCore.Answer> answer;
        synchronized (offering) {
            requestId = nextRequestId++;
            answer = core.expect(requestId);
            command.wrapAndApplyHeader(buffer, 0, header)
                    .requestId(requestId)
                    .quantity(OperatorCommandEncoder.quantityNullValue())
                    .level(level)
                    .instrumentId(instrumentId)
                    .positionId(request.positionId())
                    .action(action)
                    .side(PositionSide.NONE)
                    .durationNs(
                            request.seconds() < 0
                                    ? OperatorCommandEncoder.durationNsNullValue()
                                    : TimeUnit.SECONDS.toNanos(request.seconds()))
                    .all(request.all() ? Flag.YES : Flag.NO);
            if (!ingress.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength())) {
                core.forget(requestId);
                return full();
            }
        }
        final Reply failure = await(answer, request.verb());
        core.forget(requestId);
        return failure != null ? failure : reply(request, action, answer.join());
    }

    private Reply reply(final ActionRequest request, final OperatorAction action, final WatchedCore.Answer answer) {
        final ObjectNode json = JsonMapper.shared().createObjectNode();
        final boolean isAccepted = answer.reason().equals("NONE");
        json.put("accepted", isAccepted).put("action", action.name()).put("journal_sequence", answer.inputSequence());
        if (answer.positionId() != 0) {
            json.put("position", answer.positionId());
        }
        if (answer.instrumentId() >= 0) {
            json.put("symbol", registry.engineSymbol(answer.instrumentId()));
        }
        if (isAccepted) {
            return new Reply(Reply.OK, JsonMapper.shared().writeValueAsString(json));
        }
        json.put("error", answer.reason()).put("message", message(request, answer));
        final boolean isUnknown = answer.reason().startsWith("UNKNOWN_");
        return new Reply(
                isUnknown ? Reply.NOT_FOUND : Reply.CONFLICT,
                JsonMapper.shared().writeValueAsString(json));
    }

    private static String message(final ActionRequest request, final WatchedCore.Answer answer) {
        final String what =
                request.positionId() == 0 ? request.verb() : request.verb() + ", position " + request.positionId();
        final boolean isPriced =
                answer.actual() != FixedPoint.NULL && request.level().length() > 0;
        return isPriced
                ? what + ": " + answer.reason() + " actual=" + Amounts.price(answer.actual()) + " expected="
                        + Amounts.price(answer.expected())
                : what + ": " + answer.reason();
    }
}
