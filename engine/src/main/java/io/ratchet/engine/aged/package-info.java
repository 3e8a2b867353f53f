/**
 * Winding down positions that have grown old: a ladder of targets by age, one limit exit, in the end the market. Core
 * thread.
 */
package io.ratchet.engine.aged;
