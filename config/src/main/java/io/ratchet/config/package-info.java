/**
 * Assembles: the entry point, and below it settings, the composition root and the command line verbs.
 *
 * <p>Thread: the main thread parses, starts and stops; the node names its own.
 */
package io.ratchet.config;
