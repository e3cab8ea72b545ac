/** Tokenizers, corpora and batches. */
package io.github.reformer4j.data;
