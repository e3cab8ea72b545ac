package io.github.reformer4j.reference;

import java.util.Map;

/** Which handler runs which kind of reference case. */
final class CaseHandlers {

    /** Saved models in another library's containers: they are read, and their cases run, in the module of the zoo. */
    static final String CHECKPOINT = "checkpoint";

    private CaseHandlers() {}

    static Map<String, CaseHandler> byKind() {
        return Map.ofEntries(
                Map.entry("lsh_self_attention", LshLayerCases::check),
                Map.entry("local_self_attention", LocalLayerCases::check),
                Map.entry("model_lm", ModelCases::check),
                Map.entry("model_mlm", ModelCases::check),
                Map.entry("model_cls", ModelCases::check),
                Map.entry("model_qa", ModelCases::check),
                Map.entry("decode", DecodeCases::check));
    }
}
