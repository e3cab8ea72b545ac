package io.github.reformer4j.spark;

import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;

/**
 * Synchronous parameter averaging: every worker trains a copy of the network on its own batches, then parameters and the
 * state of the updater are averaged and sent out again.
 *
 * @param workers that train at the same time, which are the partitions of the data
 * @param batchSize examples of a batch of one worker
 * @param frequency batches between two averagings
 * @param epochs times that the data are gone through
 * @param seed of the draw that deals a partition's examples out to averagings
 */
record Averaging(int workers, int batchSize, int frequency, int epochs, long seed) {

    /**
     * Deeplearning4j's own master. The partitions stay as they are: a shuffle would hand a worker its examples in the order
     * in which they arrive, so that no two runs were equal.
     */
    ParameterAveragingTrainingMaster master(TrainingHook... hooks) {
        return new ParameterAveragingTrainingMaster.Builder(workers, 1)
                .batchSizePerWorker(batchSize)
                .averagingFrequency(frequency)
                .saveUpdater(true)
                .rngSeed(seed)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .repartionData(Repartition.Never)
                .storageLevel(StorageLevel.MEMORY_ONLY_SER())
                .trainingHooks(hooks)
                .build();
    }

    /** Averagings in an epoch over so many examples. */
    int averagings(int examples) {
        return examples / (workers * batchSize * frequency);
    }
}
