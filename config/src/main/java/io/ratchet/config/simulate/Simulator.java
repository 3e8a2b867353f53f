package io.ratchet.config.simulate;

import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.core.DecisionCore;
import java.io.OutputStream;
import java.nio.file.Path;

/** Reads the files, simulates, prints. */
public final class Simulator {
    private Simulator() {}

    /**
     * What to simulate.
     *
     * @param prices      CSV, plain or gzip.
     * @param entries     CSV.
     * @param instruments CSV, null for filters read off the other two.
     * @param isVerbose   also what did not happen and why.
     */
    public record Request(Path prices, Path entries, Path instruments, boolean isVerbose) {}

    /**
     * Simulates.
     *
     * @param request  what.
     * @param settings the policy.
     * @param out      receives the facts, a line each; flushed, not closed.
     * @param records  receives each input and output in their total order, as a journal would.
     * @return what was done.
     * @throws InputFileException before the first line of output if a file is not usable.
     */
    public static Figures simulate(
            final Request request, final Settings settings, final OutputStream out, final RecordHandler records) {
        final PriceFile.Survey survey = PriceFile.survey(request.prices());
        final SymbolTable symbols = survey.symbols();
        final EntryFile entries = new EntryFile(request.entries(), symbols);
        final InstrumentFile instruments =
                request.instruments() == null ? null : new InstrumentFile(request.instruments());
        final FactLines facts = new FactLines(out, symbols, request.isVerbose());
        final Simulation simulation = new Simulation(new DecisionCore(request.isVerbose()), settings, facts, records);
        for (int id = 0; id < symbols.size(); id++) {
            list(simulation, id, survey, entries, instruments);
        }
        if (survey.rows() > 0) {
            simulation.start(firstMs(survey, entries), settings, symbols.size());
            try (PriceFile rows = new PriceFile(request.prices(), symbols)) {
                simulation.run(rows, entries.entries());
            }
        }
        facts.summary(simulation.timeMs(), simulation.hash());
        return new Figures(survey.rows(), simulation.inputs(), facts.count());
    }

    private static long firstMs(final PriceFile.Survey survey, final EntryFile entries) {
        return entries.entries().isEmpty()
                ? survey.firstMs()
                : Math.min(survey.firstMs(), entries.entries().get(0).timeMs());
    }

    private static void list(
            final Simulation simulation,
            final int id,
            final PriceFile.Survey survey,
            final EntryFile entries,
            final InstrumentFile instruments) {
        final String symbol = survey.symbols().name(id);
        final InstrumentFile.Row row = instruments == null ? null : instruments.row(symbol);
        if (row != null) {
            simulation.list(id, symbol, row.tick(), row.step(), row.minQuantity());
        } else {
            final long step = entries.step(id);
            simulation.list(id, symbol, survey.tick(id), step, step);
        }
    }

    /**
     * What was done.
     *
     * @param rows   price rows.
     * @param inputs decided by the core.
     * @param lines  printed.
     */
    public record Figures(long rows, long inputs, long lines) {}
}
