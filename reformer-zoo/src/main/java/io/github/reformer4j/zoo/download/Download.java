package io.github.reformer4j.zoo.download;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.zoo.index.ModelFile;
import io.github.reformer4j.zoo.index.ModelId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file of a model: from its sources in turn, each tried several times, resumed where it can be, checked, and
 * moved into place. Nobody else may work on the same file at the same time.
 */
public final class Download {

    private static final String REMEDY =
            "check the network and the URLs of the index, and run it again: what has come is kept";
    private static final String DISK_REMEDY =
            "free space or choose another cache folder (--cache, -Dreformer.cache or REFORMER_CACHE), and run it again";

    private final ModelId model;
    private final Patience patience;
    private final FetchListener listener;
    private final boolean offline;

    /**
     * @param offline whether sources that need a network are passed over
     */
    public Download(ModelId model, Patience patience, FetchListener listener, boolean offline) {
        this.model = model;
        this.patience = patience;
        this.listener = listener;
        this.offline = offline;
    }

    /**
     * Brings a file to its place.
     *
     * @param expected SHA-256 that it must have; null: any
     * @param recorder is given its SHA-256 before it is in its place
     * @throws FetchException with a sentence, where no source gives it or the disk does not take it
     */
    public void fetch(ModelFile file, Path target, @Nullable String expected, Consumer<String> recorder) {
        List<String> problems = new ArrayList<>();
        for (URI source : file.sources()) {
            try {
                new Transfer(file, source, target, expected, recorder).run();
                return;
            } catch (SourceException problem) {
                problems.add(source + " (" + problem.getMessage() + ")");
                listener.note(file.name() + " cannot be had from " + source + " (" + problem.getMessage() + ")");
            } catch (InterruptedIOException stop) {
                throw FetchException.of(model, target, stop, "run it again: it goes on where it was");
            } catch (UncheckedIOException problem) {
                throw failure(source, target, Objects.requireNonNull(problem.getCause()));
            } catch (IOException problem) {
                throw failure(source, target, problem);
            }
        }
        throw FetchException.of(model, target, new IOException(String.join(", ", problems)), remedy(file));
    }

    private FetchException failure(URI source, Path target, IOException problem) {
        IOException said = new IOException(source + " (" + DiskProblem.reason(problem) + ")", problem);
        return FetchException.of(model, target, said, DISK_REMEDY);
    }

    private String remedy(ModelFile file) {
        boolean wouldBeAllowed = offline && file.sources().stream().anyMatch(Source::isRemote);
        return wouldBeAllowed ? "go online, or copy the file to this path yourself" : REMEDY;
    }

    /** One file from one source. */
    private final class Transfer {
        private final ModelFile file;
        private final URI source;
        private final PartFile part;
        private final @Nullable String expected;
        private final Consumer<String> recorder;

        Transfer(ModelFile file, URI source, Path target, @Nullable String expected, Consumer<String> recorder) {
            this.file = file;
            this.source = source;
            this.expected = expected;
            this.recorder = recorder;
            part = new PartFile(target);
        }

        void run() throws IOException {
            if (offline && Source.isRemote(source)) {
                throw SourceException.elsewhere("offline");
            }
            int failures = 0;
            long furthest = part.size();
            while (true) {
                try {
                    attempt();
                    return;
                } catch (SourceException problem) {
                    if (problem.next() == SourceException.Next.FROM_START) {
                        part.discard();
                    }
                    failures = part.size() - furthest >= Patience.PROGRESS ? 1 : failures + 1;
                    furthest = Math.max(furthest, part.size());
                    if (problem.next() == SourceException.Next.ELSEWHERE || failures >= patience.attempts()) {
                        throw problem;
                    }
                    pause(problem, failures);
                }
            }
        }

        private void pause(SourceException problem, int failures) throws IOException {
            Duration own = patience.backOff(failures);
            Duration wait = own.compareTo(problem.pause()) > 0 ? own : problem.pause();
            listener.note(String.format(
                    "%s from %s: %s; again in %.1f s",
                    file.name(), source, problem.getMessage(), wait.toMillis() * 1e-3));
            Interrupted.sleep(wait);
        }

        private void attempt() throws IOException {
            long have = part.resumableFrom(source, file);
            if (file.size() != ModelFile.UNKNOWN && have == file.size()) {
                accept(false);
                return;
            }
            try (Opened opened = Source.of(source, patience).open(have, part.validatorOf(source))) {
                new Body(file, opened, patience, (done, total) -> listener.progress(model, file.name(), done, total))
                        .append(part, source);
                accept(opened.from() == 0);
            }
        }

        /** @param atOnce whether all bytes came from one answer, so that another try would bring no others */
        private void accept(boolean atOnce) throws IOException {
            String hash = Sha256Hash.of(part.path());
            if (expected == null || expected.equals(hash)) {
                recorder.accept(hash);
                part.finish();
                return;
            }
            part.discard();
            String problem = String.format("the file there has the SHA-256 %s, not %s", hash, expected);
            throw atOnce ? SourceException.elsewhere("%s", problem) : SourceException.fromStart("%s", problem);
        }
    }
}
