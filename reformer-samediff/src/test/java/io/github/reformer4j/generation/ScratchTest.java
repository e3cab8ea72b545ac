package io.github.reformer4j.generation;

import io.github.reformer4j.block.*;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.*;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.File;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.*;

@SuppressWarnings("all")
class ScratchTest {
    static final String DIR = "/work/shared/fixtures/reference/";

    @Test
    void fixtures() throws Exception {
        for (String name : List.of("decode_3", "decode_4")) {
            JsonNode json = new ObjectMapper().readTree(new File(DIR + name + "/case.json"));
            JsonNode c = json.get("config");
            List<AttentionKind> kinds = new ArrayList<>();
            c.get("attn_layers")
                    .forEach(n -> kinds.add(n.asText().equals("lsh") ? AttentionKind.LSH : AttentionKind.LOCAL));
            ReformerConfig config = new ReformerConfig(
                    40,
                    32,
                    2,
                    16,
                    kinds,
                    64,
                    Activation.RELU,
                    0,
                    0,
                    new Lsh(Buckets.of(4), 2, 16, 1, 0, 0, false, false),
                    new Local(16, 1, 0, 0),
                    new Positions(PositionKind.AXIAL, List.of(8, 16), List.of(12, 20)),
                    128,
                    true,
                    Semantics.REFERENCE,
                    0,
                    1e-12,
                    0.02,
                    0,
                    MemoryMode.STORE,
                    2);
            Map<String, INDArray> w = new LinkedHashMap<>();
            json.get("arrays").fields().forEachRemaining(e -> {
                if (!e.getKey().startsWith("param/")) return;
                INDArray a = Nd4j.createFromNpyFile(
                        new File(DIR + name + "/" + e.getValue().get("file").asText()));
                String k = e.getKey()
                        .substring(6)
                        .replace("reformer.", "")
                        .replace("encoder.", "")
                        .replace("dense.dense", "dense")
                        .replace("output.dense", "output")
                        .replace("word_embeddings", "word")
                        .replace("lm_head.decoder", "lm_head");
                if (k.contains("position_embeddings.weights.")) {
                    k = "embeddings.position." + k.charAt(k.length() - 1) + ".weight";
                    a = a.reshape(a.size(0) * a.size(1), a.size(2));
                } else if (a.rank() == 2 && !k.contains("embeddings")) {
                    a = a.transpose().dup('c');
                }
                w.put(k, a);
            });
            Weights weights = Weights.of(w);
            TokenModel model = new TokenModel(config, weights);
            List<AttentionCache> caches = new ArrayList<>();
            for (int i = 0; i < kinds.size(); i++) {
                Weights at = weights.at("layers." + i + ".attention.self_attention");
                caches.add(
                        kinds.get(i) == AttentionKind.LOCAL
                                ? RecentCache.local(
                                        new LocalAttentionConfig(32, 2, 16, 16, 1, 0, true, 0, Semantics.REFERENCE, 16),
                                        Projections.separate(at))
                                : new LshCache(
                                        new LshAttentionConfig(
                                                32,
                                                2,
                                                16,
                                                Buckets.of(4),
                                                2,
                                                16,
                                                1,
                                                0,
                                                true,
                                                0,
                                                Semantics.REFERENCE,
                                                false,
                                                false,
                                                16,
                                                List.of()),
                                        Projections.shared(at),
                                        new TokenHash(
                                                Nd4j.createFromNpyFile(
                                                        new File(DIR + name + "/rotations_layer" + i + ".npy")),
                                                new int[] {4})));
            }
            INDArray ids = Nd4j.createFromNpyFile(new File(DIR + name + "/input_ids.npy"));
            INDArray prefix = Nd4j.createFromNpyFile(new File(DIR + name + "/logits_prefix.npy"));
            INDArray steps = Nd4j.createFromNpyFile(new File(DIR + name + "/logits_steps.npy"));
            int p = (int) prefix.size(1);
            double worst = 0;
            for (int t = 0; t < ids.size(1); t++) {
                double[] l = model.next(ids.getInt(0, t), t, caches);
                double d = 0;
                for (int v = 0; v < 40; v++) {
                    double e = t < p ? prefix.getDouble(0, t, v) : steps.getDouble(t - p, v);
                    d = Math.max(d, Math.abs(e - l[v]));
                }
                if (d > 1e-4) System.out.println(name + " t=" + t + " diff " + d);
                worst = Math.max(worst, d);
            }
            System.out.println(name + " worst " + worst + " of " + steps.amaxNumber());
        }
    }

    @Test
    void speed() {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            int d = 256, h = 4, s = 64, layers = 6;
            List<AttentionKind> kinds = new ArrayList<>();
            Map<String, INDArray> w = new LinkedHashMap<>();
            w.put("embeddings.word.weight", n(type, 256, d));
            w.put("embeddings.position.weight", n(type, 8192, d));
            for (int i = 0; i < layers; i++) {
                kinds.add(i % 2 == 0 ? AttentionKind.LOCAL : AttentionKind.LSH);
                String p = "layers." + i + ".";
                for (String ln : List.of("attention.", "feed_forward.")) {
                    w.put(p + ln + "layer_norm.weight", Nd4j.ones(type, d));
                    w.put(p + ln + "layer_norm.bias", Nd4j.zeros(type, d));
                }
                for (String q : i % 2 == 0 ? List.of("query", "key", "value") : List.of("query_key", "value"))
                    w.put(p + "attention.self_attention." + q + ".weight", n(type, d, h * s));
                w.put(p + "attention.output.weight", n(type, h * s, d));
                w.put(p + "feed_forward.dense.weight", n(type, d, 4 * d));
                w.put(p + "feed_forward.dense.bias", n(type, 4 * d));
                w.put(p + "feed_forward.output.weight", n(type, 4 * d, d));
                w.put(p + "feed_forward.output.bias", n(type, d));
            }
            w.put("layer_norm.weight", Nd4j.ones(type, 2 * d));
            w.put("layer_norm.bias", Nd4j.zeros(type, 2 * d));
            w.put("lm_head.weight", n(type, 2 * d, 256));
            w.put("lm_head.bias", n(type, 256));
            Weights weights = Weights.of(w);
            ReformerConfig config = new ReformerConfig(
                    256,
                    d,
                    h,
                    s,
                    kinds,
                    4 * d,
                    Activation.GELU,
                    0,
                    0,
                    new Lsh(Buckets.of(64), 2, 64, 1, 0, 0, false, false),
                    new Local(64, 1, 0, 0),
                    new Positions(PositionKind.LEARNED, List.of(), List.of()),
                    8192,
                    true,
                    Semantics.PAPER,
                    0,
                    1e-12,
                    0.02,
                    0,
                    MemoryMode.STORE,
                    2);
            TokenModel model = new TokenModel(config, weights);
            List<AttentionCache> caches = new ArrayList<>();
            for (int i = 0; i < layers; i++) {
                Weights at = weights.at("layers." + i + ".attention.self_attention");
                caches.add(
                        kinds.get(i) == AttentionKind.LOCAL
                                ? RecentCache.local(LocalAttentionConfig.of(d, h, s, 64), Projections.separate(at))
                                : new LshCache(
                                        new LshAttentionConfig(
                                                d,
                                                h,
                                                s,
                                                Buckets.of(64),
                                                2,
                                                64,
                                                1,
                                                0,
                                                true,
                                                0,
                                                Semantics.PAPER,
                                                false,
                                                false,
                                                64,
                                                List.of()),
                                        Projections.shared(at),
                                        new TokenHash(n(type, h, s, 2, 32), new int[] {64})));
            }
            for (int k = 0; k < 8; k++) {
                long t0 = System.nanoTime();
                for (int t = 0; t < 250; t++) model.next(t % 256, k * 250 + t, caches);
                System.out.printf("%s %d: %.0f tokens/s%n", type, k * 250, 250 / ((System.nanoTime() - t0) * 1e-9));
            }
        }
    }

    static long key = 1;

    static INDArray n(DataType type, long... shape) {
        return Initializer.normal(0.1).create(type, key++, shape);
    }
}
