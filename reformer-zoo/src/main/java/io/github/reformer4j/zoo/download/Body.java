package io.github.reformer4j.zoo.download;

import io.github.reformer4j.zoo.index.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;

/** Takes the body of an answer into the part file, as long as it can be what was asked for. */
final class Body {

    private static final int BLOCK = 1 << 16;

    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {
        void at(long done, long total);
    }

    private final ModelFile file;
    private final Opened opened;
    private final Patience patience;
    private final Progress progress;
    private final long total;

    Body(ModelFile file, Opened opened, Patience patience, Progress progress) {
        this.file = file;
        this.opened = opened;
        this.patience = patience;
        this.progress = progress;
        total = file.size() == ModelFile.UNKNOWN ? opened.total() : file.size();
    }

    /** Appends it, to the last byte. */
    void append(PartFile part, URI source) throws IOException {
        requirePlausible();
        try (OutputStream out = part.writeFrom(opened.from(), source, opened.validator())) {
            requireSpace(part);
            copy(out);
        }
        long size = part.size();
        if (total != ModelFile.UNKNOWN && size < total) {
            throw SourceException.again("cut off after %,d of %,d bytes", size, total);
        }
    }

    private void requirePlausible() throws SourceException {
        long announced = opened.total();
        if (announced != ModelFile.UNKNOWN && announced != total) {
            throw opened.from() == 0
                    ? SourceException.elsewhere("the file there has %,d bytes, not %,d", announced, total)
                    : SourceException.fromStart("the file there has %,d bytes, not %,d", announced, total);
        }
        if (file.sha256() == null && opened.isPage()) {
            throw SourceException.elsewhere("it sends a web page in place of the file");
        }
        if (total == ModelFile.UNKNOWN && !opened.endIsKnown()) {
            throw SourceException.elsewhere("it does not say how long the file is, and neither does the index");
        }
    }

    private void requireSpace(PartFile part) throws IOException {
        long usable = Files.getFileStore(part.path()).getUsableSpace();
        if (total - opened.from() > usable) {
            throw new IOException(
                    String.format("it needs %,d bytes more, and the disk has %,d left", total - opened.from(), usable));
        }
    }

    private void copy(OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        Pace pace = new Pace(patience.stall());
        long done = opened.from();
        for (int count = read(block); count >= 0; count = read(block)) {
            done += count;
            if (total != ModelFile.UNKNOWN && done > total) {
                throw SourceException.fromStart("it sends more than the %,d bytes of the file", total);
            }
            out.write(block, 0, count);
            progress.at(done, total);
            pace.count(count);
            Interrupted.check();
        }
    }

    private int read(byte[] block) throws SourceException {
        InputStream body = opened.body();
        try {
            return body.read(block);
        } catch (SocketTimeoutException late) {
            throw SourceException.again(
                    "stalled: no byte in %d ms", patience.stall().toMillis());
        } catch (IOException problem) {
            throw SourceException.again("%s", String.valueOf(problem.getMessage()));
        }
    }
}
