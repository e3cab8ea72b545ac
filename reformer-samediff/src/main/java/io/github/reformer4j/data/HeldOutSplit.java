package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.CounterRandom;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What is held out: of several files those whose name hashes into the lowest twentieth, of one file its last twentieth.
 * A file keeps its side when other files come and go.
 */
final class HeldOutSplit {

    private static final double HELD_OUT = 0.05;

    private HeldOutSplit() {}

    /** The last twentieth of the file is held out, at least one byte. */
    static Corpus ofOneFile(TextFile file) {
        byte[] text = file.text();
        require(text.length > 1, "%s holds one byte; a text needs a byte to train on and one to hold out", file.name());
        int cut = characterStart(text, Math.min(text.length - 1, (int) Math.ceil(text.length * (1.0 - HELD_OUT))));
        byte[] training = java.util.Arrays.copyOfRange(text, 0, cut);
        byte[] heldOut = java.util.Arrays.copyOfRange(text, cut, text.length);
        return new Corpus(training, heldOut, 1, 1, Sha256.of(training, heldOut));
    }

    /** At least one file is on either side. */
    static Corpus ofFiles(List<TextFile> files) {
        Set<TextFile> held = heldOut(files, TextFile::name);
        ByteArrayOutputStream training = new ByteArrayOutputStream();
        ByteArrayOutputStream heldOut = new ByteArrayOutputStream();
        for (TextFile file : files) {
            ByteArrayOutputStream part = held.contains(file) ? heldOut : training;
            part.writeBytes(file.text());
            part.write('\n');
        }
        byte[] first = training.toByteArray();
        byte[] second = heldOut.toByteArray();
        return new Corpus(first, second, files.size() - held.size(), held.size(), Sha256.of(first, second));
    }

    /** Those whose name hashes into the lowest twentieth, at least one of them and never all. */
    static <T> Set<T> heldOut(Collection<T> all, Function<T, String> name) {
        Set<T> held = new HashSet<>();
        all.stream().filter(one -> place(name.apply(one)) < HELD_OUT).forEach(held::add);
        Comparator<T> byPlace = Comparator.comparingDouble(one -> place(name.apply(one)));
        if (held.isEmpty()) {
            held.add(all.stream().min(byPlace).orElseThrow());
        }
        if (held.size() == all.size()) {
            held.remove(all.stream().max(byPlace).orElseThrow());
        }
        return held;
    }

    /** In [0, 1), by the name. */
    private static double place(String name) {
        return CounterRandom.uniform(CounterRandom.derive(0, name), 0);
    }

    /** The nearest place at or before {@code cut}, but after 0, at which no UTF-8 character is torn. */
    private static int characterStart(byte[] text, int cut) {
        int start = cut;
        while (start > 1 && cut - start < 3 && (text[start] & 0xC0) == 0x80) {
            start--;
        }
        return (text[start] & 0xC0) == 0x80 ? cut : start;
    }
}
