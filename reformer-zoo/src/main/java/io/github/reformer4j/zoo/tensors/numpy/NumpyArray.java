package io.github.reformer4j.zoo.tensors.numpy;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.zoo.tensors.bytes.Span;
import io.github.reformer4j.zoo.tensors.bytes.TensorReading;
import io.github.reformer4j.zoo.tensors.bytes.TensorView;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array of a pickle, whose numbers are still in the file. A pickle names it first and describes it later. */
public final class NumpyArray {

    private @Nullable TensorView view;
    private @Nullable Span numbers;

    void describe(TensorView newView, Span newNumbers) {
        require(view == null, "it describes an array twice");
        view = newView;
        numbers = newNumbers;
    }

    /** Whether the pickle said what it holds. */
    public boolean isDescribed() {
        return view != null;
    }

    /** How its numbers lie in the file. */
    public TensorView view() {
        TensorView described = view;
        if (described == null) {
            throw new IllegalStateException("the array was not described");
        }
        return described;
    }

    /**
     * Its numbers with other axes, in c order; the caller closes them.
     *
     * @param permutation which axis comes in whose place
     * @param shape that they are given then, of as many numbers
     */
    public INDArray read(DataType asType, int[] permutation, long[] shape) {
        Span span = numbers;
        TensorView permuted = view().permuted(permutation);
        if (span == null) {
            throw new IllegalStateException("an array with a view has no numbers");
        }
        return TensorReading.read(permuted, span.bytes(), span.start(), asType, shape);
    }
}
