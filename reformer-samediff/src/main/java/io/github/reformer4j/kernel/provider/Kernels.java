package io.github.reformer4j.kernel.provider;

import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.cpu.CpuAttention;
import io.github.reformer4j.kernel.cpu.CpuRows;
import io.github.reformer4j.kernel.cpu.Lanes;
import io.github.reformer4j.kernel.cpu.PlainLanes;
import io.github.reformer4j.kernel.cpu.Workers;
import io.github.reformer4j.kernel.nd4j.Nd4jAttention;
import io.github.reformer4j.kernel.nd4j.Nd4jRows;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which kernels compute: the fused ones for the CPU in single precision, or those of ND4J's own operations, which run on every
 * backend and in either precision. The choice holds for the whole process and is automatic unless it is forced.
 */
public final class Kernels {

    /** What may be chosen. */
    public enum Choice {
        /** {@link #CPU} where the backend is one, {@link #ND4J} elsewhere. */
        AUTOMATIC,
        /** Fused kernels, by the Vector API where its module is there; double precision still takes ND4J's operations. */
        CPU,
        /** Fused kernels in plain loops. */
        CPU_PLAIN,
        /** ND4J's operations alone. */
        ND4J
    }

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String VECTOR_LANES = "io.github.reformer4j.kernel.cpu.vector.VectorLanes";
    private static final AttentionKernel PORTABLE_ATTENTION = new Nd4jAttention();
    private static final RowKernels PORTABLE_ROWS = new Nd4jRows();

    private static volatile Kernels current = of(Choice.AUTOMATIC);

    private final boolean fused;
    private final Lanes lanes;
    private final AttentionKernel fusedAttention;
    private final RowKernels fusedRows;

    private Kernels(boolean fused, Lanes lanes) {
        this.fused = fused;
        this.lanes = lanes;
        fusedAttention = new CpuAttention(lanes);
        fusedRows = new CpuRows(lanes);
    }

    /** The kernels that compute now. */
    public static Kernels current() {
        return current;
    }

    /** Chooses for everything that is computed from now on. */
    public static void use(Choice choice) {
        current = of(choice);
    }

    private static Kernels of(Choice choice) {
        return switch (choice) {
            case AUTOMATIC -> new Kernels(isCpu(), fastest());
            case CPU -> new Kernels(true, fastest());
            case CPU_PLAIN -> new Kernels(true, new PlainLanes());
            case ND4J -> new Kernels(false, new PlainLanes());
        };
    }

    private static boolean isCpu() {
        return Nd4j.getBackend()
                .getClass()
                .getSimpleName()
                .toLowerCase(Locale.ROOT)
                .contains("cpu");
    }

    private static Lanes fastest() {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            return new PlainLanes();
        }
        try {
            return Class.forName(VECTOR_LANES)
                    .asSubclass(Lanes.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError unusable) {
            return new PlainLanes();
        }
    }

    /** Whether fused kernels compute in this precision; their scratch memory is on the heap. */
    public boolean fuses(DataType type) {
        return fused && type == DataType.FLOAT;
    }

    /** Attention in this precision. */
    public AttentionKernel attention(DataType type) {
        return fuses(type) ? fusedAttention : PORTABLE_ATTENTION;
    }

    /** Kernels of rows in this precision. */
    public RowKernels rows(DataType type) {
        return fuses(type) ? fusedRows : PORTABLE_ROWS;
    }

    /** Arithmetic on the heap, for what is computed a position at a time; plain loops where nothing is fused. */
    public Lanes lanes() {
        return lanes;
    }

    /** What computes, in a few words for a start line. */
    public String describe() {
        return fused
                ? String.format(Locale.ROOT, "fused CPU kernels (%s, %d threads)", lanes.name(), Workers.threads())
                : "kernels of ND4J operations";
    }
}
