package io.github.reformer4j.training;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Adafactor's running means of squared gradients of one parameter, which it divides gradients by. */
interface SecondMoment {

    /** Takes the gradient in with weight 1 − {@code decay}, and divides it by the root of the second moment. */
    void normalise(double[] gradient, double decay, double epsilon);

    /** Adds the arrays of a parameter to the state. */
    static void prepare(OptimizerState state, String name, INDArray weight) {
        if (weight.rank() > 1) {
            state.zeros(weight, name + ".rows", weight.length() / weight.size(-1));
            state.zeros(weight, name + ".columns", weight.size(-1));
        } else {
            state.zeros(weight, name + ".v", weight.shape());
        }
    }

    /** The second moment of a parameter, on the arrays in the state. */
    static SecondMoment of(OptimizerState state, String name, INDArray like) {
        return like.rank() > 1
                ? new OfMatrix(state.get(name + ".rows"), state.get(name + ".columns"))
                : new OfVector(state.get(name + ".v"));
    }

    /** One number an element. */
    record OfVector(INDArray moment) implements SecondMoment {
        @Override
        public void normalise(double[] gradient, double decay, double epsilon) {
            double[] squares = new double[gradient.length];
            for (int i = 0; i < squares.length; i++) {
                squares[i] = gradient[i] * gradient[i] + epsilon;
            }
            blend(moment, squares, decay);
            for (int i = 0; i < squares.length; i++) {
                gradient[i] /= Math.sqrt(squares[i]);
            }
        }
    }

    /** One number a row and one a column: [n] and [m]. */
    record OfMatrix(INDArray rows, INDArray columns) implements SecondMoment {
        @Override
        public void normalise(double[] gradient, double decay, double epsilon) {
            int n = Math.toIntExact(rows.length());
            int m = Math.toIntExact(columns.length());
            double[] rowMeans = new double[n];
            double[] columnMeans = new double[m];
            for (int i = 0; i < gradient.length; i++) {
                double square = gradient[i] * gradient[i] + epsilon;
                rowMeans[i / m] += square / m;
                columnMeans[i % m] += square / n;
            }
            double mean = mean(blend(rows, rowMeans, decay));
            blend(columns, columnMeans, decay);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= Math.sqrt(rowMeans[i / m] / mean * columnMeans[i % m]);
            }
        }

        private static double mean(double[] values) {
            double sum = 0.0;
            for (double value : values) {
                sum += value;
            }
            return sum / values.length;
        }
    }

    /** {@code moment ← decay · moment + (1 − decay) · fresh}; {@code fresh} then holds the same. */
    private static double[] blend(INDArray moment, double[] fresh, double decay) {
        double[] old = moment.data().asDouble();
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = decay * old[i] + (1.0 - decay) * fresh[i];
        }
        moment.data().setData(fresh);
        return fresh;
    }
}
