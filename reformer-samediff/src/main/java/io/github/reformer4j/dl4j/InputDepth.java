package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** The depth of an input: where it stands, and the same input with another one. */
final class InputDepth {

    private InputDepth() {}

    /** The axis of the depth, the batch counted too. */
    static int axis(InputType type) {
        return switch (type.getType()) {
            case RNN -> ((InputType.InputTypeRecurrent) type).getFormat() == RNNFormat.NWC ? 2 : 1;
            case CNN -> ((InputType.InputTypeConvolutional) type).getFormat() == CNN2DFormat.NHWC ? 3 : 1;
            default -> 1;
        };
    }

    static long of(InputType type, String vertex) {
        return switch (type.getType()) {
            case FF -> ((InputType.InputTypeFeedForward) type).getSize();
            case RNN -> ((InputType.InputTypeRecurrent) type).getSize();
            case CNN -> ((InputType.InputTypeConvolutional) type).getChannels();
            default -> {
                require(false, "%s takes vectors, sequences or images, got %s", vertex, type);
                yield 0;
            }
        };
    }

    static InputType with(InputType type, long depth) {
        return switch (type.getType()) {
            case RNN -> {
                InputType.InputTypeRecurrent sequences = (InputType.InputTypeRecurrent) type;
                yield InputType.recurrent(depth, sequences.getTimeSeriesLength(), sequences.getFormat());
            }
            case CNN -> {
                InputType.InputTypeConvolutional images = (InputType.InputTypeConvolutional) type;
                yield InputType.convolutional(images.getHeight(), images.getWidth(), depth, images.getFormat());
            }
            default -> InputType.feedForward(depth);
        };
    }

    /** Numbers of an example; a sequence whose length is not known counts as one step. */
    static long numbers(InputType type) {
        return type instanceof InputType.InputTypeRecurrent sequences
                ? sequences.getSize() * Math.max(1, sequences.getTimeSeriesLength())
                : type.arrayElementsPerExample();
    }
}
