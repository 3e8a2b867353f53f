/**
 * What proves that two runs are the same: the hash of the state and the replay that compares.
 *
 * <p>Thread: whoever drives the core, single-threaded.
 */
package io.ratchet.engine.state;
