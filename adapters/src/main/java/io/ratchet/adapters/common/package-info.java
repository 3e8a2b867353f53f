/**
 * What every venue adapter shares: the instrument registry, the encoder of inputs, sanitised venue texts, secrets.
 *
 * <p>Threads: each class names its own.
 */
package io.ratchet.adapters.common;
