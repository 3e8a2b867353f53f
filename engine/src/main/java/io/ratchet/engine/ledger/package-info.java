/**
 * What was won and lost: fees in their own asset, funding, results of positions open and closed, exact in fixed point.
 * Core thread; pure.
 */
package io.ratchet.engine.ledger;
