/**
 * The demonstration: a simulated exchange and signal server in a second process, the node in this one, and at the end
 * the protection report, checked from both sides.
 *
 * <p>Thread: the main thread waits and draws; everything else runs in the node's threads or in the second process.
 */
package io.ratchet.config.demo;
