package io.github.reformer4j.examples.report;

import io.github.reformer4j.block.RecordedAttention;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The pictures of hashing and attention: first of any vectors, then of a model that reads a text. */
public final class Attention {

    private static final int CHUNKS_OF_A_MAP = 3;

    private final Subject subject;
    private final int rounds;

    /** Of this subject. */
    public Attention(Subject subject) {
        this.subject = subject;
        rounds = subject.config().lsh().rounds();
    }

    /** Adds all of them to a page; says now and then how far it is. */
    public void addTo(Page page, Consumer<String> progress) {
        page.add(sphere());
        RecordedAttention entry = subject.chosen(subject.read(subject.ids().length, rounds));
        page.add(CollisionPicture.of(subject.config().headSize(), entry.bucketsPerRound(), subject.seed()));
        progress.accept("hashing done");
        addBuckets(page, entry);
        progress.accept("buckets of the text done");
        List<RecordedAttention> many = subject.read(subject.ids().length, Subject.MOST_ROUNDS);
        List<MassByRounds> layers = many.stream()
                .map(each -> {
                    MassByRounds mass = MassByRounds.of(each);
                    progress.accept("weights of " + MassFigure.name(mass) + " done");
                    return mass;
                })
                .toList();
        page.add(MassFigure.of(layers, rounds, subject.ids().length));
        page.add(map());
    }

    private Figure sphere() {
        BufferedImage picture = SpherePicture.of(subject.seed());
        return Figure.of(
                "sphere",
                "Each round cuts the sphere into other buckets",
                "Vectors of length 1, coloured by bucket; every column is a round with random directions of its own, the "
                        + "columns of its matrix R. Above, in two dimensions, a line is such a direction and its opposite, and a "
                        + "vector's bucket is the end that it lies nearest to, a long line drawing more than a short one. Two ringed points are 14° apart, the third is "
                        + "far from both: look whether the near pair stays together. Below, the same on a sphere in three "
                        + "dimensions. Neighbours usually share a colour, and what one border parts another round often joins.",
                picture);
    }

    private void addBuckets(Page page, RecordedAttention entry) {
        Occupancy occupancy = Occupancy.of(entry, subject.head(), 0);
        int bucket = occupancy.telling(entry.config().chunkLength());
        page.add(buckets(entry, occupancy, bucket));
        page.add(text(entry, occupancy, bucket));
        page.add(Figure.of(
                "order",
                "Sorted by bucket, far positions become neighbours",
                String.format(
                        Locale.ROOT,
                        "The same positions in the order in which the layer attends: each stripe, grey or white, is "
                                + "a chunk, and a position looks at those of its own stripe and of %s to its left that stand "
                                + "before it in the text. A stripe with dots at many heights brings distant parts of the text "
                                + "together; one long slanting line is a bucket that fills many chunks.",
                        entry.config().chunksBefore() == 1
                                ? "the one"
                                : entry.config().chunksBefore() + " stripes"),
                OrderPicture.of(entry.plan(0, subject.head(), 0, 1).order(), occupancy, bucket)));
    }

    private Figure buckets(RecordedAttention entry, Occupancy occupancy, int bucket) {
        List<Integer> positions = occupancy.positions().get(bucket);
        String title = String.format(
                Locale.ROOT,
                "Bucket %d joins %d positions, from %,d to %,d",
                bucket,
                positions.size(),
                positions.get(0),
                positions.get(positions.size() - 1));
        List<Integer> byFullness = occupancy.byFullness();
        String explanation = String.format(
                Locale.ROOT,
                "Layer %d, head %d, first round, in this very text: a mark for each position in the row of its bucket. %d of "
                        + "%d buckets hold nothing, the fullest holds %,d positions. The orange one is the fullest that fits into a "
                        + "chunk of %d.",
                subject.layer(),
                subject.head(),
                occupancy.empty(),
                entry.bucketsPerRound(),
                occupancy.positions().get(byFullness.get(0)).size(),
                entry.config().chunkLength());
        return Figure.of("buckets", title, explanation, BucketPicture.of(entry, occupancy, bucket));
    }

    private Figure text(RecordedAttention entry, Occupancy occupancy, int bucket) {
        BucketText text = new BucketText(subject.ids(), subject.tokenizer(), occupancy);
        String explanation = String.format(
                Locale.ROOT,
                "Coloured: what stands in bucket %d. Below, what is commonest in the fullest of the %d buckets (␣ is a blank, "
                        + "⏎ a line break): look whether a bucket gathers certain tokens or holds a bit of everything.",
                bucket,
                entry.bucketsPerRound());
        return new Figure(
                "text", "The text, and what its buckets hold", explanation, null, text.html(bucket) + text.table());
    }

    private Figure map() {
        int tokens = Math.min(
                subject.ids().length, CHUNKS_OF_A_MAP * subject.config().lsh().chunkLength());
        RecordedAttention entry = subject.chosen(subject.read(tokens, rounds));
        String explanation = String.format(
                Locale.ROOT,
                "The first %d tokens of the text read alone; layer %d, head %d. A row is a position that looks, a dark cell what "
                        + "it sees; cells right of the diagonal are the future. Where the right picture is dark too, hashing "
                        + "has found what exact attention looks at; what is not looked at, its weight goes to the others of "
                        + "the row. Shades go by the root of the weight, so that small ones show.",
                tokens,
                subject.layer(),
                subject.head());
        return Figure.of(
                "map",
                "Exact attention and what LSH finds of it, side by side",
                explanation,
                MapPicture.of(new HeadWeights(entry, subject.head()), rounds));
    }
}
