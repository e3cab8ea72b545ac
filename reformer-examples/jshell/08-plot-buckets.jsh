// Plot buckets
//
// Points on a sphere, coloured by bucket. Each bucket is the patch around one of the random directions or its
// opposite: whatever points that way is in it, and attends to what else is in it.

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.kernel.provider.Kernels;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

// 4,000 random directions in three dimensions, [n, 3], and one round of eight buckets.

int n = 4000;
INDArray points = Initializer.normal(1.0).create(DataType.FLOAT, 3, n, 3);
points.diviColumnVector(points.norm2(1));
INDArray rotation = Initializer.normal(1.0).create(DataType.FLOAT, 11, 1, 3, 1, 4);
int[] buckets = Kernels.current().attention(DataType.FLOAT).buckets(points.reshape(1, n, 3), rotation, 8);

// The half of the sphere that faces us, a colour for each bucket. Look for two things: patches hang together, and
// they are not of one size, because directions, and how long they are, come by chance.

XYChart chart = new XYChartBuilder().width(840).height(720).title("Buckets on the sphere, seen from the front")
        .xAxisTitle("x, to the right").yAxisTitle("y, upwards").build();
chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
        .setChartBackgroundColor(Color.WHITE).setMarkerSize(6);
for (int bucket = 0; bucket < 8; bucket++) {
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    for (int i = 0; i < n; i++) {
        if (buckets[i] == bucket && points.getDouble(i, 2) > 0) {
            across.add(points.getDouble(i, 0));
            up.add(points.getDouble(i, 1));
        }
    }
    System.out.printf("bucket %d: %d points in front%n", bucket, up.size());
    if (!up.isEmpty()) {
        chart.addSeries("bucket " + bucket, across, up).setMarker(SeriesMarkers.CIRCLE);
    }
}

// The picture. XChart is a dependency of the examples alone; any library that plots will do.

Path file = Path.of("runs", "buckets.png");
Files.createDirectories(file.getParent());
BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
System.out.println("saved " + file);
