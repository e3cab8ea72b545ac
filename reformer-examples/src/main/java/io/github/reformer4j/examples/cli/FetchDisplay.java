package io.github.reformer4j.examples.cli;

import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.index.ModelId;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows how far a download is, file by file; nothing where nothing has to be fetched. */
final class FetchDisplay implements FetchListener, AutoCloseable {

    private static final long UPDATE_NANOS = 100_000_000;

    private final PrintWriter err;
    private @Nullable Display display;
    private String file = "";
    private long began;
    private long before;
    private long shown;

    FetchDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void progress(ModelId model, String name, long done, long total) {
        long now = System.nanoTime();
        if (!name.equals(file)) {
            close();
            file = name;
            began = now;
            before = done;
        } else if (now - shown < UPDATE_NANOS && done != total) {
            return;
        }
        shown = now;
        Display showing = display == null ? Display.on(err) : display;
        display = showing;
        double seconds = Math.max(1e-3, (now - began) * 1e-9);
        showing.show(
                total <= 0 ? 0.0 : done / (double) total,
                String.format(
                        Locale.ROOT,
                        "%s %s, %s of %s, %,.1f MB/s",
                        model,
                        name,
                        ZooOptions.size(done),
                        ZooOptions.size(total),
                        Math.max(0, done - before) * 1e-6 / seconds));
    }

    @Override
    public void note(String sentence) {
        if (display == null) {
            err.println(sentence);
            err.flush();
        } else {
            display.say(sentence);
        }
    }

    @Override
    public void close() {
        if (display != null) {
            display.close();
            display = null;
        }
    }
}
