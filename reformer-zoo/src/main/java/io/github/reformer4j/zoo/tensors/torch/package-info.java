/** Files that PyTorch's {@code torch.save} writes: the zip format, and the one before version 1.6. */
package io.github.reformer4j.zoo.tensors.torch;
