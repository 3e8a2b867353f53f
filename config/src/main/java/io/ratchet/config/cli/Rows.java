package io.ratchet.config.cli;

import tools.jackson.databind.JsonNode;

/** What the rows of a node say, for people. Static and pure. */
final class Rows {
    private Rows() {}

    /** The value of a key, a dash for none. */
    static String text(final JsonNode row, final String key) {
        final JsonNode value = row.path(key);
        return value.isMissingNode() || value.isNull() ? "-" : value.asString();
    }

    /** Unprotected says so by the exit code. */
    static int exitCode(final JsonNode root) {
        return root.path("unprotected").asInt(0) == 0 ? ExitCode.OK : ExitCode.UNPROTECTED;
    }
}
