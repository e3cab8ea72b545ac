package io.github.reformer4j.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/**
 * Answers lines on standard input with times of libtorch's fused exact attention: {@code name length batch rounds backward}
 * with {@code seconds}, or with {@code error} and why not. Names are {@code attention} and {@code layer}; rounds are of no
 * matter here. The first line that it prints begins with {@code ready}.
 */
public final class LibtorchPeer {

    private LibtorchPeer() {}

    /** Takes d_model, heads, the depth of a head, and threads. */
    public static void main(String[] arguments) throws IOException {
        int depth = Integer.parseInt(arguments[0]);
        int heads = Integer.parseInt(arguments[1]);
        int headSize = Integer.parseInt(arguments[2]);
        torch.set_num_threads(Integer.parseInt(arguments[3]));
        try (ExactAttention attention = new ExactAttention(depth, heads, headSize)) {
            System.out.println("ready attention,layer libtorch, " + torch.get_num_threads() + " threads");
            answerAll(attention);
        }
    }

    private static void answerAll(ExactAttention attention) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            System.out.println(answer(attention, line.split(" ", -1)));
        }
    }

    private static String answer(ExactAttention attention, String... words) {
        PointerScope temporaries = new PointerScope();
        try (temporaries) {
            return String.valueOf(attention.seconds(
                    words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), Boolean.parseBoolean(words[4])));
        } catch (RuntimeException failure) {
            String reason = String.valueOf(failure.getMessage());
            return "error " + reason.lines().findFirst().orElse("");
        }
    }
}
