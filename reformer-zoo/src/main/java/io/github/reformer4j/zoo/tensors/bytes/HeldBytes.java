package io.github.reformer4j.zoo.tensors.bytes;

/** A few bytes that are in memory already. */
public final class HeldBytes implements Bytes {

    private final Object what;
    private final byte[] content;

    /**
     * @param what named in messages
     * @param content not copied
     */
    public HeldBytes(Object what, byte[] content) {
        this.what = what;
        this.content = content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public int read(long at, byte[] into, int offset, int count) {
        int read = (int) Math.max(0, Math.min(count, content.length - at));
        System.arraycopy(content, (int) Math.min(at, content.length), into, offset, read);
        return read;
    }

    @Override
    public String toString() {
        return what.toString();
    }
}
