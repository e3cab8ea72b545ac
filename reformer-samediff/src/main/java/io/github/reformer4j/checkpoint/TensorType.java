package io.github.reformer4j.checkpoint;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** Types of numbers in files of tensors, little-endian. Our own files hold F16, F32 and F64 only. */
public enum TensorType {
    F16(2),
    BF16(2),
    F32(4),
    F64(8),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U32(4),
    U8(1),
    BOOL(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /** Whether its numbers are floating point. */
    public boolean isFloating() {
        return compareTo(F64) <= 0;
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
            default -> true;
        };
    }

    /** The next number of a little-endian buffer; integers are exact up to 2<sup>53</sup>. */
    public double read(ByteBuffer from) {
        return switch (this) {
            case F16 -> HalfFloat.toFloat(from.getShort());
            case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
            case F32 -> from.getFloat();
            case F64 -> from.getDouble();
            case I64 -> from.getLong();
            case I32 -> from.getInt();
            case I16 -> from.getShort();
            case I8 -> from.get();
            case U32 -> Integer.toUnsignedLong(from.getInt());
            case U8 -> Byte.toUnsignedInt(from.get());
            case BOOL -> from.get() == 0 ? 0 : 1;
        };
    }

    /** Appends a number, rounded. */
    void write(double value, ByteBuffer to) {
        switch (this) {
            case F16 -> to.putShort(HalfFloat.of((float) value));
            case F32 -> to.putFloat((float) value);
            case F64 -> to.putDouble(value);
            default -> throw new IllegalStateException(this + " is read, not written");
        }
    }
}
