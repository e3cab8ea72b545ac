// Generate an image
//
// A model of images reads bytes as a model of text does: rows from the top, of each pixel red, green and blue. A
// class goes before, and each byte is drawn in view of all before it. Positions have three axes: height, width,
// channel.

import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.generation.ImageSampler;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Reformers;
import io.github.reformer4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;

// The model. Where the zoo has `emoji-32`, it is that one, by one line. Where it has not, it is one of 16 × 16
// pixels with fresh weights, which has learned nothing: expect noise. `./reformer image train` makes one that has.

boolean trained = Zoo.standard().index().contains("emoji-32");
PretrainedModel loaded = trained ? Reformers.load("emoji-32") : null;
LanguageModel model = trained
        ? loaded.model()
        : LanguageModel.create(NamedConfigurations.byName("shapes-16").withVocabularySize(257), DataType.FLOAT, 1);
PixelTokenizer pixels = trained ? (PixelTokenizer) loaded.tokenizer() : new PixelTokenizer(16, List.of("noise"));
System.out.println(trained ? "emoji-32 of the zoo" : "a model that was not trained: what it draws is noise");
System.out.printf("%d × %d pixels, %d tokens, classes %s%n",
        pixels.side(), pixels.side(), pixels.length(), pixels.classes());

// Draw one of the first class. The seed decides which; another seed is another image.

ImageSampler sampler = new ImageSampler(model, pixels);
RgbImage image = sampler.sample(0, Sampling.random().withTopP(0.95), 3);

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
