package io.ratchet.engine.market;

import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import java.nio.charset.StandardCharsets;

/**
 * One contract and its filters; a filter of 0 is off. Core thread.
 */
public final class Instrument {
    private final int id;
    private final byte[] symbolBytes = new byte[InstrumentDefinedDecoder.symbolLength()];
    private String symbol = "";
    private Venue venue = Venue.NONE;
    private InstrumentStatus status = InstrumentStatus.NONE;
    private long tickSize;
    private long stepSize;
    private long minQuantity;
    private long maxQuantity;
    private long maxMarketQuantity;
    private long minNotional;
    private long minPrice;
    private long maxPrice;
    private int bandUpPpm;
    private int bandDownPpm;
    private boolean isDefined;

    Instrument(final int id) {
        this.id = id;
    }

    void define(final InstrumentDefinedDecoder message) {
        tickSize = message.tickSize();
        stepSize = message.stepSize();
        minQuantity = message.minQuantity();
        maxQuantity = message.maxQuantity();
        maxMarketQuantity = message.maxMarketQuantity();
        minNotional = message.minNotional();
        minPrice = message.minPrice();
        maxPrice = message.maxPrice();
        bandUpPpm = message.bandUpPpm();
        bandDownPpm = message.bandDownPpm();
        venue = message.venue();
        status = message.status();
        message.getSymbol(symbolBytes, 0);
        symbol = message.symbol();
        isDefined = true;
    }

    void state(final StateFields fields) {
        isDefined = fields.of("isDefined", isDefined);
        venue = fields.of("venue", venue, Venue.class);
        status = fields.of("status", status, InstrumentStatus.class);
        tickSize = fields.of("tickSize", tickSize);
        stepSize = fields.of("stepSize", stepSize);
        minQuantity = fields.of("minQuantity", minQuantity);
        maxQuantity = fields.of("maxQuantity", maxQuantity);
        maxMarketQuantity = fields.of("maxMarketQuantity", maxMarketQuantity);
        minNotional = fields.of("minNotional", minNotional);
        minPrice = fields.of("minPrice", minPrice);
        maxPrice = fields.of("maxPrice", maxPrice);
        bandUpPpm = fields.of("bandUpPpm", bandUpPpm);
        bandDownPpm = fields.of("bandDownPpm", bandDownPpm);
        fields.of("symbolBytes", symbolBytes, symbolBytes.length);
        if (fields.isLoading()) {
            symbol = text(symbolBytes);
        }
    }

    private static String text(final byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    void status(final InstrumentStatus newStatus) {
        status = newStatus;
    }

    /**
     * Its dense number.
     *
     * @return 0 and up.
     */
    public int id() {
        return id;
    }

    /**
     * Whether the venue announced it.
     *
     * @return true once it was.
     */
    public boolean isDefined() {
        return isDefined;
    }

    /**
     * Its name at the venue.
     *
     * @return the name, empty before it is defined.
     */
    public String symbol() {
        return symbol;
    }

    /**
     * Bytes of the name, for the hash of the state.
     *
     * @param index 0 to 31.
     * @return the byte, 0 after the end.
     */
    public byte symbolByte(final int index) {
        return symbolBytes[index];
    }

    /**
     * The exchange it trades at.
     *
     * @return the exchange.
     */
    public Venue venue() {
        return venue;
    }

    /**
     * Its trading status.
     *
     * @return the status as last said.
     */
    public InstrumentStatus status() {
        return status;
    }

    /**
     * Whether new positions may be opened as far as its status tells.
     *
     * @return true if it trades or no status was ever said.
     */
    public boolean isTrading() {
        return status == InstrumentStatus.TRADING || status == InstrumentStatus.NONE;
    }

    /**
     * Smallest price step.
     *
     * @return 1e-10.
     */
    public long tickSize() {
        return tickSize;
    }

    /**
     * Smallest quantity step.
     *
     * @return 1e-8.
     */
    public long stepSize() {
        return stepSize;
    }

    /**
     * Smallest quantity of an order.
     *
     * @return 1e-8.
     */
    public long minQuantity() {
        return minQuantity;
    }

    /**
     * Largest quantity of an order.
     *
     * @return 1e-8.
     */
    public long maxQuantity() {
        return maxQuantity;
    }

    /**
     * Largest quantity of a market order: the smaller of the two filters that are on.
     *
     * @return 1e-8.
     */
    public long maxMarketQuantity() {
        if (maxMarketQuantity > 0 && maxQuantity > 0) {
            return Math.min(maxMarketQuantity, maxQuantity);
        }
        return Math.max(maxMarketQuantity, maxQuantity);
    }

    /**
     * Smallest money of an opening order.
     *
     * @return 1e-8.
     */
    public long minNotional() {
        return minNotional;
    }

    /**
     * Smallest price.
     *
     * @return 1e-10.
     */
    public long minPrice() {
        return minPrice;
    }

    /**
     * Largest price.
     *
     * @return 1e-10.
     */
    public long maxPrice() {
        return maxPrice;
    }

    /**
     * How far above the mark a limit may be.
     *
     * @return parts per million.
     */
    public int bandUpPpm() {
        return bandUpPpm;
    }

    /**
     * How far below the mark a limit may be.
     *
     * @return parts per million.
     */
    public int bandDownPpm() {
        return bandDownPpm;
    }
}
