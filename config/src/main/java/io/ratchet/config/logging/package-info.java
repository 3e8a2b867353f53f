/** Where log lines go. Configured once by the logging library, on the thread of the first logger. */
package io.ratchet.config.logging;
