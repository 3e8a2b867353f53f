/**
 * The composition root: builds the node from its parts in order and closes it in reverse.
 *
 * <p>Thread: the main thread starts and stops; the parts own theirs, each named after its work.
 */
package io.ratchet.config.node;
