package io.ratchet.adapters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.RecordingIngress;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.Venue;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InputOutboxTest {
    private final RecordingIngress ingress = new RecordingIngress();
    private final NetworkLoop loop = new NetworkLoop(Executors.defaultThreadFactory());
    private final InputOutbox outbox = new InputOutbox(ingress, loop.eventLoop(), 200);
    private final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
    private final List<Boolean> pauses = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void shouldStopReadingAndKeepTheOrderWhileTheRingIsFull() throws Exception {
        onLoop(() -> {
            outbox.connection(pauses::add);
            return null;
        });
        assertTrue(offer(1));
        ingress.full(true);
        assertTrue(offer(2));
        assertTrue(offer(3));
        assertEquals(List.of(true), pauses);
        ingress.full(false);
        ingress.await("drained", () -> {}, () -> pauses.size() == 2);
        assertTrue(offer(4));
        assertEquals(List.of(true, false), pauses);
        assertEquals(List.of(1, 2, 3, 4), epochs());
        assertEquals(2, outbox.parkings());
    }

    @Test
    void shouldAskForTheEndOfTheConnectionWhenTooMuchIsParked() throws Exception {
        ingress.full(true);
        int accepted = 0;
        while (offer(accepted)) {
            accepted++;
        }
        assertTrue(accepted > 1 && accepted < 10, "accepted=" + accepted);
        assertTrue(outbox.takeOverflow());
        assertFalse(outbox.takeOverflow());
        ingress.full(false);
        final int expected = accepted;
        ingress.await("drained", () -> {}, () -> epochs().size() == expected);
    }

    @Test
    void shouldPauseANewConnectionWhileSomethingIsParked() throws Exception {
        ingress.full(true);
        offer(1);
        onLoop(() -> {
            outbox.connection(pauses::add);
            return null;
        });
        assertEquals(List.of(true), pauses);
    }

    private boolean offer(final int epoch) throws Exception {
        return onLoop(
                () -> outbox.offer(encoder.buffer(), encoder.feedStatus(MarketFeed.USER, FeedState.UP, epoch, "")));
    }

    private <T> T onLoop(final Callable<T> task) throws Exception {
        return loop.eventLoop().submit(task).get();
    }

    private List<Integer> epochs() {
        return ingress.inputs(FeedStatusDecoder.TEMPLATE_ID).stream()
                .map(input -> {
                    final FeedStatusDecoder status = new FeedStatusDecoder();
                    status.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
                    return status.epoch();
                })
                .collect(Collectors.toList());
    }
}
