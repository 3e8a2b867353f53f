/**
 * Torments the product: benchmarks with their floors in the same run. Figures are in {@code bench/README.md}.
 *
 * <p>Exempt from the import rules of the other modules.
 *
 * <p>Threads: those of JMH and of each benchmark; each class names its own.
 */
package io.ratchet.bench;
