/**
 * Thin wrappers around the generated message codecs: the text form of our client order ids.
 *
 * <p>Thread: any; static and pure, or owned by its caller.
 */
package io.ratchet.engine.codec;
