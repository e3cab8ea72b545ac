/** Safetensors files, and files in several parts with an index. */
package io.github.reformer4j.zoo.tensors.safe;
