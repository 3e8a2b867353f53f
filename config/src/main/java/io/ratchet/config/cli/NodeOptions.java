package io.ratchet.config.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of the verbs that talk to a running node. */
final class NodeOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "ratchet-data",
            description = "Data directory of the running node; default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    NodeClient client() {
        return NodeClient.of(data);
    }

    boolean isJson() {
        return json;
    }
}
