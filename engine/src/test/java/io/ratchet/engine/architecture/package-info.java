/**
 * The rules of the engine over its bytecode: what a pure core must never touch. Each rule is shown to refuse the fixtures
 * that violate it.
 */
package io.ratchet.engine.architecture;
