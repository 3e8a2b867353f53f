/**
 * Engine time and the timers that wait for it. Core thread: time passes only by inputs.
 */
package io.ratchet.engine.time;
