package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import java.util.List;

/** Values of known keys that mean what our models do not do; each gets a sentence, so that no model computes something else. */
final class ConfigLimits {

    private static final String MODEL_TYPE = "reformer";

    /** Begin and end. */
    private static final int SPAN_LABELS = 2;

    private ConfigLimits() {}

    static void check(JsonFields fields, Task task) {
        requireReformer(fields);
        requireTask(fields, task);
        requireLayers(fields);
        requireUntied(fields, task);
        requireOff(
                fields, "is_encoder_decoder", "the model has an encoder and a decoder; import a decoder or an encoder");
        requireOff(fields, "add_cross_attention", "the layers would attend to a second sequence, which ours do not");
        requireOff(fields, "sinusoidal_pos_embds", "transformers itself ignores it and has no such positions");
        require(
                !fields.has("hash_seed"),
                "hash_seed of %s is %s: its rotations come from torch's generator, ours from the seed of a call; set it to "
                        + "null, as for every use but tests",
                fields.file(),
                fields.shown("hash_seed"));
        require(
                fields.sizeOf("pruned_heads") <= 0,
                "pruned_heads of %s takes heads out of some layers; import a model whose layers are alike",
                fields.file());
        if (task == Task.SEQUENCE_CLASSIFICATION) {
            requireClassifier(fields);
        }
        require(
                task != Task.QUESTION_ANSWERING || ConfigReader.labels(fields) == SPAN_LABELS,
                "a model that answers questions has %d labels, begin and end, got %d in %s",
                SPAN_LABELS,
                ConfigReader.labels(fields),
                fields.file());
    }

    static void requireReformer(JsonFields fields) {
        String type = fields.text("model_type", "none");
        require(type.equals(MODEL_TYPE), "%s has model_type '%s'; only '%s' is read", fields.file(), type, MODEL_TYPE);
    }

    private static void requireTask(JsonFields fields, Task task) {
        List<String> named = fields.texts("architectures", List.of());
        require(
                named.isEmpty() || named.contains(task.architecture()),
                "%s describes %s, asked for was %s; load it as what it is",
                fields.file(),
                named,
                task.architecture());
        boolean causal = fields.flag("is_decoder", false);
        require(
                task != Task.LANGUAGE_MODEL || causal,
                "is_decoder of %s is false, but a language model sees only what stands before; set it to true",
                fields.file());
        require(
                task != Task.MASKED_LANGUAGE_MODEL || !causal,
                "is_decoder of %s is true, but a masked language model sees both sides; set it to false",
                fields.file());
    }

    private static void requireLayers(JsonFields fields) {
        if (fields.has("num_hidden_layers") && fields.has("attn_layers")) {
            int counted = fields.integer("num_hidden_layers", 0);
            int named = fields.texts("attn_layers", List.of()).size();
            require(
                    counted == named,
                    "num_hidden_layers of %s is %d, but attn_layers names %d layers; make them agree",
                    fields.file(),
                    counted,
                    named);
        }
    }

    private static void requireUntied(JsonFields fields, Task task) {
        boolean hasVocabularyHead = task == Task.LANGUAGE_MODEL || task == Task.MASKED_LANGUAGE_MODEL;
        require(
                !hasVocabularyHead || !fields.flag("tie_word_embeddings", false),
                "tie_word_embeddings of %s is true, but a Reformer's head reads both streams and is twice as deep as its "
                        + "embedding; set it to false",
                fields.file());
    }

    private static void requireOff(JsonFields fields, String key, String meaning) {
        require(!fields.flag(key, false), "%s of %s is true: %s", key, fields.file(), meaning);
    }

    private static void requireClassifier(JsonFields fields) {
        double hidden = fields.number("hidden_dropout_prob", 0.05);
        double classifier = fields.number("classifier_dropout", hidden);
        require(
                classifier == hidden,
                "classifier_dropout of %s is %s, but our head drops as its layers do (hidden_dropout_prob %s); set it to "
                        + "null: it matters in training only",
                fields.file(),
                classifier,
                hidden);
        String problem = fields.text("problem_type", "single_label_classification");
        require(
                problem.equals("single_label_classification"),
                "problem_type of %s is '%s', but our loss is that of one class of several; remove it to get the logits",
                fields.file(),
                problem);
    }
}
