package io.ratchet.adapters.net;

import io.netty.channel.EventLoop;
import io.ratchet.engine.api.Ingress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The lossless way of one connection into the ring. While the ring is full the decoded events wait here in order, the
 * connection stops reading, and the first of them is offered again each millisecond: the event loop is never blocked
 * (DESIGN 2, back-pressure). Event loop thread.
 */
public final class InputOutbox {
    private static final long RETRY_MS = 1;

    private final Ingress ingress;
    private final EventLoop eventLoop;
    private final int lengthMax;
    private final ArrayDeque<UnsafeBuffer> parked = new ArrayDeque<>();
    private Pausable connection = isPaused -> {};
    private int parkedLength;
    private long parkings;
    private boolean isOverflown;

    /** What stops reading while something is parked. */
    @FunctionalInterface
    public interface Pausable {
        /**
         * Stops or resumes reading.
         *
         * @param isPaused whether to stop.
         */
        void pause(boolean isPaused);
    }

    /**
     * An empty outbox.
     *
     * @param ingress   to offer to.
     * @param eventLoop of the connection.
     * @param lengthMax bytes that may be parked: what one frame decodes to and what the socket had already read.
     */
    public InputOutbox(final Ingress ingress, final EventLoop eventLoop, final int lengthMax) {
        this.ingress = ingress;
        this.eventLoop = eventLoop;
        this.lengthMax = lengthMax;
    }

    /**
     * Names the connection to stop; a new connection takes the place of the old one, and starts paused if need be.
     *
     * @param newConnection that feeds this outbox.
     */
    public void connection(final Pausable newConnection) {
        connection = newConnection;
        if (!parked.isEmpty()) {
            connection.pause(true);
        }
    }

    /**
     * Offers a message or parks a copy of it.
     *
     * @param buffer that holds it at offset 0.
     * @param length in bytes.
     * @return false if it had to be dropped because too much is parked already: the connection must be given up, so
     *     that what is lost is read again after the reconnect.
     */
    public boolean offer(final MutableDirectBuffer buffer, final int length) {
        if (parked.isEmpty() && ingress.offer(buffer, 0, length)) {
            return true;
        }
        if (parkedLength + length > lengthMax) {
            isOverflown = true;
            return false;
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, buffer, 0, length);
        if (parked.isEmpty()) {
            connection.pause(true);
            eventLoop.schedule(this::retry, RETRY_MS, TimeUnit.MILLISECONDS);
        }
        parked.add(copy);
        parkedLength += length;
        parkings++;
        return true;
    }

    /**
     * How many messages wait.
     *
     * @return the count.
     */
    public int parkedCount() {
        return parked.size();
    }

    /**
     * How many messages ever waited.
     *
     * @return the count.
     */
    public long parkings() {
        return parkings;
    }

    /**
     * Whether a message was dropped since the last call; forgets it.
     *
     * @return whether.
     */
    public boolean takeOverflow() {
        final boolean wasOverflown = isOverflown;
        isOverflown = false;
        return wasOverflown;
    }

    private void retry() {
        while (!parked.isEmpty()) {
            final UnsafeBuffer first = parked.peek();
            if (!ingress.offer(first, 0, first.capacity())) {
                eventLoop.schedule(this::retry, RETRY_MS, TimeUnit.MILLISECONDS);
                return;
            }
            parked.poll();
            parkedLength -= first.capacity();
        }
        connection.pause(false);
    }
}
