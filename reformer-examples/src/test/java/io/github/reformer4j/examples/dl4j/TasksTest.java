package io.github.reformer4j.examples.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The examples that the pipelines learn from. */
class TasksTest {

    private static final int LENGTH = 128;

    @TestFactory
    Stream<DynamicTest> anExampleIsAFunctionOfSeedAndNumber() {
        List<Task> tasks = List.of(
                new GluedStories(LENGTH),
                new EventLog(LENGTH),
                new WeeklySeries(LENGTH),
                new NamedKinds(LENGTH, true),
                new NamedKinds(LENGTH, false));
        return tasks.stream()
                .map(task -> DynamicTest.dynamicTest(task.toString(), () -> {
                    DataSet several = task.draw(7, 10, 3);
                    DataSet one = task.draw(7, 12, 1);
                    assertThat(several.getFeatures().slice(2))
                            .isEqualTo(one.getFeatures().slice(0));
                    assertThat(several.getLabels().slice(2))
                            .isEqualTo(one.getLabels().slice(0));
                    assertThat(task.draw(8, 12, 1).getFeatures()).isNotEqualTo(one.getFeatures());
                }));
    }

    @Test
    void theHalvesOfOneStoryShareTheirNamesAndThoseOfTwoDoNot() {
        DataSet documents = new GluedStories(LENGTH).draw(1, 0, 40);
        Set<Integer> classes = new HashSet<>();
        for (int row = 0; row < 40; row++) {
            Set<Integer> shared = names(documents.getFeatures(), row, 0, LENGTH / 2);
            assertThat(shared).hasSize(LENGTH / 16);
            shared.retainAll(names(documents.getFeatures(), row, LENGTH / 2, LENGTH));
            boolean glued = documents.getLabels().getDouble(row, 1) == 1.0;
            assertThat(shared).hasSize(glued ? 0 : LENGTH / 16);
            classes.add(glued ? 1 : 0);
        }
        assertThat(classes).hasSize(2);
    }

    private static Set<Integer> names(INDArray words, int row, int from, int to) {
        Set<Integer> names = new HashSet<>();
        for (int i = from; i < to; i++) {
            int word = words.getInt(row, 0, i);
            if (word >= GluedStories.FILLERS) {
                names.add(word);
            }
        }
        return names;
    }

    @Test
    void theTagOfAnOpenedRequestSaysWhetherItsNumberComesBack() {
        DataSet logs = new EventLog(LENGTH).draw(3, 0, 4);
        for (int row = 0; row < 4; row++) {
            for (int i = 0; i < LENGTH; i++) {
                if (logs.getLabelsMaskArray().getDouble(row, i) == 1.0) {
                    assertThat(comesBack(logs.getFeatures(), row, i))
                            .isEqualTo(logs.getLabels().getDouble(row, 1, i) == 1.0);
                }
            }
        }
    }

    private static boolean comesBack(INDArray events, int row, int step) {
        for (int later = step + 1; later < LENGTH; later++) {
            boolean same = true;
            for (int sign = 0; sign < EventLog.DEPTH - 2 && same; sign++) {
                same = events.getDouble(row, sign, step) == events.getDouble(row, sign, later);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whatIsToBeForecastIsNotTold() {
        DataSet series = new WeeklySeries(LENGTH).draw(5, 0, 2);
        for (int i = 0; i < LENGTH; i++) {
            boolean asked = i >= LENGTH - WeeklySeries.HORIZON;
            assertThat(series.getLabelsMaskArray().getDouble(1, i)).isEqualTo(asked ? 1.0 : 0.0);
            assertThat(series.getFeatures().getDouble(1, 0, i))
                    .isEqualTo(asked ? 0.0 : series.getLabels().getDouble(1, 0, i));
        }
    }
}
