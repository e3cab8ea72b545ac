package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.TextDecoder;
import io.github.reformer4j.data.Tokenizer;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Continues a prompt with a language model, token by token, and hands the text on as it becomes certain. */
public final class TextGenerator {

    /** What an empty prompt starts from: a model needs one token to predict the next. */
    private static final String EMPTY_PROMPT = "\n";

    private final LongFunction<Decoder> decoders;
    private final Tokenizer tokenizer;

    /**
     * A generator.
     *
     * @param decoders makes a decoder for one text from its seed
     * @param tokenizer of the model
     */
    public TextGenerator(LongFunction<Decoder> decoders, Tokenizer tokenizer) {
        this.decoders = decoders;
        this.tokenizer = tokenizer;
    }

    /**
     * Continues the prompt.
     *
     * @param prompt its text; an empty one starts from a line break
     * @param config what to generate
     * @param stream gets the text piece by piece, each of whole characters; bytes of an incomplete character, and what may
     *     begin a stop sequence, wait for the next piece
     */
    public Generated generate(String prompt, GenerationConfig config, Consumer<String> stream) {
        int[] ids = tokenizer.encode(prompt.isEmpty() ? EMPTY_PROMPT : prompt);
        require(ids.length > 0, "the tokenizer makes no token of the prompt '%s'; give a longer prompt", prompt);
        Decoder decoder = decoders.apply(config.seed());
        requireFits(ids, decoder);
        return new Run(decoder, tokenizer, ids, config, stream).toEnd();
    }

    private static void requireFits(int[] ids, Decoder decoder) {
        require(
                ids.length <= decoder.maxPositions(),
                "the prompt has %d tokens and the model holds %d positions; shorten the prompt",
                ids.length,
                decoder.maxPositions());
        for (int i = 0; i < ids.length; i++) {
            require(
                    ids[i] >= 0 && ids[i] < decoder.vocabularySize(),
                    "token %d of the prompt has id %d and the model's vocabulary ends at %d; "
                            + "use the tokenizer that the model was trained with",
                    i,
                    ids[i],
                    decoder.vocabularySize() - 1);
        }
    }

    /** One generation. */
    private static final class Run {
        private final Decoder decoder;
        private final int textTokens;
        private final TextDecoder textDecoder;
        private final int[] prompt;
        private final GenerationConfig config;
        private final Consumer<String> stream;
        private final StopFilter filter;
        private final StringBuilder text = new StringBuilder();
        private final BitSet occurred = new BitSet();
        private int tokens;
        private int newest;

        Run(Decoder decoder, Tokenizer tokenizer, int[] prompt, GenerationConfig config, Consumer<String> stream) {
            this.decoder = decoder;
            textTokens = tokenizer.vocabularySize();
            textDecoder = tokenizer.decoder();
            this.prompt = prompt;
            this.config = config;
            this.stream = stream;
            filter = new StopFilter(config.stopSequences());
        }

        Generated toEnd() {
            for (int id : prompt) {
                occurred.set(id);
            }
            while (!filter.stopped() && tokens < config.maxTokens() && hasRoom()) {
                step();
            }
            emit(filter.accept(textDecoder.finish()));
            emit(filter.finish());
            return new Generated(text.toString(), prompt.length, tokens, reason());
        }

        private void step() {
            double[] logits = (tokens == 0 ? decoder.ingest(new int[][] {prompt}) : decoder.next(newest))[0];
            forbidWhatIsNoText(logits);
            newest = Sampler.next(logits, occurred, config.sampling(), config.seed(), tokens);
            occurred.set(newest);
            tokens++;
            emit(filter.accept(textDecoder.next(newest)));
        }

        /** A model may have more ids than its tokenizer. */
        private void forbidWhatIsNoText(double[] logits) {
            for (int id = textTokens; id < logits.length; id++) {
                logits[id] = Double.NEGATIVE_INFINITY;
            }
        }

        private boolean hasRoom() {
            return prompt.length + tokens < decoder.maxPositions();
        }

        private Generated.Reason reason() {
            if (filter.stopped()) {
                return Generated.Reason.STOP_SEQUENCE;
            }
            return tokens == config.maxTokens() ? Generated.Reason.MAX_TOKENS : Generated.Reason.MAX_POSITIONS;
        }

        private void emit(String piece) {
            if (!piece.isEmpty()) {
                text.append(piece);
                stream.accept(piece);
            }
        }
    }
}
