/** Bybit v5 linear: what its replies prove. */
package io.ratchet.adapters.bybit;
