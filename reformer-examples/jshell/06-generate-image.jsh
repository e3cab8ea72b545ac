// Generate an image
//
// A model of images reads bytes as a model of text does: rows from the top, of each pixel red, green and blue. A
// class goes before, and each byte is drawn in view of all before it. Positions have three axes: height, width,
// channel.

import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.generation.ImageSampler;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Reformers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

// `emoji-32` comes with the library. It draws 32 × 32 pixels, of ten classes.

PretrainedModel model = Reformers.load("emoji-32");
PixelTokenizer pixels = (PixelTokenizer) model.tokenizer();
System.out.println(String.format("%d × %d pixels, %d tokens, classes %s",
        pixels.side(), pixels.side(), pixels.length(), pixels.classes()));

// Draw one of a class. The seed decides which; another seed is another image. Expect colours and an outline: the
// model is small, and draws no faces. All bytes are drawn from, as likely as they are: beside white the first pixel of
// a thing is never likely, so that `withTopP` would leave the image white.

ImageSampler sampler = new ImageSampler(model.model(), pixels);
RgbImage image = sampler.sample(pixels.label("Flags"), Sampling.random(), 4);

// Save it, each pixel as a square of eight so that one can see it.

java.awt.image.BufferedImage large = new java.awt.image.BufferedImage(
        8 * image.side(), 8 * image.side(), java.awt.image.BufferedImage.TYPE_INT_RGB);
large.createGraphics().drawImage(image.toPicture(), 0, 0, large.getWidth(), large.getHeight(), null);
Path file = Path.of("runs", "image.png");
Files.createDirectories(file.getParent());
ImageIO.write(large, "png", file.toFile());
System.out.println("saved " + file);

// `sampler.complete(label, given, rows, sampling, seed)` draws only what is below the first rows of an image that is
// there.

model.close();
