package io.ratchet.adapters.binance;

import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;

/** What the sockets tell the adapter around them. Event loop thread. */
interface AdapterEvents {

    /**
     * A feed changed state.
     *
     * @param feed  of it.
     * @param state new.
     * @param epoch counts the connections of the kind.
     * @param text  sanitised.
     */
    void feed(MarketFeed feed, FeedState state, int epoch, String text);

    /**
     * An event names a symbol that exchangeInfo has not told of: it must be read again.
     *
     * @param symbol of the event.
     */
    void unknownSymbol(String symbol);
}
