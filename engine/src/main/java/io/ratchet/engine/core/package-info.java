/**
 * The decision core: dispatches each input to the rules in a fixed order and collects their outputs.
 *
 * <p>Thread: the core thread (or whoever drives it, single-threaded). Pure: everything it knows came in as an input.
 */
package io.ratchet.engine.core;
