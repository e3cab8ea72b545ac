package io.github.reformer4j.zoo.download;

import io.github.reformer4j.zoo.index.ModelId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/** A model could not be fetched. The message names the model, the URL, the path and a remedy; the cache can be used on. */
public final class FetchException extends UncheckedIOException {

    private static final long serialVersionUID = 1;

    private final transient ModelId model;
    private final transient Path path;
    private final String problem;
    private final String remedy;

    private FetchException(ModelId model, Path path, String problem, String remedy, IOException cause) {
        super(String.format("%s could not be fetched to %s: %s; %s", model, path, problem, remedy), cause);
        this.model = model;
        this.path = path;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** What was wrong, and what to do about it. */
    public static FetchException of(ModelId model, Path path, IOException problem, String remedy) {
        return new FetchException(model, path, String.valueOf(problem.getMessage()), remedy, problem);
    }

    /** The same with what was found in the cache said before it. */
    public FetchException after(String found) {
        return new FetchException(model, path, found + ", and " + problem, remedy, Objects.requireNonNull(getCause()));
    }
}
