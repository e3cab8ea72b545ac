package io.github.reformer4j.examples.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Something that a run of the benchmark measures; made and run once. */
interface Subject {

    /** Measures; says now and then how far it is. */
    Report run(Consumer<String> progress) throws IOException, InterruptedException;
}
