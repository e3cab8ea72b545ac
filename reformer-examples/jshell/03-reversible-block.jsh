// A reversible block and its inverse
//
// Backpropagation needs the input of every layer. An ordinary network keeps them all; a reversible one computes them
// again from its output, so that memory does not grow with depth (section 3 of the paper): `y1 = x1 + f(x2)`, `y2 =
// x2 + g(y1)`, and back `x2 = y2 - g(y1)`, `x1 = y1 - f(x2)`. f and g need no inverse themselves.

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleLayer;
import io.github.reformer4j.reversible.ReversibleSequence;
import io.github.reformer4j.reversible.Streams;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

// f is attention and g feed-forward, each behind a norm. Any two blocks that keep their shape would do.

LayerNormConfig norm = new LayerNormConfig(32, 1e-6);
Block f = new SequentialConfig(List.of(
        new SequentialConfig.Part("norm", norm),
        new SequentialConfig.Part("local", LocalAttentionConfig.of(32, 2, 16, 16)))).toBlock();
Block g = new SequentialConfig(List.of(
        new SequentialConfig.Part("norm", norm),
        new SequentialConfig.Part("dense", new FeedForwardConfig(32, 64, Activation.GELU, 0, 0.0)))).toBlock();

// Twelve such layers, with weights of their own.

List<ReversibleLayer> layers = Collections.nCopies(12, ReversibleLayer.of(f, g));
ReversibleSequence sequence = new ReversibleSequence(layers, MemoryMode.REVERSIBLE);
Weights weights = Weights.create(sequence.parameters(), DataType.FLOAT, 1);
System.out.println(weights.all().size() + " arrays of weights, the first is " + sequence.parameters().get(0).name());

// Two streams go in, two come out. The inverse gives back what went in, up to rounding.

Initializer normal = Initializer.normal(1.0);
Streams in = new Streams(
        normal.create(DataType.FLOAT, 1, 1, 64, 32), normal.create(DataType.FLOAT, 2, 1, 64, 32)); // [b, n, d] each
Streams out = sequence.forward(in, weights, Step.inference(1));
Streams back = sequence.inverse(out, weights, Step.inference(1));
System.out.printf("forward changed numbers by up to %.3f%n", out.first().sub(in.first()).amaxNumber().doubleValue());
double off = back.first().sub(in.first()).amaxNumber().doubleValue();
System.out.println(String.format("the inverse is off by %.1e at most", off));

// Arrays live outside of Java's heap, so whoever made them frees them.

in.close();
out.close();
back.close();
weights.close();
