/**
 * What the node tells, and takes, over loopback HTTP.
 *
 * <p>Thread: Jetty's request threads; they ask the core through the ring and wait for a bounded time.
 */
package io.ratchet.adapters.http;
