package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What the drop-ins for the host's attention layers share: its builder, its rules, its fresh weights. */
public abstract class HostAttentionLayer extends BlockLayer {

    @JsonProperty
    private int nHeads = 1;

    @JsonProperty
    private int headSize;

    @JsonProperty
    private boolean projectInput;

    @JsonProperty
    private Map<String, IWeightInit> paramWeightInit = Map.of();

    /** For JSON. */
    HostAttentionLayer() {}

    HostAttentionLayer(Builder<?> builder) {
        super(builder);
        nHeads = builder.nHeads;
        headSize = builder.headSize;
        projectInput = builder.projectInput;
        paramWeightInit = builder.paramWeightInit;
        require(nHeads > 0, "nHeads of %s must be positive, got %d", describe(), nHeads);
        require(headSize >= 0, "headSize of %s must be positive, got %d", describe(), headSize);
        require(
                projectInput || nHeads == 1,
                "%s has one head where the input is not projected, got %d; call projectInput(true)",
                describe(),
                nHeads);
        require(
                !projectInput || nOut > 0,
                "%s needs nOut where the input is projected, got %d; give nOut",
                describe(),
                nOut);
        require(
                headSize > 0 || nOut % nHeads == 0,
                "%s cannot divide nOut %d among %d heads; give headSize, or make nOut a multiple of nHeads",
                describe(),
                nOut,
                nHeads);
    }

    @Override
    protected void requireFit(long inputSize) {
        require(
                projectInput || nOut == 0 || nOut == inputSize,
                "nOut of %s must be the depth of its input, %d, where the input is not projected, got %d",
                describe(),
                inputSize,
                nOut);
    }

    /** Projections for inputs of this depth, or null where there are none. */
    final @Nullable HostProjections projections(int inputSize) {
        if (!projectInput) {
            return null;
        }
        int width = headSize > 0 ? headSize : Math.toIntExact(nOut / nHeads);
        return new HostProjections(inputSize, nHeads, width, Math.toIntExact(nOut));
    }

    @Override
    protected boolean masksOutput() {
        return false;
    }

    /** As the host starts them, with its idea of what goes in and out. */
    @Override
    protected void initialize(ParameterSpec spec, INDArray flat) {
        HostProjections projections = projections(inputSize());
        long[] fan = fan(spec.name(), projections);
        IWeightInit init = paramWeightInit.getOrDefault(spec.name(), weightInitFn);
        init.init((double) fan[0], (double) fan[1], spec.sizes(), 'c', flat);
    }

    /** Numbers in and out of a parameter. */
    long[] fan(String name, @Nullable HostProjections projections) {
        if (projections == null) {
            return new long[] {nIn, nOut};
        }
        return name.equals("Wo")
                ? new long[] {nIn, projections.headSize()}
                : new long[] {(long) projections.heads() * projections.headSize(), nOut};
    }

    /** The methods of the host's builders. */
    public abstract static class Builder<T extends Builder<T>> extends SequenceLayer.Builder<T> {

        private int nHeads = 1;
        private int headSize;
        private boolean projectInput;
        private final Map<String, IWeightInit> paramWeightInit = new TreeMap<>();

        /** Nothing said yet; weights start by Xavier, whatever the network says, as the host's attention does. */
        protected Builder() {
            weightInitFn = new WeightInitXavier();
        }

        /** Attention heads. */
        public T nHeads(int heads) {
            nHeads = heads;
            return self();
        }

        /** Depth of a head; nOut / nHeads if nothing is said. */
        public T headSize(int size) {
            headSize = size;
            return self();
        }

        /** Whether the input is projected before and after attention; not if nothing is said. */
        public T projectInput(boolean project) {
            projectInput = project;
            return self();
        }

        /** How one parameter starts. */
        public T weightInit(String parameter, IWeightInit init) {
            paramWeightInit.put(parameter, init);
            return self();
        }
    }
}
