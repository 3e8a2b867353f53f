/**
 * Assembles the program: settings, the node's composition root, the command line. Decides nothing about positions.
 *
 * <p>Thread: the main thread; what it starts brings its own.
 */
package io.ratchet.config;
