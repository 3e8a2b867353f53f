/**
 * The command line: one class per verb, one line per error, documented exit codes.
 *
 * <p>Thread: the main thread. Nothing here reads the process's streams or environment by itself; {@code Main} hands them
 * over, so that each verb runs in a test as it runs in a shell.
 */
package io.ratchet.config.cli;
