/**
 * What the other modules may see of the engine: its ports. Nothing here decides.
 *
 * <p>Threads: each port names the thread that calls it and whether it may block.
 */
package io.ratchet.engine.api;
