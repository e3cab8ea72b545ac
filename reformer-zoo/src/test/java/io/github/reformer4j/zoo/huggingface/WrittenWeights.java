package io.github.reformer4j.zoo.huggingface;

import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.model.ReformerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights with the names and shapes of transformers, of which a test changes single ones before it writes them. */
final class WrittenWeights {

    private final Map<String, INDArray> tensors = new LinkedHashMap<>();

    /** All weights of such a model, each number different. */
    static WrittenWeights of(ReformerConfig config, Task task) {
        WrittenWeights written = new WrittenWeights();
        for (ForeignTensor tensor : ForeignTensor.of(task.parameters(config))) {
            long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
            written.with(tensor.name(), random(tensor.name(), shape));
        }
        return written;
    }

    private static INDArray random(String name, long... shape) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        long key = CounterRandom.derive(1, name);
        for (long i = 0; i < array.length(); i++) {
            array.data().put(i, (float) CounterRandom.gaussian(key, i));
        }
        return array;
    }

    WrittenWeights with(String name, INDArray array) {
        tensors.put(name, array);
        return this;
    }

    WrittenWeights without(String name) {
        tensors.remove(name);
        return this;
    }

    WrittenWeights renamed(String name, String other) {
        return with(other, tensor(name)).without(name);
    }

    INDArray tensor(String name) {
        return java.util.Objects.requireNonNull(tensors.get(name), name);
    }

    /** The folder, into which they are written. */
    Path in(Path folder) {
        SafeTensors.write(folder.resolve("model.safetensors"), tensors, Map.of("format", "pt"), Precision.AS_IS);
        return folder;
    }
}
