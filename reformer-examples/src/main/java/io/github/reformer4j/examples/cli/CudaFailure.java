package io.github.reformer4j.examples.cli;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why the CUDA backend does not start, in a sentence that ends with what to do. */
final class CudaFailure {

    private static final String REDIST = "org.bytedeco:cuda-platform-redist:11.6-8.3-1.5.7";
    private static final String OTHERWISE = ", or set REFORMER_BACKEND=cpu";

    private CudaFailure() {}

    /**
     * The sentence.
     *
     * @param root the cause that has no cause
     * @param driver version of the NVIDIA driver, where it is known
     */
    static String sentence(Throwable root, Optional<String> driver) {
        String reason = reason(root);
        String words = reason.toLowerCase(Locale.ROOT);
        String old = driver.filter(NvidiaDriver::isTooOld).orElse(null);
        if (old != null || words.contains("driver version is insufficient")) {
            return tooOld(old, reason);
        }
        if (words.contains("libcuda.so") || words.contains("nvcuda.dll")) {
            return "the CUDA backend finds no NVIDIA driver (" + reason + "); install " + NvidiaDriver.RECOMMENDED
                    + " or newer" + OTHERWISE;
        }
        if (words.contains("no cuda devices") || words.contains("no cuda-capable device")) {
            return "the CUDA backend finds no GPU that it can use (" + reason
                    + "); see that nvidia-smi lists one and that CUDA_VISIBLE_DEVICES does not hide it" + OTHERWISE;
        }
        if (root instanceof LinkageError || root instanceof ClassNotFoundException) {
            return "the CUDA backend cannot load a library (" + reason + "); install CUDA 11.6 and name its folder in "
                    + "LD_LIBRARY_PATH, or put " + REDIST + " on the class path" + OTHERWISE;
        }
        return "the CUDA backend does not start (" + reason + "); docs/backends.md says what it needs" + OTHERWISE;
    }

    private static String tooOld(@Nullable String version, String reason) {
        return "the NVIDIA driver" + (version == null ? "" : " " + version) + " is too old for CUDA 11.6 (" + reason
                + "); install " + NvidiaDriver.RECOMMENDED + " or newer" + OTHERWISE;
    }

    private static String reason(Throwable root) {
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
