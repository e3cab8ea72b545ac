package io.github.reformer4j.model;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;

/** A configuration in the making: another one, of which some components change. */
final class ConfigDraft {

    private final ReformerConfig from;
    private int vocabularySize;
    private List<AttentionKind> attentionLayers;
    private Lsh lsh;
    private Local local;
    private Positions positions;
    private int maxPositions;
    private Semantics semantics;
    private double hiddenDropout;
    private MemoryMode memory;

    ConfigDraft(ReformerConfig from) {
        this.from = from;
        this.vocabularySize = from.vocabularySize();
        this.attentionLayers = from.attentionLayers();
        this.lsh = from.lsh();
        this.local = from.local();
        this.positions = from.positions();
        this.maxPositions = from.maxPositions();
        this.semantics = from.semantics();
        this.hiddenDropout = from.hiddenDropout();
        this.memory = from.memory();
    }

    ConfigDraft vocabularySize(int size) {
        vocabularySize = size;
        return this;
    }

    ConfigDraft attentionLayers(List<AttentionKind> kinds) {
        attentionLayers = kinds;
        return this;
    }

    ConfigDraft buckets(Buckets buckets) {
        return lsh(buckets, lsh.rounds(), lsh.dropout());
    }

    ConfigDraft rounds(int rounds) {
        return lsh(lsh.buckets(), rounds, lsh.dropout());
    }

    /** Dropout of attention weights in layers of either kind. */
    ConfigDraft attentionDropout(double dropout) {
        local = new Local(local.chunkLength(), local.chunksBefore(), local.chunksAfter(), dropout);
        return lsh(lsh.buckets(), lsh.rounds(), dropout);
    }

    ConfigDraft hiddenDropout(double dropout) {
        hiddenDropout = dropout;
        return this;
    }

    ConfigDraft positions(Positions embedding) {
        positions = embedding;
        return this;
    }

    ConfigDraft maxPositions(int positions) {
        maxPositions = positions;
        return this;
    }

    ConfigDraft semantics(Semantics definition) {
        semantics = definition;
        return this;
    }

    ConfigDraft memory(MemoryMode mode) {
        memory = mode;
        return this;
    }

    private ConfigDraft lsh(Buckets buckets, int rounds, double dropout) {
        lsh = new Lsh(
                buckets,
                rounds,
                lsh.chunkLength(),
                lsh.chunksBefore(),
                lsh.chunksAfter(),
                dropout,
                lsh.withinBucket(),
                lsh.correctDuplicates());
        return this;
    }

    ReformerConfig toConfig() {
        return new ReformerConfig(
                vocabularySize,
                from.hiddenSize(),
                from.heads(),
                from.headSize(),
                attentionLayers,
                from.feedForwardSize(),
                from.activation(),
                from.feedForwardChunk(),
                from.lossChunk(),
                lsh,
                local,
                positions,
                maxPositions,
                from.causal(),
                semantics,
                hiddenDropout,
                from.layerNormEpsilon(),
                from.initializerRange(),
                from.padToken(),
                memory,
                from.labels());
    }
}
