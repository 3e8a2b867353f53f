package io.ratchet.config.simulate;

import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.signal.SignalFile;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.market.InstrumentTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
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
     * @param signals     JSON lines, null for none.
     * @param isVerbose   also what did not happen and why.
     */
    public record Request(Path prices, Path entries, Path instruments, Path signals, boolean isVerbose) {}

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
        final SignalFile signals = request.signals() == null ? null : signals(request.signals());
        if (symbols.size() > InstrumentTable.INSTRUMENTS_MAX) {
            throw new InputFileException(request.prices() + ": symbols actual=" + symbols.size() + " expected<="
                    + InstrumentTable.INSTRUMENTS_MAX);
        }
        final FactLines facts = new FactLines(out, symbols, request.isVerbose());
        final Simulation simulation = new Simulation(new DecisionCore(request.isVerbose()), settings, facts, records);
        for (int id = 0; id < symbols.size(); id++) {
            list(simulation, id, survey, entries, instruments);
        }
        if (survey.rows() > 0) {
            simulation.start(firstMs(survey, entries, signals), settings, symbols, signals != null);
            try (PriceFile rows = new PriceFile(request.prices(), symbols)) {
                simulation.run(rows, entries.entries(), signals);
            }
        }
        facts.summary(simulation.timeMs(), simulation.hash());
        return new Figures(survey.rows(), simulation.inputs(), facts.count());
    }

    private static SignalFile signals(final Path file) {
        try {
            return SignalFile.read(file);
        } catch (final NoSuchFileException e) {
            throw new InputFileException(file + ": no such file");
        } catch (final IOException e) {
            throw new InputFileException(file + ": cannot be read: " + e.getMessage());
        } catch (final VenueFormatException e) {
            throw new InputFileException(e.getMessage());
        }
    }

    private static long firstMs(final PriceFile.Survey survey, final EntryFile entries, final SignalFile signals) {
        final long entryMs = entries.entries().isEmpty()
                ? Long.MAX_VALUE
                : entries.entries().get(0).timeMs();
        final long signalMs = signals == null ? Long.MAX_VALUE : signals.nextMs();
        return Math.min(survey.firstMs(), Math.min(entryMs, signalMs));
    }

    private static void list(
            final Simulation simulation,
            final int id,
            final PriceFile.Survey survey,
            final EntryFile entries,
            final InstrumentFile instruments) {
        final String symbol = survey.symbols().name(id);
        final InstrumentFile.Row row =
                instruments == null ? null : instruments.row(survey.symbols().venue(id), symbol);
        if (row != null) {
            simulation.list(id, survey.symbols().venue(id), symbol, row.tick(), row.step(), row.minQuantity());
        } else {
            final long step = entries.step(id);
            simulation.list(id, survey.symbols().venue(id), symbol, survey.tick(id), step, step);
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
