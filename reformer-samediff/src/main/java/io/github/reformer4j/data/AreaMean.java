package io.github.reformer4j.data;

/** Makes a square image smaller: a pixel is the mean of the area that it covers, parts of pixels by their share. */
final class AreaMean {

    private AreaMean() {}

    /**
     * The image with {@code to} pixels a side.
     *
     * @param channels [from, from, 3] in [0, 255]
     * @return [to, to, 3], rounded to bytes
     */
    static byte[] of(double[] channels, int from, int to) {
        double[] rows = means(channels, 1, from, to, from * RgbImage.CHANNELS); // [to, from, 3]
        double[] both = means(rows, to, from, to, RgbImage.CHANNELS); // [to, to, 3]
        byte[] bytes = new byte[both.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(both[i]);
        }
        return bytes;
    }

    /** Means over the axis in the middle: [outer, from, inner] to [outer, to, inner]. */
    private static double[] means(double[] values, int outer, int from, int to, int inner) {
        double[] means = new double[outer * to * inner];
        double step = (double) from / to;
        for (int cell = 0; cell < to; cell++) {
            double start = cell * step;
            double end = start + step;
            for (int source = (int) start; source < Math.min(from, Math.ceil(end)); source++) {
                double share = (Math.min(end, source + 1.0) - Math.max(start, source)) / step;
                for (int o = 0; o < outer; o++) {
                    for (int i = 0; i < inner; i++) {
                        means[(o * to + cell) * inner + i] += share * values[(o * from + source) * inner + i];
                    }
                }
            }
        }
        return means;
    }
}
