/**
 * The {@code simulate} verb: recorded prices and entries through the production core and a paper venue at latency 0.
 *
 * <p>Thread: the one that calls. Deterministic: the same files give the same bytes.
 */
package io.ratchet.config.simulate;
