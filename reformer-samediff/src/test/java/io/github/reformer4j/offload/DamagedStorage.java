package io.github.reformer4j.offload;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Host memory that becomes full, or of which a byte changes by itself. */
final class DamagedStorage implements Storage {

    /** Bytes that may still be written. */
    long room = Long.MAX_VALUE;

    /** The place of a byte that is read differently; negative: none. */
    long flipped = -1;

    private final HostStorage sound = new HostStorage();

    @Override
    public Shelf shelf(String kind) {
        Shelf shelf = sound.shelf(kind);
        return new Shelf() {
            @Override
            public void write(long at, ByteBuffer bytes) throws IOException {
                room -= bytes.remaining();
                if (room < 0) {
                    throw new IOException("No space left on device");
                }
                shelf.write(at, bytes);
            }

            @Override
            public void read(long at, ByteBuffer bytes) throws IOException {
                int start = bytes.position();
                long length = bytes.remaining();
                shelf.read(at, bytes);
                if (flipped >= at && flipped < at + length) {
                    int index = start + (int) (flipped - at);
                    bytes.put(index, (byte) (bytes.get(index) ^ 1));
                }
            }

            @Override
            public void close() throws IOException {
                shelf.close();
            }
        };
    }

    @Override
    public String describe() {
        return "the test";
    }

    @Override
    public void close() {
        sound.close();
    }
}
