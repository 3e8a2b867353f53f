/**
 * Bybit v5 linear: what its replies prove. Any thread: tables without state.
 */
package io.ratchet.adapters.bybit;
