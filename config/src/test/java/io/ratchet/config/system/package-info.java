/**
 * The product as a user runs it: the packaged jar, real processes, real sockets, a real database.
 */
package io.ratchet.config.system;
