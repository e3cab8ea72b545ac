package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketOrderTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void equalsAStableSortAfterEveryPosition(long seed) {
        int buckets = (int) (1 + seed * seed * 7);
        BucketOrder order = new BucketOrder(buckets);
        int[] bucketOf = new int[150];
        for (int n = 1; n <= bucketOf.length; n++) {
            int bucket = (int) (CounterRandom.uniform(seed, n) * buckets);
            bucketOf[n - 1] = bucket;
            int place = order.add(bucket);
            int[] sorted = sort(bucketOf, n);
            assertThat(order.size()).isEqualTo(n);
            assertThat(sorted[place]).isEqualTo(n - 1);
            assertThat(read(order, 0, n)).containsExactly(sorted);
            assertThat(order.start(bucket)).isEqualTo(below(bucketOf, n, bucket));
            assertThat(order.end(bucket)).isEqualTo(place + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void placesCountModuloTheNumberOfPositions(long seed) {
        BucketOrder order = new BucketOrder(6);
        int[] bucketOf = new int[20];
        for (int i = 0; i < 20; i++) {
            bucketOf[i] = (int) (CounterRandom.uniform(seed, i) * 6);
            order.add(bucketOf[i]);
        }
        int[] sorted = sort(bucketOf, 20);
        int[] expected =
                IntStream.range(-16, 32).map(i -> sorted[Math.floorMod(i, 20)]).toArray();
        assertThat(read(order, -16, 48)).containsExactly(expected);
    }

    @Test
    void readingFromNothingIsOurFault() {
        assertThatThrownBy(() -> read(new BucketOrder(2), 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an empty order of buckets has nothing to read, asked for 1 places");
    }

    private static int[] read(BucketOrder order, int from, int count) {
        int[] into = new int[count];
        assertThat(order.read(from, count, into, 0)).isEqualTo(count);
        return into;
    }

    private static int[] sort(int[] bucketOf, int n) {
        return IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingInt(i -> bucketOf[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long below(int[] bucketOf, int n, int bucket) {
        return IntStream.range(0, n).filter(i -> bucketOf[i] < bucket).count();
    }
}
