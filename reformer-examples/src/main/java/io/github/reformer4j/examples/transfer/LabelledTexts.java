package io.github.reformer4j.examples.transfer;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.Corpus;
import io.github.reformer4j.data.JavaSources;
import io.github.reformer4j.data.TextFiles;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.Windows;
import io.github.reformer4j.kernel.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Snippets of several texts, each labelled by the text that it is from. Those to learn from stand in the training parts, those
 * to measure on in the held-out parts, which a model pretrained on these texts has not seen either.
 *
 * @param names of the texts, whose places in the list are the labels
 * @param training tokens of the training part of each
 * @param heldOut tokens of the held-out part of each
 */
public record LabelledTexts(List<String> names, List<int[]> training, List<int[]> heldOut) {

    /**
     * Texts at these paths.
     *
     * @param paths a {@code -sources.jar}, a file or a folder for every label
     */
    public static LabelledTexts read(List<Path> paths, Tokenizer tokenizer) {
        require(paths.size() > 1, "a classifier needs two texts or more to tell apart, got %s", paths);
        LabelledTexts texts = new LabelledTexts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Path path : paths) {
            boolean jar = path.toString().endsWith(".jar");
            Corpus corpus = jar ? JavaSources.read(List.of(path)) : TextFiles.read(path);
            texts.names().add(String.valueOf(path.getFileName()).replaceFirst("-[0-9].*", ""));
            texts.training().add(tokenizer.encode(corpus.training()));
            texts.heldOut().add(tokenizer.encode(corpus.heldOut()));
        }
        return texts;
    }

    /** The jars in a folder, in the order of their names. */
    public static List<Path> jars(Path folder) {
        require(Files.isDirectory(folder), "there is no folder %s with -sources.jar files; check the path", folder);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-sources.jar"))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new IllegalArgumentException(folder + " cannot be listed; check that it may be read", problem);
        }
    }

    /** Batches of snippets at random places of the training parts, the texts in turn; a function of the key. */
    public List<DataSet> training(long key, int snippets, int length, int batch) {
        int[][] ids = new int[snippets][];
        int[] labels = new int[snippets];
        for (int i = 0; i < snippets; i++) {
            labels[i] = i % names.size();
            long own = CounterRandom.derive(key, i);
            ids[i] = Windows.random(training.get(labels[i]), own, 1, length).ids()[0];
        }
        return batches(ids, labels, batch);
    }

    /** Batches of snippets evenly spread over the held-out parts, without overlap; at most so many of each text. */
    public List<DataSet> heldOut(int most, int length, int batch) {
        List<int[]> ids = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            int[] text = heldOut.get(label);
            require(
                    text.length >= length,
                    "the held-out part of %s has %d tokens, fewer than one snippet of %d; give more text or a lower --length",
                    names.get(label),
                    text.length,
                    length);
            for (Batch window : Windows.consecutive(text, 1, length, most)) {
                ids.add(window.ids()[0]);
                labels.add(label);
            }
        }
        return batches(
                ids.toArray(new int[0][]),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                batch);
    }

    private List<DataSet> batches(int[][] ids, int[] labels, int batch) {
        List<DataSet> batches = new ArrayList<>();
        for (int from = 0; from < ids.length; from += batch) {
            int to = Math.min(ids.length, from + batch);
            INDArray oneHot = Nd4j.zeros(DataType.FLOAT, to - from, names.size());
            for (int i = from; i < to; i++) {
                oneHot.putScalar(i - from, labels[i], 1.0);
            }
            try (INDArray numbers = Nd4j.createFromArray(Arrays.copyOfRange(ids, from, to))) {
                batches.add(new DataSet(numbers.castTo(DataType.FLOAT), oneHot));
            }
        }
        return batches;
    }
}
