/**
 * What an operator may set: one YAML file, one JSON Schema, one table of effective values with the source of each.
 *
 * <p>Thread: whoever starts the process; everything here is immutable once loaded.
 */
package io.ratchet.config.settings;
