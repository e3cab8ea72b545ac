package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a model.
 *
 * @param id name and version
 * @param format of the files, which says who reads them: {@code reformer} is a checkpoint of this library
 * @param description a sentence
 * @param configuration of the model in JSON, as {@code ReformerConfig.toJson} writes it; null: in the files alone
 * @param tokenizer in JSON, as {@code Tokenizer.toJson} writes it; null: in the files alone
 * @param files at least one
 * @param licence of weights and files
 * @param data what the model was trained on
 * @param metrics what was measured, by name
 * @param command that trained the model; empty: not known
 * @param golden what the model writes; null: not recorded
 */
public record ModelEntry(
        ModelId id,
        String format,
        String description,
        @Nullable String configuration,
        @Nullable String tokenizer,
        List<ModelFile> files,
        Licence licence,
        String data,
        Map<String, Double> metrics,
        String command,
        @Nullable GoldenOutput golden) {

    /** The format of {@code io.github.reformer4j.checkpoint.Checkpoint}. */
    public static final String REFORMER = "reformer";

    public ModelEntry {
        require(!format.isBlank(), "%s has no format; a checkpoint of this library has '%s'", id, REFORMER);
        require(!files.isEmpty(), "%s has no files; name at least one", id);
        files = List.copyOf(files);
        metrics = new TreeMap<>(metrics);
        Set<String> names = new HashSet<>();
        for (ModelFile file : files) {
            require(names.add(file.name()), "%s has two files of the name %s; rename one", id, file.name());
        }
    }

    /** Bytes of all files; {@link ModelFile#UNKNOWN} where one is not known. */
    public long size() {
        long sum = 0;
        for (ModelFile file : files) {
            if (file.size() == ModelFile.UNKNOWN) {
                return ModelFile.UNKNOWN;
            }
            sum += file.size();
        }
        return sum;
    }

    /** Whether every file can be had from the class path, so that nothing has to be downloaded. */
    public boolean isBundled() {
        return files.stream().allMatch(ModelFile::isBundled);
    }

    /** Whether some file's hash is not known before the first download. */
    public boolean isTrustedAtFirstDownload() {
        return files.stream().anyMatch(file -> file.sha256() == null);
    }
}
