package io.github.reformer4j.zoo.tensors.pickle;

import io.github.reformer4j.zoo.tensors.bytes.Bytes;

/** Bytes of an array, which is named "the pickle". */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ArrayBytes(byte[] content) implements Bytes {

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public int read(long at, byte[] into, int offset, int count) {
        int read = (int) Math.max(0, Math.min(count, content.length - at));
        System.arraycopy(content, (int) at, into, offset, read);
        return read;
    }

    @Override
    public String toString() {
        return "the pickle";
    }
}
