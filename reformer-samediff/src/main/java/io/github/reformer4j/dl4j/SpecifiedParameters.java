package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.ParameterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Places the parameters of a {@link SequenceLayer} in Deeplearning4j's flattened arrays, one after another in c order. */
final class SpecifiedParameters implements ParamInitializer {

    static final SpecifiedParameters INSTANCE = new SpecifiedParameters();

    private SpecifiedParameters() {}

    /** The key of a parameter: its name in camel case, without an underscore. */
    static String key(ParameterSpec spec) {
        StringBuilder key = new StringBuilder();
        boolean raise = false;
        for (char letter : spec.name().toCharArray()) {
            if (letter != '_') {
                key.append(raise ? Character.toUpperCase(letter) : letter);
            }
            raise = letter == '_';
        }
        return key.toString();
    }

    static boolean isBias(ParameterSpec spec) {
        return spec.name().equals("b") || spec.name().endsWith("bias");
    }

    static boolean isWeight(ParameterSpec spec) {
        return !isBias(spec) && spec.shape().size() > 1;
    }

    private static List<ParameterSpec> specs(Layer layer) {
        SequenceLayer sequences = (SequenceLayer) layer;
        return sequences.parameters(sequences.inputSize());
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return specs(layer).stream().mapToLong(ParameterSpec::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return specs(layer).stream().map(SpecifiedParameters::key).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return specs(layer).stream()
                .filter(SpecifiedParameters::isWeight)
                .map(SpecifiedParameters::key)
                .toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return specs(layer).stream()
                .filter(SpecifiedParameters::isBias)
                .map(SpecifiedParameters::key)
                .toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, @Nullable INDArray view, boolean initialize) {
        SequenceLayer layer = (SequenceLayer) conf.getLayer();
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        place(layer, view, (spec, flat) -> {
            if (initialize) {
                layer.initialize(spec, flat);
            }
            conf.addVariable(key(spec));
            parameters.put(key(spec), flat.reshape('c', spec.sizes()));
        });
        return Collections.synchronizedMap(parameters); // as the host's own initialisers do
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        place(conf.getLayer(), view, (spec, flat) -> gradients.put(key(spec), flat.reshape('c', spec.sizes())));
        return gradients;
    }

    /** What is done with the place of a parameter, a view of one axis. */
    @FunctionalInterface
    interface Placed {
        void at(ParameterSpec spec, INDArray flat);
    }

    /** No view is there where no layer of the network has a parameter, or this one has none. */
    private void place(Layer layer, @Nullable INDArray view, Placed placed) {
        long expected = numParams(layer);
        requireState(
                (view == null ? 0 : view.length()) == expected,
                "%s has %d numbers as parameters, which the view that the host gives does not hold",
                ((SequenceLayer) layer).describe(),
                expected);
        place(specs(layer), view, placed);
    }

    /** Goes through an array of parameters, which may be null where there are none. */
    static void place(List<ParameterSpec> specs, @Nullable INDArray view, Placed placed) {
        if (specs.isEmpty()) {
            return;
        }
        INDArray whole = Objects.requireNonNull(view);
        INDArray flat = whole.reshape(whole.length());
        long from = 0;
        for (ParameterSpec spec : specs) {
            placed.at(spec, flat.get(NDArrayIndex.interval(from, from + spec.length())));
            from += spec.length();
        }
    }

    /** Views of an array of parameters or gradients by their keys. */
    static Map<String, INDArray> views(List<ParameterSpec> specs, @Nullable INDArray view) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        place(specs, view, (spec, flat) -> views.put(key(spec), flat.reshape('c', spec.sizes())));
        return views;
    }
}
