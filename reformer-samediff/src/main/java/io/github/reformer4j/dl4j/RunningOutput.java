package io.github.reformer4j.dl4j;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What the host asks of a layer that has labels: scores, and the methods of its classifiers. */
abstract class RunningOutput extends RunningSequences<ChunkedSoftmaxOutputLayer> implements IOutputLayer {

    /** Labels of the current batch, null before there are any. */
    transient @Nullable INDArray labels;

    private double remembered = Double.NaN;

    RunningOutput(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /** The summed loss of the batch. */
    abstract double lossOfAll(boolean training, LayerWorkspaceMgr workspaces);

    /** The summed loss of every example. */
    abstract double[] lossByExample(LayerWorkspaceMgr workspaces);

    /** The summed loss that a backward pass found; it holds until input, labels or mask change. */
    final void remember(double sum) {
        remembered = sum;
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public @Nullable INDArray getLabels() {
        return labels;
    }

    @Override
    public void setLabels(@Nullable INDArray newLabels) {
        if (newLabels != labels) {
            remember(Double.NaN);
        }
        labels = newLabels;
    }

    @Override
    public void setInput(INDArray newInput, LayerWorkspaceMgr workspaces) {
        remember(Double.NaN);
        super.setInput(newInput, workspaces);
    }

    @Override
    public void setMaskArray(@Nullable INDArray newMask) {
        remember(Double.NaN);
        maskArray = newMask;
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        boolean known = training && !Double.isNaN(remembered);
        double sum = known ? remembered : lossOfAll(training, workspaces);
        score = (conf().isMiniBatch() ? sum / batch() : sum) + regularization;
        return score;
    }

    @Override
    public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        double[] scores = Arrays.stream(lossByExample(workspaces))
                .map(sum -> sum + regularization)
                .toArray();
        INDArray column =
                workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, new long[] {scores.length, 1}, 'c');
        for (int example = 0; example < scores.length; example++) {
            column.putScalar(example, 0, scores[example]);
        }
        return column;
    }

    @Override
    public void clear() {
        super.clear();
        setLabels(null);
    }

    @Override
    @Deprecated // by the host
    @SuppressWarnings("InlineMeSuggester") // whoever calls this calls the host's interface
    public int numLabels() {
        return Math.toIntExact(layerConf().getNOut());
    }

    @Override
    public double f1Score(DataSet data) {
        return f1Score(data.getFeatures(), data.getLabels());
    }

    @Override
    public double f1Score(INDArray examples, INDArray oneHot) {
        Evaluation evaluation = new Evaluation();
        boolean last = layerConf().format() == RNNFormat.NWC;
        INDArray probabilities = activate(examples, false, LayerWorkspaceMgr.noWorkspaces());
        evaluation.evalTimeSeries(
                last ? oneHot.permute(0, 2, 1) : oneHot, last ? probabilities.permute(0, 2, 1) : probabilities);
        return evaluation.f1();
    }

    /** The likeliest class of every step, example by example. */
    @Override
    public int[] predict(INDArray examples) {
        INDArray probabilities = activate(examples, false, LayerWorkspaceMgr.noWorkspaces());
        try (INDArray likeliest = probabilities.argMax(layerConf().format() == RNNFormat.NWC ? 2 : 1);
                INDArray numbers = likeliest.castTo(DataType.INT32)) {
            return numbers.data().asInt();
        }
    }

    @Override
    public List<String> predict(DataSet data) {
        return Arrays.stream(predict(data.getFeatures()))
                .mapToObj(String::valueOf)
                .toList();
    }

    private static UnsupportedOperationException alone() {
        return new UnsupportedOperationException("an output layer is not fitted alone; fit the network");
    }

    @Override
    public void fit(DataSetIterator data) {
        throw alone();
    }

    @Override
    public void fit(INDArray examples, INDArray oneHot) {
        throw alone();
    }

    @Override
    public void fit(DataSet data) {
        throw alone();
    }

    @Override
    public void fit(INDArray examples, int[] classes) {
        throw alone();
    }
}
