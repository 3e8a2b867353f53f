/**
 * The promises, checked by one class: live, in replay and in simulation alike.
 *
 * <p>Thread: the core thread. Commands are checked before they are put out, positions after each event that touched them.
 */
package io.ratchet.engine.check;
