package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;
import static java.util.Objects.requireNonNull;

import io.github.reformer4j.kernel.Temporaries;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph of a {@link SameDiffBlock} for one data type. Not for several threads at a time. */
final class SubGraph {

    private static final String INPUT = "block_input";
    private static final String OUTPUT = "block_output";
    private static final String OUTPUT_GRADIENT = "block_output_gradient";
    private static final String LOSS = "block_loss";
    private static final String PARAMETER = "block_parameter.";

    private final SameDiff graph;
    private final List<ParameterSpec> parameters;

    private SubGraph(SameDiff graph, List<ParameterSpec> parameters) {
        this.graph = graph;
        this.parameters = parameters;
    }

    static SubGraph define(
            SameDiffBlock.Definition definition, List<ParameterSpec> parameters, DataType type, long... inputShape) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder(INPUT, type, inputShape);
        Map<String, SDVariable> byName = new LinkedHashMap<>();
        for (ParameterSpec spec : parameters) {
            byName.put(spec.name(), sd.placeHolder(PARAMETER + spec.name(), type, spec.sizes()));
        }
        SDVariable y = sd.identity(OUTPUT, definition.define(sd, x, byName));
        UnfitOps.requireNone(sd);
        for (SDVariable variable : sd.variables()) {
            require(
                    variable.getVariableType() != VariableType.VARIABLE,
                    "the graph of a SameDiffBlock has a variable %s of its own, which nothing would train; "
                            + "give a ParameterSpec for it",
                    variable.name());
        }
        require(
                y.dataType() == type,
                "the graph of a SameDiffBlock turns %s into %s; cast it back",
                type,
                y.dataType());
        return new SubGraph(sd, parameters);
    }

    static SubGraph read(ByteBuffer bytes, List<ParameterSpec> parameters, DataType type) {
        SameDiff sd;
        try {
            sd = SameDiff.fromFlatBuffers(bytes, false);
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "the graph of a SameDiffBlock cannot be read: " + unreadable, unreadable);
        }
        require(
                sd.hasVariable(INPUT) && sd.hasVariable(OUTPUT),
                "the graph was not written by SameDiffBlockConfig: it has no variables %s and %s",
                INPUT,
                OUTPUT);
        UnfitOps.requireNone(sd);
        DataType graphType = sd.getVariable(INPUT).dataType();
        require(
                graphType == type,
                "the graph of this SameDiffBlock was written for %s, got an input of %s",
                graphType,
                type);
        return new SubGraph(sd, parameters);
    }

    /** The graph as bytes, for {@link #read}. Only before the first {@link #gradients}. */
    ByteBuffer write() {
        return graph.asFlatBuffers(false);
    }

    INDArray output(INDArray x, Weights weights) {
        return evaluate(graph, placeholders(x, weights), List.of(OUTPUT)).get(0);
    }

    /** dx; dW is added to {@code into}. */
    INDArray gradients(INDArray x, INDArray dy, Weights weights, Gradients into) {
        SameDiff gradientGraph = gradientGraph();
        Map<String, INDArray> placeholders = placeholders(x, weights);
        placeholders.put(OUTPUT_GRADIENT, dy);
        List<String> wanted = differentiated().stream().map(this::gradientName).toList();
        List<INDArray> results = evaluate(gradientGraph, placeholders, wanted);
        try (Temporaries temporaries = new Temporaries()) {
            for (int i = 0; i < parameters.size(); i++) {
                into.add(parameters.get(i).name(), temporaries.add(results.get(i + 1)));
            }
        }
        return results.get(0);
    }

    /** The input, then the parameters. */
    private List<String> differentiated() {
        return Stream.concat(Stream.of(INPUT), parameters.stream().map(spec -> PARAMETER + spec.name()))
                .toList();
    }

    private Map<String, INDArray> placeholders(INDArray x, Weights weights) {
        Map<String, INDArray> placeholders = new LinkedHashMap<>();
        placeholders.put(INPUT, x);
        parameters.forEach(spec -> placeholders.put(PARAMETER + spec.name(), weights.get(spec.name())));
        return placeholders;
    }

    /** New arrays. Every evaluation has a session of its own: one that is kept holds on to ids of every call. */
    private static List<INDArray> evaluate(SameDiff graph, Map<String, INDArray> placeholders, List<String> wanted) {
        InferenceSession session = new InferenceSession(graph);
        session.setMmgr(new ClosingMemory());
        Map<String, INDArray> results = session.output(wanted, placeholders, null, null, List.of(), At.defaultAt());
        Set<INDArray> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        taken.addAll(placeholders.values());
        return wanted.stream()
                .map(name -> own(requireNonNull(results.get(name)), taken))
                .toList();
    }

    /** A result as a new array in c order: a graph may pass an array through as it is, or give a view. */
    private static INDArray own(INDArray result, Set<INDArray> taken) {
        boolean shared = !taken.add(result) || result.isView();
        if (!shared && result.ordering() == 'c') {
            return result;
        }
        INDArray copy = result.dup('c');
        if (!shared) {
            result.close();
        }
        return copy;
    }

    private SameDiff gradientGraph() {
        if (!graph.hasGradientFunction()) {
            SDVariable y = graph.getVariable(OUTPUT);
            SDVariable dy = graph.placeHolder(OUTPUT_GRADIENT, y.dataType(), (long[]) null);
            graph.setLossVariables(y.mul(dy).sum().rename(LOSS));
            silently(() -> graph.createGradFunction(differentiated().toArray(String[]::new)));
        }
        return graph.getFunction("grad");
    }

    private String gradientName(String variable) {
        SDVariable gradient = graph.getVariable(variable).getGradient();
        require(
                gradient != null,
                "%s does not reach the output of the graph of a SameDiffBlock",
                variable.replace(PARAMETER, "parameter "));
        return requireNonNull(gradient).name();
    }

    /** ND4J prints every op that it differentiates to standard output. */
    private static synchronized void silently(Runnable action) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(out);
        }
    }
}
