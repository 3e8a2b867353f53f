/**
 * Rules that stop entries because of results: daily loss and kill switch on trusted equity, and the four protections that
 * freqtrade's users know. What they decide are latches: state, so a restart brings them back. Core thread; pure.
 */
package io.ratchet.engine.limits;
