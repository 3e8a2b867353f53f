package io.ratchet.config;

import io.ratchet.config.cli.Cli;

/** Entry of the program. */
public final class Main {
    private Main() {}

    /**
     * Runs a verb and ends the process with its exit code.
     *
     * @param args verb and options.
     */
    public static void main(final String[] args) {
        System.exit(new Cli(System.in, System.out, System.err, System.getenv()).run(args));
    }
}
