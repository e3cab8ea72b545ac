package io.github.reformer4j.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What compressors of everyday use make of a text, in bits per byte, to compare models with. */
final class Compression {

    private static final double BITS = 8.0;

    private Compression() {}

    /** Of gzip at its level 9, which sees the last 32 KiB. */
    static double gzip(byte[] text) throws IOException {
        return bits(text, BestGzip::new);
    }

    /** Of xz at its level 9, which sees all of a text of up to 64 MiB. */
    static double xz(byte[] text) throws IOException {
        LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
        // A window that is larger than the text finds nothing more, and costs eleven times its size in memory.
        options.setDictSize(Math.min(options.getDictSize(), Math.max(text.length, LZMA2Options.DICT_SIZE_MIN)));
        return bits(text, out -> new XZOutputStream(out, options));
    }

    @FunctionalInterface
    private interface Compressor {
        OutputStream into(OutputStream out) throws IOException;
    }

    private static double bits(byte[] text, Compressor compressor) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compressor.into(packed)) {
            out.write(text);
        }
        return BITS * packed.size() / text.length;
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
