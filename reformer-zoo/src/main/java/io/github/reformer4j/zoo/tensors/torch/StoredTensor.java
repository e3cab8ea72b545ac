package io.github.reformer4j.zoo.tensors.torch;

import io.github.reformer4j.zoo.tensors.bytes.TensorView;

/**
 * A tensor of a file.
 *
 * @param storage where its numbers are
 * @param view how they lie there
 */
record StoredTensor(Storage storage, TensorView view) {}
