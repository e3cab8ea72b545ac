package io.github.reformer4j.offload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** Memory of the host, outside the Java heap, in pages: the place for arrays that do not fit an accelerator. */
final class HostStorage implements Storage {

    private static final int PAGE = 1 << 24;

    @Override
    public Shelf shelf(String kind) {
        return new Pages();
    }

    @Override
    public String describe() {
        return "the memory of the host";
    }

    @Override
    public void close() {
        // shelves free their pages
    }

    private static final class Pages implements Shelf {

        private final List<BytePointer> pages = new ArrayList<>();

        @Override
        public void write(long at, ByteBuffer bytes) {
            long place = at;
            while (bytes.hasRemaining()) {
                ByteBuffer page = page(place);
                int count = Math.min(page.remaining(), bytes.remaining());
                page.put(page.position(), bytes, bytes.position(), count);
                bytes.position(bytes.position() + count);
                place += count;
            }
        }

        @Override
        public void read(long at, ByteBuffer bytes) {
            long place = at;
            while (bytes.hasRemaining()) {
                ByteBuffer page = page(place);
                int count = Math.min(page.remaining(), bytes.remaining());
                bytes.put(page.limit(page.position() + count));
                place += count;
            }
        }

        /** The page at this place, from there to its end. */
        private ByteBuffer page(long place) {
            int index = Math.toIntExact(place / PAGE);
            while (pages.size() <= index) {
                pages.add(new BytePointer((long) PAGE));
            }
            BytePointer page = pages.get(index);
            return page.position(0).limit(PAGE).asByteBuffer().position((int) (place % PAGE));
        }

        @Override
        public void close() {
            pages.forEach(BytePointer::close);
            pages.clear();
        }
    }
}
