package io.github.reformer4j.examples.cli;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;

/**
 * The GPUs that ND4J tells of. Its natives for CUDA 11.6 hold machine code for the compute capabilities 3.7, 5.0, 5.2, 6.0, 6.1,
 * 7.0, 7.5, 8.0 and 8.6, as the project's build names them, and nothing that a driver could translate for later ones. Code for
 * 8.6 runs on 8.9, of the same major version, and not on 9.0.
 */
final class CudaDevices {

    private static final double OLDEST = 3.7;
    private static final double TOO_NEW = 9.0;

    private CudaDevices() {}

    /** A clause for each, to stand behind others in the start line; empty on a CPU. */
    static String describe(Properties environment) {
        return environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> devices
                ? devices.stream()
                        .filter(Map.class::isInstance)
                        .map(device -> describe((Map<?, ?>) device))
                        .collect(Collectors.joining())
                : "";
    }

    private static String describe(Map<?, ?> device) {
        String capability = device.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY) + "."
                + device.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY);
        double number = Double.parseDouble(capability);
        return String.format(
                ", GPU %s of compute capability %s%s",
                device.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY),
                capability,
                number < OLDEST || number >= TOO_NEW
                        ? " (this ND4J holds code for 3.7 to 8.9; expect its operations to fail)"
                        : "");
    }
}
