/**
 * Which module and package may know which, over the bytecode of all modules, and the tidiness of the repository.
 */
package io.ratchet.config.architecture;
