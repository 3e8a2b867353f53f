package io.ratchet.adapters.http;

/**
 * One reading of the node's health.
 *
 * @param healthy whether every position is protected and the node runs; false answers 503.
 * @param json    the details as one JSON object.
 */
public record HealthReport(boolean healthy, String json) {}
