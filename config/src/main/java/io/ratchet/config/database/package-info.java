/**
 * A real PostgreSQL without installation, for the demo and wherever no other database is configured.
 *
 * <p>Thread: the one that starts and stops the node; protection never waits for it.
 */
package io.ratchet.config.database;
