/**
 * Decides. The pure core, its messages and the pipeline that feeds it.
 */
package io.ratchet.engine;
