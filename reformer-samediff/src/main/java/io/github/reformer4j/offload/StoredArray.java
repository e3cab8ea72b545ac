package io.github.reformer4j.offload;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array whose numbers come and go while the object stays, so that what a pass holds on to is whole again when its layer
 * comes back. Without its numbers it has no buffer at all: whoever uses it then gets an exception, never other numbers.
 */
final class StoredArray {

    private final INDArray array;
    private final Shelf shelf;
    private final long place;
    private final Tally tally;
    private final ArrayBytes way;
    private final long bytes;
    private long sum;

    StoredArray(String name, INDArray array, Shelf shelf, long place, ArrayBytes way, Tally tally) {
        require(
                array.ordering() == 'c' && !array.isView(),
                "only an array of its own in c order can be offloaded, %s is none",
                name);
        this.array = array;
        this.shelf = shelf;
        this.place = place;
        this.way = way;
        this.tally = tally;
        bytes = ArrayBytes.bytes(array.dataType(), array.length());
        tally.taken(bytes);
    }

    INDArray array() {
        return array;
    }

    void write() throws IOException {
        sum = way.write(array.data(), shelf, place);
        tally.written(bytes);
    }

    void read() throws IOException {
        DataBuffer numbers = Nd4j.createBuffer(array.dataType(), array.length(), false);
        tally.taken(bytes);
        array.setData(numbers);
        long found = way.read(numbers, shelf, place);
        tally.read(bytes);
        if (found != sum) {
            throw new IOException("it holds other bytes than were written");
        }
    }

    /** Frees the numbers, if they are there. */
    @SuppressWarnings("NullAway") // no buffer is what an array without numbers has
    void free() {
        DataBuffer numbers = array.data();
        if (numbers != null) {
            array.setData(null);
            numbers.close();
            tally.freed(bytes);
        }
    }
}
