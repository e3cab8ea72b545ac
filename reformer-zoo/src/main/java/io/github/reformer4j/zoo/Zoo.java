package io.github.reformer4j.zoo;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.zoo.cache.CacheLock;
import io.github.reformer4j.zoo.cache.CachedModel;
import io.github.reformer4j.zoo.cache.ModelCache;
import io.github.reformer4j.zoo.download.Download;
import io.github.reformer4j.zoo.download.FetchException;
import io.github.reformer4j.zoo.index.ModelEntry;
import io.github.reformer4j.zoo.index.ModelFile;
import io.github.reformer4j.zoo.index.ZooIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The models of an index, and those of them that are on this machine. */
public final class Zoo {

    private static final String REMEDY =
            "choose a cache folder that can be written (--cache, -Dreformer.cache or REFORMER_CACHE), and run it again";

    private final ZooIndex index;
    private final ModelCache cache;
    private final ZooSettings settings;

    Zoo(ZooIndex index, ModelCache cache, ZooSettings settings) {
        this.index = index;
        this.cache = cache;
        this.settings = settings;
    }

    /** The one that this process was told of by system properties and environment variables. */
    public static Zoo standard() {
        return builder().build();
    }

    /** A zoo of one's own. */
    public static ZooBuilder builder() {
        return new ZooBuilder();
    }

    /** Which models there are. */
    public ZooIndex index() {
        return index;
    }

    /** What the cache has of a model. */
    public CachedModel cached(ModelEntry entry) {
        return cache.of(entry);
    }

    /**
     * Brings a model into the cache, unless it is there.
     *
     * @param name {@code NAME} or {@code NAME@VERSION}
     * @return the folder with its files
     * @throws IllegalArgumentException with a sentence where there is no such model, or its licence was not accepted
     * @throws FetchException with a sentence where it cannot be fetched
     */
    public Path fetch(String name) {
        return fetch(index.find(name)).folder();
    }

    @SuppressWarnings("try") // the lock is held, not looked at
    private CachedModel fetch(ModelEntry entry) {
        CachedModel cached = cache.of(entry);
        try {
            if (cached.isWhole(settings.verifyHits())) {
                cached.adopt();
                return cached;
            }
            requireLicence(entry);
            try (CacheLock lock = cached.lock(settings.patience(), settings.listener())) {
                for (ModelFile file : entry.files()) {
                    fetch(entry, file, cached);
                }
                return cached;
            }
        } catch (FetchException said) {
            throw said;
        } catch (IOException problem) {
            throw failure(entry, cached, problem);
        }
    }

    private void fetch(ModelEntry entry, ModelFile file, CachedModel cached) throws IOException {
        String problem = cached.problem(file, settings.verifyHits());
        if (problem == null) {
            return;
        }
        if (!problem.equals(CachedModel.MISSING)) {
            settings.listener().note(cached.path(file) + " " + problem + "; it is fetched again");
        }
        try {
            download(entry)
                    .fetch(file, cached.path(file), cached.expectedHash(file), hash -> cached.record(file, hash));
        } catch (FetchException failed) {
            throw problem.equals(CachedModel.MISSING) ? failed : failed.after("what is there " + problem);
        }
    }

    private Download download(ModelEntry entry) {
        return new Download(entry.id(), settings.patience(), settings.listener(), settings.offline());
    }

    private static FetchException failure(ModelEntry entry, CachedModel cached, IOException problem) {
        String remedy = problem instanceof FileSystemException ? REMEDY : "stop what holds it, or run it again later";
        return FetchException.of(
                entry.id(), cached.folder(), new IOException(DiskProblem.reason(problem), problem), remedy);
    }

    private void requireLicence(ModelEntry entry) {
        require(
                !entry.licence().mustBeAccepted() || settings.acceptLicence(),
                "%s is under the licence %s, which must be accepted; read it, then say so: --accept-licence, or "
                        + "acceptLicence(true) of Zoo.builder()",
                entry.id(),
                entry.licence());
    }

    /**
     * A model, ready for use. One that is bundled is read from the class path, and needs no cache.
     *
     * @param name {@code NAME} or {@code NAME@VERSION}
     * @throws IllegalArgumentException with a sentence where there is no such model, or it is not sound
     * @throws FetchException with a sentence where it cannot be fetched
     */
    public PretrainedModel load(String name) {
        ModelEntry entry = index.find(name);
        return new PretrainedModel(entry, checkpoint(entry));
    }

    /** The same as a checkpoint, whose weights belong to the caller. */
    public Checkpoint checkpoint(String name) {
        return checkpoint(index.find(name));
    }

    private Checkpoint checkpoint(ModelEntry entry) {
        ModelReader reader = reader(entry);
        if (!entry.isBundled()) {
            return read(reader, entry, fetch(entry).folder());
        }
        requireLicence(entry);
        try (UnpackedModel unpacked = UnpackedModel.of(entry, download(entry))) {
            return read(reader, entry, unpacked.folder());
        }
    }

    private static Checkpoint read(ModelReader reader, ModelEntry entry, Path folder) {
        Checkpoint checkpoint = reader.read(entry, folder);
        try {
            PretrainedModel.requireVocabulary(entry, checkpoint);
            return checkpoint;
        } catch (IllegalArgumentException wrong) {
            checkpoint.weights().close();
            throw wrong;
        }
    }

    private static ModelReader reader(ModelEntry entry) {
        List<String> formats = new ArrayList<>();
        for (ModelReader reader : ServiceLoader.load(ModelReader.class, Zoo.class.getClassLoader())) {
            if (reader.format().equals(entry.format())) {
                return reader;
            }
            formats.add(reader.format());
        }
        throw new IllegalArgumentException(String.format(
                "%s is in the format '%s', and nothing on the class path reads it; there are readers of %s",
                entry.id(), entry.format(), formats));
    }

    /**
     * Reads every byte that the cache has of a model, or the class path of one that is bundled, and compares.
     *
     * @return what is wrong, a few words for each file; none: it is sound
     */
    public List<String> verify(String name) {
        ModelEntry entry = index.find(name);
        CachedModel cached = cache.of(entry);
        if (entry.isBundled() && cached.isAbsent()) {
            return verifyBundled(entry);
        }
        try {
            return cached.problems(true);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    cached.folder() + " could not be read (" + DiskProblem.reason(problem) + "); check the disk",
                    problem);
        }
    }

    private List<String> verifyBundled(ModelEntry entry) {
        try {
            UnpackedModel.of(entry, download(entry)).close();
            return List.of();
        } catch (FetchException problem) {
            return List.of(String.valueOf(problem.getMessage()));
        }
    }

    /**
     * Deletes a model from the cache.
     *
     * @return bytes that were freed; 0: it was not there
     */
    @SuppressWarnings("try") // the lock is held, not looked at
    public long remove(String name) {
        CachedModel cached = cache.of(index.find(name));
        if (!Files.exists(cached.folder())) {
            return 0;
        }
        try (CacheLock lock = cached.lock(settings.patience(), settings.listener())) {
            return cached.remove();
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be deleted (%s); check its permissions",
                            cached.folder(), DiskProblem.reason(problem)),
                    problem);
        }
    }
}
