/** SentencePiece's models of pairs: text to pieces and back, from {@code spiece.model}, without native code. */
package io.github.reformer4j.zoo.sentencepiece;
