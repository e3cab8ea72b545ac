package io.github.reformer4j.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A run of chosen subjects, one after another, and the files that it leaves. */
public final class Benchmark {

    /** What stands in the folder beside tables and plots. */
    public static final String SUMMARY = "summary.md";

    /** What can be measured. */
    public enum Measure {
        /** Layers of attention by length, and their share of the rate of sgemm. */
        ATTENTION,
        /** By rounds of hashing. */
        ROUNDS,
        /** A training step. */
        STEP,
        /** A training step by depth. */
        DEPTH,
        /** Generation by context. */
        GENERATION,
        /** A training step of a network of Deeplearning4j by length. */
        DL4J;

        private List<Subject> subjects(BenchSettings settings) {
            return switch (this) {
                case ATTENTION -> List.of(new AttentionSubject(settings), new ArithmeticSubject(settings));
                case ROUNDS -> List.of(new RoundsSubject(settings));
                case STEP -> List.of(new StepSubject(settings));
                case DEPTH -> List.of(new DepthSubject(settings));
                case GENERATION -> List.of(new GenerationSubject(settings));
                case DL4J -> List.of(new NetworkSubject(settings));
            };
        }

        /** What peers are compared in; nothing where they have none of it. */
        Optional<PeerComparison> peers(BenchSettings settings) {
            return switch (this) {
                case ATTENTION -> Optional.of(new AttentionPeers(settings));
                case STEP -> Optional.of(new StepPeers(settings));
                case GENERATION -> Optional.of(new GenerationPeers(settings));
                case ROUNDS, DEPTH, DL4J -> Optional.empty();
            };
        }
    }

    private final String header;
    private final List<Subject> subjects;

    /**
     * A run.
     *
     * @param peers whether other implementations run too, after everything else, in attention, step and generation
     * @param backend its start line
     * @param command as the user typed it
     */
    public Benchmark(BenchSettings settings, List<Measure> measures, boolean peers, String backend, String command) {
        header = String.format(
                "Measured by `%s`:%n%n%s- medians of %d repetitions in turn; ratios are medians of the ratios of each turn%n",
                command, Machine.describe(backend), settings.repetitions());
        subjects = new ArrayList<>();
        measures.stream().distinct().forEach(measure -> subjects.addAll(measure.subjects(settings)));
        if (peers) {
            subjects.add(new PeersSubject(settings, measures));
        }
    }

    /**
     * Measures, and writes each subject's files as soon as they are there.
     *
     * @param folder is made
     * @param shown gets the summary piece by piece
     * @param progress gets a line now and then
     */
    public void run(Path folder, Consumer<String> shown, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<String> parts = new ArrayList<>(List.of(header));
        shown.accept(header);
        for (Subject subject : subjects) {
            Report report = subject.run(progress);
            report.write(folder);
            parts.add(report.markdown());
            shown.accept(report.markdown());
            Files.writeString(folder.resolve(SUMMARY), String.join("\n", parts));
        }
    }
}
