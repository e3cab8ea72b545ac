package io.github.reformer4j.zoo.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.index.ModelEntry;
import io.github.reformer4j.zoo.index.ModelFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;
import java.util.zip.CheckedInputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.ModelMetaData;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.ZooType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A language model of the zoo as Deeplearning4j's own zoo has its models. It is loaded through {@link Zoo}, with its cache,
 * hashes, licences and offline switch; nothing goes through the host's downloader. Networks are {@link LanguageNetwork}s.
 *
 * <p>The host's {@link PretrainedType}s are a closed list of image data sets. {@link #PRETRAINED}, the one that
 * {@code initPretrained()} means, stands for the weights of the zoo, whatever they were trained on; there are no others.
 */
@SuppressWarnings({
    "deprecation", // the host's interface has methods that it deprecates, and wants them implemented
    "unchecked" // it lets the caller choose the type of the result
})
public final class ReformerZooModel extends ZooModel<MultiLayerNetwork> {

    /** The type that stands for the weights of the zoo. */
    public static final PretrainedType PRETRAINED = PretrainedType.IMAGENET;

    private static final long DEFAULT_SEED = 1;

    private final Zoo zoo;
    private final ModelEntry entry;
    private final long seed;
    private @Nullable ReformerConfig config;

    private ReformerZooModel(Zoo zoo, ModelEntry entry, long seed) {
        this.zoo = zoo;
        this.entry = entry;
        this.seed = seed;
    }

    /** A model by its name, {@code NAME} or {@code NAME@VERSION}; throws a sentence where the zoo has none of this name. */
    public static ReformerZooModel of(String name) {
        return of(Zoo.standard(), name);
    }

    /** A model of this zoo. */
    public static ReformerZooModel of(Zoo zoo, String name) {
        return new ReformerZooModel(zoo, zoo.index().find(name), DEFAULT_SEED);
    }

    /** The same with another seed of fresh weights, rotations and dropout; 1 if nothing is said. */
    public ReformerZooModel withSeed(long newSeed) {
        return new ReformerZooModel(zoo, entry, newSeed);
    }

    /** The network with fresh weights, as a training begins with. The model is fetched where the index lacks its configuration. */
    @Override
    public MultiLayerNetwork init() {
        try (LanguageModel fresh = LanguageModel.create(config(), DataType.FLOAT, seed)) {
            return LanguageNetwork.of(fresh, seed);
        }
    }

    /** The network with the weights of the zoo. */
    @Override
    public MultiLayerNetwork initPretrained() {
        return initPretrained(PRETRAINED);
    }

    @Override
    public MultiLayerNetwork initPretrained(PretrainedType type) {
        require(
                pretrainedAvailable(type),
                "%s has the weights of the zoo alone, %s in the host's list, got %s; call initPretrained()",
                entry.id(),
                PRETRAINED,
                type);
        Checkpoint checkpoint = zoo.checkpoint(entry.id().toString());
        config = checkpoint.config();
        try (LanguageModel model = new LanguageModel(checkpoint.config(), checkpoint.weights())) {
            return LanguageNetwork.of(model, seed);
        }
    }

    /** Where the first file of the model is from; null for another type than {@link #PRETRAINED}. */
    @Override
    @SuppressWarnings("NullAway") // the host's word for a type that is not available
    public @Nullable String pretrainedUrl(PretrainedType type) {
        return type == PRETRAINED ? file().sources().get(0).toString() : null;
    }

    /**
     * Adler-32 of the first file of the model, where the cache has it; else 0, the host's word for one that nobody recorded.
     * The zoo checks by SHA-256, not by this.
     */
    @Override
    public long pretrainedChecksum(PretrainedType type) {
        Path path = zoo.cached(entry).path(file());
        return type == PRETRAINED && Files.exists(path) ? adler32(path) : 0;
    }

    private static long adler32(Path path) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path));
                CheckedInputStream checked = new CheckedInputStream(bytes, new Adler32())) {
            checked.skipNBytes(Files.size(path));
            return checked.getChecksum().getValue();
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format("%s could not be read (%s); check the disk", path, DiskProblem.reason(problem)),
                    problem);
        }
    }

    private ModelFile file() {
        return entry.files().get(0);
    }

    /** Sequences of up to so many ids, and the size of the vocabulary. */
    @Override
    public ModelMetaData metaData() {
        ReformerConfig known = config();
        return new ModelMetaData(new int[][] {{1, known.maxPositions()}}, known.vocabularySize(), ZooType.TEXTGENLSTM);
    }

    private ReformerConfig config() {
        ReformerConfig known = config;
        if (known == null) {
            String recorded = entry.configuration();
            known = recorded == null ? fromFiles() : ReformerConfig.fromJson(recorded);
            config = known;
        }
        return known;
    }

    private ReformerConfig fromFiles() {
        Checkpoint checkpoint = zoo.checkpoint(entry.id().toString());
        checkpoint.weights().close();
        return checkpoint.config();
    }

    /** A Reformer takes sequences of any length, up to that of {@link #metaData()}; nothing is to be set. */
    @Override
    public void setInputShape(int[][] shape) {
        throw new UnsupportedOperationException(
                entry.id() + " takes sequences of every length up to its own limit, so leave setInputShape out");
    }

    @Override
    public Class<? extends Model> modelType() {
        return MultiLayerNetwork.class;
    }

    /** Name and version in the zoo. */
    @Override
    public String modelName() {
        return entry.id().toString();
    }
}
