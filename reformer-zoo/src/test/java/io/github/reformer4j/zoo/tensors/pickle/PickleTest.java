package io.github.reformer4j.zoo.tensors.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.reformer4j.zoo.tensors.bytes.Span;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles build numbers, texts and containers, and nothing else. */
class PickleTest {

    private static Object read(CraftedPickle pickle) {
        return Pickle.read(new ArrayBytes(pickle.end()), 0, Allowed.NO_NAMES).value();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(CraftedPickle.begin().ops("N"), Nothing.NONE),
                arguments(CraftedPickle.begin().op(0x88), true),
                arguments(CraftedPickle.begin().op('K', 255), 255L),
                arguments(CraftedPickle.begin().op('M', 0x34, 0x12), 0x1234L),
                arguments(CraftedPickle.begin().op('J').little(-7, 4), -7L),
                arguments(CraftedPickle.begin().op(0x8a, 0), 0L),
                arguments(CraftedPickle.begin().op(0x8a, 1, 0xff), -1L),
                arguments(CraftedPickle.begin().op(0x8a, 9).little(0, 8).op(1), BigInteger.ONE.shiftLeft(Long.SIZE)),
                arguments(CraftedPickle.begin().op('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0), 1.5),
                arguments(CraftedPickle.begin().text("naïve"), "naïve"),
                arguments(CraftedPickle.begin().ops("](K").op(1).ops("K").op(2).ops("e"), List.of(1L, 2L)),
                arguments(CraftedPickle.begin().ops("}").text("k").op('K', 3).ops("s"), Map.of("k", 3L)),
                arguments(CraftedPickle.begin().ops("(").text("k").op('K', 3).ops("d"), Map.of("k", 3L)),
                arguments(CraftedPickle.begin().op('K', 5, 'q', 9, '0', 'h', 9), 5L));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreWhatTheyAreInPython(CraftedPickle pickle, Object expected) {
        assertThat(read(pickle)).isEqualTo(expected);
    }

    @Test
    void tuplesKeepTheirOrder() {
        Tuple tuple = (Tuple) read(CraftedPickle.begin().op('K', 1, 'K', 2, 'K', 3, 0x87));
        assertThat(tuple.items()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void bytesAndLongTextsStayInTheFile() {
        Span bytes = (Span) read(CraftedPickle.begin().op('C', 3, 7, 8, 9));
        assertThat(bytes.start()).isEqualTo(4);
        assertThat(bytes.length()).isEqualTo(3);
        assertThat(read(CraftedPickle.begin().text("x".repeat(5000)))).isInstanceOf(Span.class);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("a name", CraftedPickle.begin().global("os", "system"), "it names os.system"),
                arguments(
                        "a name from texts",
                        CraftedPickle.begin().text("builtins").text("eval").op(0x93),
                        "it names builtins.eval"),
                arguments("an instance of protocol 0", CraftedPickle.begin().ops("(ios\nsystem\n"), "instruction 0x69"),
                arguments("an extension", CraftedPickle.begin().op(0x82, 1), "instruction 0x82"),
                arguments("text protocol", CraftedPickle.begin().ops("I1\n"), "instruction 0x49"),
                arguments("a huge integer", CraftedPickle.begin().op(0x8b).little(1 << 30, 4), "instruction 0x8b"),
                arguments("a set", CraftedPickle.begin().op(0x8f), "instruction 0x8f"),
                arguments("an outside buffer", CraftedPickle.begin().op(0x97), "instruction 0x97"),
                arguments(
                        "bytes longer than the file",
                        CraftedPickle.begin().op(0x8e).little(1L << 40, 8),
                        "a length of 1099511627776 is claimed"),
                arguments(
                        "bytes of negative length",
                        CraftedPickle.begin().op(0x8e).little(-1, 8),
                        "a length of -1"),
                arguments(
                        "a text longer than the file",
                        CraftedPickle.begin().op('X').little(0xFFFF_FFFFL, 4),
                        "a length of 4294967295"),
                arguments(
                        "a frame longer than the file",
                        CraftedPickle.begin().op(0x95).little(Long.MAX_VALUE, 8),
                        "a length of 9223372036854775807"),
                arguments("an empty stack", CraftedPickle.begin().ops("0"), "from an empty stack"),
                arguments("no mark", CraftedPickle.begin().ops("t"), "a container that was not begun"),
                arguments("a value from before the mark", CraftedPickle.begin().ops("N(0"), "from an empty stack"),
                arguments("two values", CraftedPickle.begin().ops("NN"), "it ends with 2 values"),
                arguments("an unknown memory", CraftedPickle.begin().op('h', 3), "it recalls value 3"),
                arguments("a list as a key", CraftedPickle.begin().ops("}]Ns"), "a key is neither"),
                arguments(
                        "a key twice",
                        CraftedPickle.begin()
                                .ops("}(")
                                .text("a")
                                .ops("N")
                                .text("a")
                                .ops("Nu"),
                        "the key a stands twice"),
                arguments(
                        "a key alone", CraftedPickle.begin().ops("}(").text("a").ops("u"), "a key has no value"),
                arguments("appending to a tuple", CraftedPickle.begin().ops(")Na"), "a value is a Tuple"),
                arguments("a call of no name", CraftedPickle.begin().ops("N)R"), "a Nothing where a Global belongs"),
                arguments("a state", CraftedPickle.begin().ops("]}b"), "a plain value a state"),
                arguments("an outside object", CraftedPickle.begin().ops(")Q"), "an object outside of itself"),
                arguments("no UTF-8", CraftedPickle.begin().op('X', 1, 0, 0, 0, 0xff), "a text is no UTF-8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void everythingElseIsRefusedInASentence(String what, CraftedPickle pickle, String sentence) {
        assertThatThrownBy(() -> read(pickle))
                .as(what)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the pickle is refused: at byte ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("; fetch it again, or save its tensors as safetensors");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6})
    void otherProtocolsAreRefused(int protocol) {
        byte[] pickle = new CraftedPickle().op(0x80, protocol, 'N').end();
        assertThatThrownBy(() -> Pickle.read(new ArrayBytes(pickle), 0, Allowed.NO_NAMES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("protocol " + protocol + " is named");
    }

    @Test
    void aPickleCutOffAnywhereIsRefused() {
        byte[] whole =
                CraftedPickle.begin().ops("}").text("key").op('K', 3).ops("s").end();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Pickle.read(new ArrayBytes(cut), 0, Allowed.NO_NAMES))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMillionListsEndInASentenceNotInNoMemory() {
        CraftedPickle pickle = CraftedPickle.begin().ops("]".repeat(2 << 20));
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 1048576 instructions");
    }

    @Test
    void aValueThatHoldsItselfIsBuiltWithoutWalkingIt() {
        Object value = read(CraftedPickle.begin().op(']', 'q', 0, 'h', 0, 'a'));
        assertThat(((List<?>) value).get(0)).isSameAs(value);
    }
}
