package io.github.reformer4j.examples.revnet;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Grey images and what they show.
 *
 * @param images [b, 1, h, w], float
 * @param labels class of every image, [b]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelledImages(INDArray images, int[] labels) implements AutoCloseable {

    static LabelledImages of(float[] pixels, int[] labels, int side) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray flat = temporaries.add(Nd4j.createFromArray(pixels));
            return new LabelledImages(
                    flat.reshape('c', labels.length, 1, side, side).dup('c'), labels);
        }
    }

    /** Number of images, b. */
    public int size() {
        return labels.length;
    }

    @Override
    public void close() {
        images.close();
    }
}
