package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

    private static final BitSet NOTHING = new BitSet();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theNucleusIsTheSmallestSetWhoseMassReachesItsShare(long seed) {
        double[] weights = weights(seed, 97);
        for (double share : new double[] {0.1, 0.5, 0.9, 0.99}) {
            double[] kept = weights.clone();
            Candidates.keepNucleus(kept, share);
            double keptMass = Candidates.mass(kept) / Candidates.mass(weights);
            double smallest = IntStream.range(0, kept.length)
                    .mapToDouble(id -> kept[id])
                    .filter(weight -> weight > 0.0)
                    .min()
                    .orElseThrow();
            assertThat(keptMass).isGreaterThanOrEqualTo(share);
            assertThat(keptMass - smallest / Candidates.mass(weights)).isLessThan(share);
            assertThat(IntStream.range(0, kept.length).filter(id -> kept[id] == 0.0))
                    .allMatch(id -> weights[id] <= smallest);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void topKKeepsTheKMostProbable(long seed) {
        double[] weights = weights(seed, 50);
        for (int k : new int[] {1, 7, 50, 60}) {
            double[] kept = weights.clone();
            Candidates.keepGreatest(kept, k);
            assertThat(IntStream.range(0, 50).filter(id -> kept[id] > 0.0)).hasSize(Math.min(k, 50));
        }
    }

    @Test
    void amongEqualsTheLowestIdsStay() {
        double[] weights = {1, 2, 2, 2, 1};
        Candidates.keepGreatest(weights, 2);
        assertThat(weights).containsExactly(0, 2, 2, 0, 0);
        assertThat(Sampler.next(new double[] {1, 3, 3}, NOTHING, Sampling.greedy(), 0, 0))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1.0", "0.5", "2.0"})
    void drawsFollowTheProbabilities(double temperature) {
        double[] logits = {0.0, 1.0, -1.0, 0.5};
        double[] expected = logits.clone();
        Candidates.soften(expected, temperature);
        double mass = Candidates.mass(expected);
        int draws = 20_000;
        double[] counts = new double[4];
        for (int i = 0; i < draws; i++) {
            counts[Sampler.next(logits, NOTHING, Sampling.random().withTemperature(temperature), 7, i)]++;
        }
        for (int id = 0; id < 4; id++) {
            // four standard deviations of a share of 20,000 draws
            assertThat(counts[id] / draws).isCloseTo(expected[id] / mass, within(0.0142));
        }
    }

    @Test
    void topPAndTopKBoundWhatIsDrawn() {
        double[] logits = {Math.log(0.5), Math.log(0.4), Math.log(0.06), Math.log(0.04)};
        assertThat(drawn(logits, Sampling.random().withTopP(0.9))).containsExactlyInAnyOrder(0, 1);
        assertThat(drawn(logits, Sampling.random().withTopP(0.91))).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(drawn(logits, Sampling.random().withTopK(3))).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(drawn(logits, Sampling.random().withTopP(1e-9))).containsExactly(0);
    }

    @Test
    void theSameSeedAndIndexGiveTheSameToken() {
        double[] logits = new double[1000];
        Set<Integer> byIndex = new HashSet<>();
        Set<Integer> bySeed = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            int token = Sampler.next(logits, NOTHING, Sampling.random(), 3, i);
            assertThat(Sampler.next(logits, NOTHING, Sampling.random(), 3, i)).isEqualTo(token);
            byIndex.add(token);
            bySeed.add(Sampler.next(logits, NOTHING, Sampling.random(), i, 0));
        }
        assertThat(byIndex).hasSizeGreaterThan(40);
        assertThat(bySeed).hasSizeGreaterThan(40);
    }

    @Test
    void thePenaltyMakesAPositiveAndANegativeLogitSmaller() {
        BitSet occurred = new BitSet();
        occurred.set(0);
        occurred.set(7); // outside of the vocabulary
        Sampling penalised = Sampling.greedy().withRepetitionPenalty(2.0);
        assertThat(Sampler.next(new double[] {3.0, 1.6}, occurred, penalised, 0, 0))
                .isEqualTo(1);
        assertThat(Sampler.next(new double[] {3.0, 1.4}, occurred, penalised, 0, 0))
                .isEqualTo(0);
        assertThat(Sampler.next(new double[] {-1.0, -1.9}, occurred, penalised, 0, 0))
                .isEqualTo(1);
    }

    @Test
    void aLogitThatIsNotFiniteIsNamed() {
        assertThatThrownBy(() -> Sampler.next(new double[] {1.0, Double.NaN, 2.0}, NOTHING, Sampling.greedy(), 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the greatest logit of token 4 is NaN (id 1); the weights of the model are not finite");
    }

    @Test
    void everyInvalidValueHasItsSentence() {
        assertThatThrownBy(() -> Sampling.greedy().withTemperature(-1))
                .hasMessage("temperature must not be negative (0: the most probable token), got -1.0");
        assertThatThrownBy(() -> Sampling.greedy().withTopK(-3))
                .hasMessage("topK must not be negative (0: all tokens), got -3");
        assertThatThrownBy(() -> Sampling.greedy().withTopP(0))
                .hasMessage("topP must lie in (0, 1] (1: all tokens), got 0.0");
        assertThatThrownBy(() -> Sampling.greedy().withTopP(Double.NaN))
                .hasMessage("topP must lie in (0, 1] (1: all tokens), got NaN");
        assertThatThrownBy(() -> Sampling.greedy().withRepetitionPenalty(0))
                .hasMessage("repetitionPenalty must be positive (1: none), got 0.0");
    }

    private static Set<Integer> drawn(double[] logits, Sampling sampling) {
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            ids.add(Sampler.next(logits, NOTHING, sampling, 11, i));
        }
        return ids;
    }

    private static double[] weights(long seed, int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.exp(2.0 * CounterRandom.gaussian(seed, i)))
                .toArray();
    }
}
