/** A real PostgreSQL without installation, for the demo and wherever no other database is configured. */
package io.ratchet.config.database;
