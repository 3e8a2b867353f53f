/**
 * What a person reads when a run is over: figures taken from the journal, never from the engine's own tables.
 *
 * <p>Thread: whoever reads the journal.
 */
package io.ratchet.config.report;
