/**
 * What the node tells over loopback HTTP.
 *
 * <p>Thread: Jetty's request threads; they read an immutable view and never touch the engine.
 */
package io.ratchet.adapters.http;
