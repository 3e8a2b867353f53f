/**
 * State against venue: which reads are due, what a successful one changes, what became of commands without an answer.
 *
 * <p>Thread: the core thread. Unknown is neither missing nor flat: a failed read changes nothing.
 */
package io.ratchet.engine.reconcile;
