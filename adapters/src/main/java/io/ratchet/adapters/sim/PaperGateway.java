package io.ratchet.adapters.sim;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A gateway to an exchange in this process, on live prices: {@code run} without {@code --live}.
 *
 * <p>Commands come on the egress thread; {@link #onPrice} may be called by the market feed's thread, in addition to
 * {@link Ingress#price}. Prices are merged per instrument, extremes of the mark kept, so that no trigger is missed.
 * Results go to the ring; what the ring cannot take waits here.
 */
public final class PaperGateway implements VenueGateway {
    private static final class Mailbox {
        private boolean dirty;
        private long mark = FixedPoint.NULL;
        private long markMin = FixedPoint.NULL;
        private long markMax = FixedPoint.NULL;
        private long last = FixedPoint.NULL;
        private long bid = FixedPoint.NULL;
        private long ask = FixedPoint.NULL;
    }

    private final Ingress ingress;
    private final InputQueue outgoing = new InputQueue();
    private final InputQueue.Reader offer;
    private final PaperVenue venue;
    private final Object lock = new Object();
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private boolean isMarketUp;
    private VenueState toldHealth = VenueState.NONE;

    /**
     * A gateway with its own exchange.
     *
     * @param venue   it stands for.
     * @param config  its rules.
     * @param seed    of its randomness.
     * @param ingress receives the inputs and gives the time.
     */
    public PaperGateway(final Venue venue, final SimConfig config, final long seed, final Ingress ingress) {
        this.ingress = ingress;
        this.offer = ingress::offer;
        this.venue = new PaperVenue(venue, config, seed, outgoing);
    }

    /**
     * Lists an instrument that the market adapter announces. Any thread; listing twice is ignored.
     *
     * @param instrumentId of the engine.
     * @param symbol       its name.
     * @param filters      its filters.
     */
    public void list(final int instrumentId, final String symbol, final SimInstrument.Filters filters) {
        synchronized (lock) {
            if (!venue.lists(instrumentId)) {
                venue.list(instrumentId, symbol, filters);
                while (mailboxes.size() <= instrumentId) {
                    mailboxes.add(new Mailbox());
                }
            }
        }
    }

    /**
     * Prices of a listed instrument; NULL is unchanged. Any thread.
     *
     * @param instrumentId of the engine.
     * @param mark         1e-10.
     * @param last         1e-10.
     * @param bid          1e-10.
     * @param ask          1e-10.
     */
    public void onPrice(final int instrumentId, final long mark, final long last, final long bid, final long ask) {
        synchronized (lock) {
            if (instrumentId < 0 || instrumentId >= mailboxes.size()) {
                return;
            }
            final Mailbox box = mailboxes.get(instrumentId);
            box.dirty = true;
            if (mark != FixedPoint.NULL) {
                box.mark = mark;
                box.markMin = box.markMin == FixedPoint.NULL ? mark : Math.min(mark, box.markMin);
                box.markMax = box.markMax == FixedPoint.NULL ? mark : Math.max(mark, box.markMax);
            }
            box.last = last == FixedPoint.NULL ? box.last : last;
            box.bid = bid == FixedPoint.NULL ? box.bid : bid;
            box.ask = ask == FixedPoint.NULL ? box.ask : ask;
        }
    }

    /**
     * The feed of the prices went up or down. Orders are executed on nothing but these prices, so without them the venue
     * is not healthy. Any thread.
     *
     * @param isUp whether prices come.
     */
    public void onMarketFeed(final boolean isUp) {
        synchronized (lock) {
            isMarketUp = isUp;
        }
    }

    @Override
    public void onCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        synchronized (lock) {
            venue.onCommand(sequence, buffer, offset, length, ingress.nowNs());
        }
        drain();
    }

    @Override
    public int doWork() {
        int work = 0;
        synchronized (lock) {
            final long now = ingress.nowNs();
            tellHealth(now);
            for (int id = 0; id < mailboxes.size(); id++) {
                final Mailbox box = mailboxes.get(id);
                if (box.dirty && venue.lists(id)) {
                    take(id, box, now);
                    work++;
                }
            }
        }
        return work + drain();
    }

    @Override
    public void close() {
        // Nothing is open: the exchange lives in this process and ends with it.
    }

    private void tellHealth(final long now) {
        final VenueState health = isMarketUp ? VenueState.OK : VenueState.DEGRADED;
        if (health == toldHealth) {
            return;
        }
        final String text = isMarketUp ? "" : "market streams down";
        if (toldHealth == VenueState.NONE) {
            venue.connectPrivate(health, text, now);
        } else {
            venue.health(health, text, now);
        }
        toldHealth = health;
    }

    private void take(final int id, final Mailbox box, final long now) {
        box.dirty = false;
        if (box.mark != FixedPoint.NULL) {
            if (box.markMin < box.mark) {
                venue.match(id, box.markMin, FixedPoint.NULL, box.bid, box.ask, now);
            }
            if (box.markMax > box.mark) {
                venue.match(id, box.markMax, FixedPoint.NULL, box.bid, box.ask, now);
            }
        }
        venue.match(id, box.mark, box.last, box.bid, box.ask, now);
        box.mark = FixedPoint.NULL;
        box.markMin = FixedPoint.NULL;
        box.markMax = FixedPoint.NULL;
        box.last = FixedPoint.NULL;
        box.bid = FixedPoint.NULL;
        box.ask = FixedPoint.NULL;
    }

    private int drain() {
        int sent = 0;
        while (outgoing.poll(offer)) {
            sent++;
        }
        return sent;
    }
}
