/** Models on disk: safetensors, and our own format of configuration, tokenizer, provenance and weights around it. */
package io.github.reformer4j.checkpoint;
