/** Models in the format of Hugging Face's transformers: {@code config.json}, weights, and the tokenizer beside them. */
package io.github.reformer4j.zoo.huggingface;
