package io.github.reformer4j.reference;

import static io.github.reformer4j.check.Check.require;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** One folder with a {@code case.json} and a {@code .npy} file per array, as FORMAT.md beside the cases describes it. */
final class ReferenceCase {

    /** Below this an array in double that sums to zero exactly holds rounding alone. */
    private static final double ROUNDING = 1e-12;

    /** The same in single precision. */
    private static final double SINGLE_ROUNDING = 1e-6;

    private final Path folder;
    private final JsonNode json;

    private ReferenceCase(Path folder, JsonNode json) {
        this.folder = folder;
        this.json = json;
    }

    static ReferenceCase read(Path folder) {
        try {
            JsonNode json = new ObjectMapper()
                    .readTree(folder.resolve(ReferenceCases.FILE).toFile());
            return new ReferenceCase(folder, json);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the reference case " + folder, failure);
        }
    }

    Path folder() {
        return folder;
    }

    String name() {
        return json.path("name").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String notes() {
        return json.path("notes").asText();
    }

    /** The whole configuration, with the key names of a Reformer's {@code config.json}. */
    JsonNode config() {
        return json.path("config");
    }

    int integer(String key) {
        return required(key).asInt();
    }

    double number(String key) {
        return required(key).asDouble();
    }

    boolean flag(String key) {
        return required(key).asBoolean();
    }

    /** A number or a list of numbers; none where the value is null or absent. */
    int[] integers(String key) {
        JsonNode value = config().path(key);
        if (value.isNumber()) {
            return new int[] {value.asInt()};
        }
        int[] values = new int[value.size()];
        Arrays.setAll(values, i -> value.get(i).asInt());
        return values;
    }

    List<String> texts(String key) {
        List<String> values = new ArrayList<>();
        required(key).forEach(value -> values.add(value.asText()));
        return values;
    }

    /** The names of all arrays, in the order of the file. */
    List<String> arrays() {
        List<String> names = new ArrayList<>();
        json.path("arrays").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The names of the arrays with this role: input, parameter, intermediate, expected or expected_exact. */
    List<String> arrays(String role) {
        return arrays().stream().filter(name -> role(name).equals(role)).toList();
    }

    boolean has(String name) {
        return json.path("arrays").has(name);
    }

    String role(String name) {
        return entry(name).path("role").asText();
    }

    long[] shape(String name) {
        return file(name).shape();
    }

    /** A {@code float32} array of the case as a new array of the given type. */
    INDArray array(String name, DataType type) {
        NpyFile file = file(name);
        INDArray array = Nd4j.createUninitialized(type, file.shape(), 'c');
        if (type == DataType.FLOAT) {
            array.data().setData(file.floats());
        } else {
            float[] values = file.floats();
            double[] wide = new double[values.length];
            Arrays.setAll(wide, i -> values[i]);
            array.data().setData(wide);
        }
        return array;
    }

    /** The values in C order of a {@code float32} array. */
    float[] floats(String name) {
        return file(name).floats();
    }

    /** The values in C order of an {@code int32} array. */
    int[] ints(String name) {
        return file(name).ints();
    }

    /**
     * Fails unless max |a − b| ≤ tolerance · max |b|, where b is the expected array of this name or, where the case has
     * one, its counterpart {@code exact/NAME} in float64. Where the latter is nothing but rounding of zero, ours must be so.
     */
    void assertMatches(String name, INDArray actual, double tolerance) {
        Deviation deviation = Deviation.of(actual, file(name));
        String exact = "exact/" + name;
        if (has(exact) && Deviation.of(actual, file(exact)).magnitude() < ROUNDING) {
            assertThat(actual.amaxNumber().doubleValue())
                    .as(name() + ": " + name + " is zero")
                    .isLessThan(SINGLE_ROUNDING);
            return;
        }
        if (!deviation.within(tolerance) && has(exact)) {
            Deviation fromExact = Deviation.of(actual, file(exact));
            if (!fromExact.within(tolerance)) {
                throw new AssertionError(deviation.message(this.name() + ": " + name, tolerance) + "; "
                        + fromExact.message(exact, tolerance));
            }
        } else if (!deviation.within(tolerance)) {
            throw new AssertionError(deviation.message(this.name() + ": " + name, tolerance));
        }
    }

    /** Fails unless the loss is within a relative tolerance of the case's loss in float32 or in float64. */
    void assertLossMatches(double actual, double tolerance) {
        double expected = json.path("loss").asDouble(Double.NaN);
        double exact = json.path("loss_exact").asDouble(expected);
        boolean matches = Math.abs(actual - expected) <= tolerance * Math.abs(expected)
                || Math.abs(actual - exact) <= tolerance * Math.abs(exact);
        if (!matches) {
            throw new AssertionError(String.format(
                    "%s: loss is %.9g, expected %.9g (exactly %.9g) within %.1e of it",
                    name(), actual, expected, exact, tolerance));
        }
    }

    @Override
    public String toString() {
        return name();
    }

    private JsonNode required(String key) {
        JsonNode value = config().path(key);
        require(!value.isMissingNode(), "the configuration of %s has no %s, it has %s", folder, key, config());
        return value;
    }

    private JsonNode entry(String name) {
        require(has(name), "%s has no array %s, it has %s", folder, name, arrays());
        return json.path("arrays").path(name);
    }

    private NpyFile file(String name) {
        Path path = folder.resolve(entry(name).path("file").asText());
        require(Files.isRegularFile(path), "the array %s has no file %s", name, path);
        try {
            return NpyFile.read(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path, failure);
        }
    }
}
