package io.github.reformer4j.data;

/** A kind of tokenizer of another module, which {@link Tokenizers} finds as a service and reads checkpoints with. */
public interface TokenizerForm {

    /** The {@link Tokenizer#name} of this kind. */
    String type();

    /**
     * The tokenizer whose {@link Tokenizer#toJson} this is.
     *
     * @throws IllegalArgumentException with a sentence where it is none of this kind
     */
    Tokenizer read(String json);
}
