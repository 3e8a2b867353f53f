/**
 * Recorded inputs that drive a core the same way each time, and the journals they are driven into.
 *
 * <p>Thread: the one that drives.
 */
package io.ratchet.bench.workload;
