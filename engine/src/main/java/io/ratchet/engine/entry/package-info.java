/**
 * Opening: waves of signals and which of them become entries, the checks before an entry, and the entry itself.
 *
 * <p>Thread: the core thread. Pure: time comes in, conclusions go out through {@link io.ratchet.engine.core.Outputs}.
 */
package io.ratchet.engine.entry;
