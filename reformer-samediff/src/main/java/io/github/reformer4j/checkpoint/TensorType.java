package io.github.reformer4j.checkpoint;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** Types of numbers in a safetensors file that we read. */
enum TensorType {
    F16(2),
    BF16(2),
    F32(4),
    F64(8);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a number. */
    int bytes() {
        return bytes;
    }

    /** What an array of this type is in memory. */
    DataType inMemory() {
        return this == F64 ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** What an array is written as. */
    static TensorType of(DataType type, Precision precision) {
        return switch (precision) {
            case HALF -> F16;
            case SINGLE -> F32;
            case AS_IS -> type == DataType.DOUBLE ? F64 : F32;
        };
    }

    /** Whether a number stays finite, or was not finite before. */
    boolean holds(double value) {
        return switch (this) {
            case F16 -> Math.abs((float) value) < HalfFloat.OVERFLOW || !Double.isFinite(value);
            case F32 -> Float.isFinite((float) value) || !Double.isFinite(value);
            case BF16, F64 -> true;
        };
    }

    /** The next number. */
    double read(ByteBuffer from) {
        return switch (this) {
            case F16 -> HalfFloat.toFloat(from.getShort());
            case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
            case F32 -> from.getFloat();
            case F64 -> from.getDouble();
        };
    }

    /** Appends a number, rounded. */
    void write(double value, ByteBuffer to) {
        switch (this) {
            case F16 -> to.putShort(HalfFloat.of((float) value));
            case BF16 -> throw new IllegalStateException("bfloat16 is read, not written");
            case F32 -> to.putFloat((float) value);
            case F64 -> to.putDouble(value);
        }
    }
}
