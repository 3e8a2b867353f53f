package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.EngineException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A process that opens a journal and says in one line what came of it. */
final class ChildProbe {
    private ChildProbe() {}

    public static void main(final String[] arguments) {
        try (ChronicleJournal journal = ChronicleJournal.open(
                JournalFixture.settings(Path.of(arguments[0]), System::currentTimeMillis, new AtomicReference<>()))) {
            System.out.println("opened " + journal.lastSequence());
        } catch (final EngineException e) {
            System.out.println("refused " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
