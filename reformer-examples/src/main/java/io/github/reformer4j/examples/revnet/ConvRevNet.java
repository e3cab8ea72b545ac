package io.github.reformer4j.examples.revnet;

import static io.github.reformer4j.check.Check.require;
import static java.util.Objects.requireNonNull;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.SameDiffBlock;
import io.github.reformer4j.block.Sequential;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.Reversible;
import io.github.reformer4j.reversible.ReversibleLayer;
import io.github.reformer4j.reversible.ReversibleSequence;
import io.github.reformer4j.reversible.StreamLayout;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * A reversible residual network over images (Gomez et al. 2017, "The reversible residual network"): [b, 1, h, w] to logits
 * [b, classes]. Two stages of reversible layers, whose streams are the halves of the channels; between them, and at both
 * ends, convolutions that change the shape and therefore cannot be reversible.
 */
public final class ConvRevNet {

    private static final int KERNEL = 3;
    private static final double EPSILON = 1e-5;

    private ConvRevNet() {}

    /**
     * A network.
     *
     * @param layers reversible layers of each of the two stages
     * @param channels of the first stage, an even number; the second has twice as many
     * @param classes that it tells apart
     * @param memory what a pass keeps of the stages
     */
    public static Block of(int layers, int channels, int classes, MemoryMode memory) {
        require(layers > 0, "a stage needs at least one reversible layer, got %d", layers);
        require(channels > 0 && channels % 2 == 0, "channels must be positive and even, got %d", channels);
        return new Sequential(List.of(
                new Sequential.Part("stem", convolution(1, channels, 2)),
                new Sequential.Part("stage1", stage(layers, channels, memory)),
                new Sequential.Part("down", convolution(channels, 2 * channels, 2)),
                new Sequential.Part("stage2", stage(layers, 2 * channels, memory)),
                new Sequential.Part("head", head(2 * channels, classes))));
    }

    /** Reversible layers [b, channels, h, w] to the same shape; x1 and x2 are the halves of the channels. */
    static Block stage(int layers, int channels, MemoryMode memory) {
        int half = channels / 2;
        Block normReluConv = SameDiffBlock.of(ConvRevNet::normReluConv, normReluConvParameters(half), -1, half, -1, -1);
        ReversibleLayer layer = new ReversibleLayer("f", normReluConv, "g", normReluConv);
        return new Reversible(
                new ReversibleSequence(Collections.nCopies(layers, layer), memory), StreamLayout.split(1));
    }

    /** What f and g are: conv(ReLU(norm(x))), with the norm over the places of a channel. */
    private static SDVariable normReluConv(SameDiff sd, SDVariable x, Map<String, SDVariable> parameters) {
        SDVariable centred = x.sub(x.mean(true, 2, 3));
        SDVariable variance = sd.math().square(centred).mean(true, 2, 3); // [b, c, 1, 1]
        SDVariable normed = centred.div(sd.math().sqrt(variance.add(EPSILON)))
                .mul(requireNonNull(parameters.get("gain")))
                .add(requireNonNull(parameters.get("bias")));
        return sd.cnn().conv2d(sd.nn().relu(normed, 0.0), requireNonNull(parameters.get("weight")), convolution(1));
    }

    private static List<ParameterSpec> normReluConvParameters(int channels) {
        return List.of(
                kernels(channels, channels),
                ParameterSpec.of("gain", Initializer.ONES, 1, channels, 1, 1),
                ParameterSpec.of("bias", Initializer.ZEROS, 1, channels, 1, 1));
    }

    /** A convolution alone: [b, from, h, w] to [b, to, h / stride, w / stride]. */
    private static Block convolution(int from, int to, int stride) {
        return SameDiffBlock.of(
                (sd, x, parameters) ->
                        sd.cnn().conv2d(x, requireNonNull(parameters.get("weight")), convolution(stride)),
                List.of(kernels(from, to)),
                -1,
                from,
                -1,
                -1);
    }

    /** Logits from the mean of every channel: [b, channels, h, w] to [b, classes]. */
    private static Block head(int channels, int classes) {
        List<ParameterSpec> parameters = List.of(
                ParameterSpec.of("weight", Initializer.normal(1.0 / Math.sqrt(channels)), channels, classes),
                ParameterSpec.of("bias", Initializer.ZEROS, 1, classes));
        return SameDiffBlock.of(
                (sd, x, p) -> sd.nn()
                        .relu(x, 0.0)
                        .mean(2, 3)
                        .mmul(requireNonNull(p.get("weight")))
                        .add(requireNonNull(p.get("bias"))),
                parameters,
                -1,
                channels,
                -1,
                -1);
    }

    /** Kernels [kh, kw, from, to] whose outputs keep the variance of their inputs behind a ReLU (He et al. 2015). */
    private static ParameterSpec kernels(int from, int to) {
        double deviation = Math.sqrt(2.0 / (KERNEL * KERNEL * from));
        return ParameterSpec.of("weight", Initializer.normal(deviation), KERNEL, KERNEL, from, to);
    }

    private static Conv2DConfig convolution(int stride) {
        return Conv2DConfig.builder()
                .kH(KERNEL)
                .kW(KERNEL)
                .sH(stride)
                .sW(stride)
                .paddingMode(PaddingMode.SAME)
                .dataFormat("NCHW")
                .build();
    }
}
