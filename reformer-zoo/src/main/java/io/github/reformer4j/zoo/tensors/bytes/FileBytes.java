package io.github.reformer4j.zoo.tensors.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file. */
public final class FileBytes implements Bytes {

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private FileBytes(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Opens a file. */
    public static FileBytes open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new FileBytes(path, channel, channel.size());
        } catch (IOException problem) {
            throw Bytes.unreadable(path, problem);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long at, byte[] into, int offset, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, count);
        try {
            boolean more = true;
            while (more && buffer.hasRemaining()) {
                more = channel.read(buffer, at + count - buffer.remaining()) >= 0;
            }
            return count - buffer.remaining();
        } catch (IOException problem) {
            throw Bytes.unreadable(path, problem);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException problem) {
            throw Bytes.unreadable(path, problem);
        }
    }
}
