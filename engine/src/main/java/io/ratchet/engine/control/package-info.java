/**
 * What people ask for: stop and resume entries, close, set a stop, block a symbol, take or leave foreign positions, kill.
 * Each asks once and gets one answer, accepted or refused with a reason; what is asked for survives a restart. Core thread.
 */
package io.ratchet.engine.control;
