// Generate text
//
// `java-small` comes with the library: a Reformer that was trained on Java sources, byte by byte. It writes on from
// a prompt; how the next byte is chosen is the caller's decision.

import io.github.reformer4j.generation.Generated;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Reformers;

PretrainedModel model = Reformers.load("java-small");
String prompt = "    public int size() {\n        return ";

// Always the likeliest byte: no chance at all, and the same text each time.

Generated likeliest = model.generate(prompt, GenerationConfig.of(Sampling.greedy(), 40, 1));
System.out.println("--- the likeliest bytes");
System.out.println(prompt + likeliest.text());

// Bytes by chance, in proportion to what the model thinks of them. A lower temperature is more careful, `withTopP`
// leaves the unlikely ones out. The seed decides: the same one gives the same text.

for (double temperature : new double[] {0.4, 0.8}) {
    Sampling sampling = Sampling.random().withTemperature(temperature).withTopP(0.95);
    System.out.println("--- temperature " + temperature);
    System.out.println(prompt + model.generate(prompt, GenerationConfig.of(sampling, 60, 1)).text());
}

// With a consumer the text comes piece by piece, as it is made; a stop sequence ends it. `reason` says why it ended.

System.out.println("--- until the end of the line");
GenerationConfig line = GenerationConfig.of(Sampling.greedy(), 60, 1).withStopSequences("\n");
Generated streamed = model.generate("import org.nd4j.", line, piece -> System.out.print(piece));
System.out.println();
System.out.println(streamed.tokens() + " tokens, " + streamed.reason().words());

model.close();
