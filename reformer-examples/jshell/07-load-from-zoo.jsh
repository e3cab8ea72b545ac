// Load from the zoo
//
// The zoo is an index of pretrained models by name. Some come with the library; others are downloaded once, checked,
// and kept in a cache. This script takes one that is bundled, so it needs no network.

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Reformers;
import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.index.ModelEntry;

// What there is.

for (ModelEntry entry : Zoo.standard().index().entries()) {
    System.out.printf("%-40s %s%n", entry.id(), entry.isBundled() ? "bundled" : "to be fetched");
}

// One line loads a model. Its entry says where it comes from and what was measured.

PretrainedModel model = Reformers.load("english-small");
System.out.println(model.entry().description());
System.out.println("licence " + model.entry().licence().name() + ", " + model.entry().metrics());
ReformerConfig config = model.model().config();
System.out.println(String.format("%d layers of depth %d, up to %,d positions",
        config.attentionLayers().size(), config.hiddenSize(), config.maxPositions()));

// Does it know English? Bits per byte say how surprised it is by a text; words in another order surprise it more,
// and what is no language most of all.

double bits(String text) {
    Batch batch = Batch.causal(new int[][] {model.tokenizer().encode(text)});
    return model.model().loss(batch, Step.inference(1)).bits();
}

for (String text : new String[] {
    "The people of the United States have a right to know the state of the Union.",
    "State know of the a Union right the the to have States of people the United.",
    "xq zjv kwpf bdt mrgh qzx vvk jjw plt ggh xcn bqz wkd fjx tzq hhv mbk rrx qpd"
}) {
    System.out.printf("%.2f bits per byte: %s%n", bits(text), text);
}

// `Zoo.builder()` chooses another cache, an index of one's own, or no network at all.

model.close();
