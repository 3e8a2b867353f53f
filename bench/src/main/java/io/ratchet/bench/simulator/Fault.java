package io.ratchet.bench.simulator;

/**
 * One thing that is done to the system: the unit of shrinking.
 *
 * @param atMs   since the start.
 * @param kind   of it.
 * @param target which instrument, connection, operation or list, by the kind.
 * @param ms     how long, by the kind.
 * @param amount how much, by the kind.
 */
record Fault(long atMs, FaultKind kind, int target, long ms, int amount) {

    /** As a line of a script. */
    String text() {
        return atMs + " " + kind + " " + target + " " + ms + " " + amount;
    }

    static Fault parse(final String line) {
        final String[] parts = line.trim().split(" +");
        if (parts.length != 5) {
            throw new IllegalArgumentException("script line: actual='" + line + "' expected=AT KIND TARGET MS AMOUNT");
        }
        return new Fault(
                Long.parseLong(parts[0]),
                FaultKind.valueOf(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]),
                Integer.parseInt(parts[4]));
    }
}
