package io.github.reformer4j.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Buckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The automatic choice of buckets agrees with every entry of the list, here and in the named folder. */
class AutomaticBucketsTest {

    private static final String FILE = "num_buckets_auto.json";

    @TestFactory
    Stream<DynamicTest> theAutomaticChoiceAgrees() throws IOException {
        Stream<DynamicTest> ours = entries(ReferenceCases.resources(), "");
        String named = ReferenceCases.namedFolder();
        boolean more = !named.isBlank() && Files.isRegularFile(Path.of(named, FILE));
        return more ? Stream.concat(ours, entries(Path.of(named), " of " + ReferenceCases.PROPERTY)) : ours;
    }

    private static Stream<DynamicTest> entries(Path folder, String suffix) throws IOException {
        JsonNode list = new ObjectMapper().readTree(folder.resolve(FILE).toFile());
        assertThat(list).as(FILE).isNotEmpty();
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> DynamicTest.dynamicTest("automatic buckets " + i + suffix, () -> check(list.get(i))));
    }

    private static void check(JsonNode entry) {
        Buckets buckets = Buckets.automatic(entry.get("max_position_embeddings").asInt());
        int length = entry.get("length").asInt();
        int chunk = entry.get("lsh_attn_chunk_length").asInt();
        assertThat(buckets.factorsFor(length, chunk))
                .as(entry.toString())
                .containsExactly(factors(entry.get("num_buckets")));
    }

    private static int[] factors(JsonNode value) {
        if (value.isInt()) {
            return new int[] {value.asInt()};
        }
        int[] factors = new int[value.size()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = value.get(i).asInt();
        }
        return factors;
    }
}
