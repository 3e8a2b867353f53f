package io.ratchet.adapters.sim;

/** An order of either book. */
public final class SimOrder {
    private final long orderId;
    private SimOrderRequest request;
    private final SimInstrument instrument;
    private final long createMs;
    private final boolean liquidation;

    SimStatus status = SimStatus.NEW;
    long quantity;
    long price;
    long executed;
    long averagePrice;
    long updateMs;
    long triggerMs;
    long childId;
    long parentId;
    int amendments;
    long withheldUntilMs;
    boolean rejectAtTrigger;
    String failure = "";

    SimOrder(
            final long orderId,
            final SimOrderRequest request,
            final SimInstrument instrument,
            final long createMs,
            final boolean liquidation) {
        this.orderId = orderId;
        this.request = request;
        this.instrument = instrument;
        this.createMs = createMs;
        this.liquidation = liquidation;
        this.quantity = request.quantity();
        this.price = request.price();
        this.updateMs = createMs;
    }

    /**
     * The venue's number.
     *
     * @return unique in its book.
     */
    public long orderId() {
        return orderId;
    }

    /**
     * As it was asked for.
     *
     * @return the request.
     */
    public SimOrderRequest request() {
        return request;
    }

    /** A stop that is a property of its position goes elsewhere and stays the same. */
    void retrigger(final long trigger, final boolean onMark) {
        request = request.triggeredAt(trigger, onMark);
    }

    /**
     * Of which contract.
     *
     * @return the contract.
     */
    public SimInstrument instrument() {
        return instrument;
    }

    /**
     * The client's id.
     *
     * @return 1 to 36 characters.
     */
    public String clientId() {
        return request.clientId();
    }

    /**
     * The client's tag.
     *
     * @return as given in the request.
     */
    public long tag() {
        return request.tag();
    }

    /**
     * Where it stands.
     *
     * @return the status.
     */
    public SimStatus status() {
        return status;
    }

    /**
     * Size asked for, as amended.
     *
     * @return 1e-8, 0 for closePosition.
     */
    public long quantity() {
        return quantity;
    }

    /**
     * Limit price, as amended.
     *
     * @return 1e-10 or NULL.
     */
    public long price() {
        return price;
    }

    /**
     * Size executed.
     *
     * @return 1e-8; of a conditional order that of its child.
     */
    public long executed() {
        return executed;
    }

    /**
     * Average price of the fills.
     *
     * @return 1e-10, 0 before the first.
     */
    public long averagePrice() {
        return averagePrice;
    }

    /**
     * When it was accepted.
     *
     * @return ms since the epoch.
     */
    public long createMs() {
        return createMs;
    }

    /**
     * When it last changed.
     *
     * @return ms since the epoch.
     */
    public long updateMs() {
        return updateMs;
    }

    /**
     * When it triggered.
     *
     * @return ms since the epoch, 0 before.
     */
    public long triggerMs() {
        return triggerMs;
    }

    /**
     * The ordinary order that a conditional one became.
     *
     * @return its id, 0 before.
     */
    public long childId() {
        return childId;
    }

    /**
     * The conditional order that this ordinary one comes from.
     *
     * @return its id, 0 when it was placed as it is.
     */
    public long parentId() {
        return parentId;
    }

    /**
     * Why it was refused at its trigger.
     *
     * @return empty when it was not.
     */
    public String failure() {
        return failure;
    }

    /**
     * Whether the venue placed it to liquidate.
     *
     * @return true for a liquidation.
     */
    public boolean liquidation() {
        return liquidation;
    }

    /**
     * What is left of it.
     *
     * @return 1e-8.
     */
    public long remaining() {
        return quantity - executed;
    }
}
