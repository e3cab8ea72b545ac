package io.github.reformer4j.zoo.tensors.torch;

import io.github.reformer4j.checkpoint.TensorType;

/**
 * Numbers that one or several tensors show.
 *
 * @param key its name in the file
 * @param type of its numbers
 * @param numbers how many
 */
record Storage(String key, TensorType type, long numbers) {

    long bytes() {
        return numbers * type.bytes();
    }
}
