package io.github.reformer4j.examples.imports;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.zoo.huggingface.HuggingFace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model in a folder, and beside it, in {@code given.safetensors}, an input, the rotations of every LSH layer, and the logits
 * that whoever wrote it has.
 */
final class ComparedModel {

    private static final String GIVEN = "given.safetensors";
    private static final String IDS = "input_ids";
    private static final String LOGITS = "logits";
    private static final String ROTATIONS = "rotations/";

    private ComparedModel() {}

    /** Writes a model of ours, and its logits for some ids. */
    static void write(ReformerModel model, int batch, int length, Path folder) {
        HuggingFace.save(model, folder);
        Map<String, INDArray> given = new LinkedHashMap<>();
        int[][] ids = ids(batch, length, model.config().vocabularySize());
        Step step = Step.inference(1).withRotations((path, key, type, shape) -> {
            INDArray drawn = Nd4j.createUninitialized(type, shape, 'c');
            for (long i = 0; i < drawn.length(); i++) {
                drawn.data().put(i, (float) CounterRandom.gaussian(key, i));
            }
            given.put(ROTATIONS + layer(path), drawn.dup('c'));
            return drawn;
        });
        given.put(LOGITS, model.logits(ids, null, step));
        given.put(IDS, Nd4j.createFromArray(ids).castTo(DataType.FLOAT));
        SafeTensors.write(folder.resolve(GIVEN), given, Map.of(), Precision.SINGLE);
        given.values().forEach(INDArray::close);
    }

    private static int[][] ids(int batch, int length, int vocabulary) {
        return IntStream.range(0, batch)
                .mapToObj(row -> IntStream.range(0, length)
                        .map(i -> Math.floorMod(CounterRandom.derive(row + 1, i), vocabulary))
                        .toArray())
                .toArray(int[][]::new);
    }

    private static String layer(String path) {
        return path.replaceFirst("layers\\.(\\d+)\\..*", "$1");
    }

    /** Imports a model that somebody else wrote; how far its logits are from the given ones at most, and their greatest. */
    static double[] difference(Path folder) {
        try (ReformerModel model = HuggingFace.model(folder, HuggingFace.task(folder), DataType.FLOAT);
                SafeTensors given = SafeTensors.read(folder.resolve(GIVEN));
                INDArray computed = model.logits(
                        Objects.requireNonNull(given.tensors().get(IDS)).toIntMatrix(), null, step(given))) {
            float[] ours = computed.data().asFloat();
            float[] theirs =
                    Objects.requireNonNull(given.tensors().get(LOGITS)).data().asFloat();
            return new double[] {
                IntStream.range(0, theirs.length)
                        .mapToDouble(i -> Math.abs(ours[i] - theirs[i]))
                        .max()
                        .orElseThrow(),
                IntStream.range(0, theirs.length)
                        .mapToDouble(i -> Math.abs(theirs[i]))
                        .max()
                        .orElseThrow()
            };
        }
    }

    private static Step step(SafeTensors given) {
        return Step.inference(1)
                .withRotations((path, key, type, shape) -> Objects.requireNonNull(
                                given.tensors().get(ROTATIONS + layer(path)))
                        .dup('c'));
    }
}
