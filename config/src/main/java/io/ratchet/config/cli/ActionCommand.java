package io.ratchet.config.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A verb that asks the running node for something, and prints what the core decided. */
abstract class ActionCommand implements Callable<Integer> {
    private final RatchetCommand root;
    private final String verb;

    @Mixin
    private NodeOptions options;

    ActionCommand(final RatchetCommand root, final String verb) {
        this.root = root;
        this.verb = verb;
    }

    /** Adds what the verb asks for. */
    abstract void fill(ObjectNode body);

    /** What was accepted, for people. */
    abstract String done(JsonNode answer);

    /** What follows the answer; the exit code. */
    int follow(final NodeClient client, final JsonNode answer) {
        return ExitCode.OK;
    }

    RatchetCommand root() {
        return root;
    }

    NodeOptions options() {
        return options;
    }

    static ObjectNode json() {
        return JsonMapper.shared().createObjectNode();
    }

    @Override
    public Integer call() {
        final NodeClient client = options.client();
        final ObjectNode body = json();
        fill(body);
        final JsonNode answer = client.post(verb, body);
        root.out().println(options.isJson() ? answer.toString() : done(answer));
        root.out().flush();
        return follow(client, answer);
    }
}
