package io.github.reformer4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScriptRunTest {

    private static void assertFails(String source, String sentence) {
        assertThatThrownBy(() -> ScriptRun.of(new Notebook("my", source)))
                .isInstanceOf(ScriptFailure.class)
                .hasMessage(sentence);
    }

    @Test
    void whatDoesNotCompileIsTold() {
        assertFails(
                "// Bad\nint x = 1;\n\nint y = x +\n    \"a\".foo();\n",
                "my, line 5: does not compile: cannot find symbol, symbol:   method foo(), location: class java.lang.String");
        assertFails("int x = 1;\n/exit\n", "my, line 2: does not compile: illegal start of expression");
    }

    @Test
    void whatIsThrownIsToldWithTheLineThatThrew() {
        assertFails("""
                void deep(int n) {
                    if (n == 0) {
                        throw new IllegalArgumentException("n must be positive, got 0");
                    }
                    deep(n - 1);
                }

                deep(2);
                """, "my, line 3: java.lang.IllegalArgumentException: n must be positive, got 0");
        assertFails("throw new java.io.IOException(\"disk\");", "my, line 1: java.io.IOException: disk");
    }

    @Test
    void whatIsMissingIsTold() {
        assertFails("int f() { return g(); }\nf();\n", "my, line 1: does not compile: f needs method g()");
        assertFails("int f() { return g(); }\n", "my, line 1: does not compile: f needs method g()");
        ScriptRun.of(new Notebook("my", "int f() { return g(); }\nint g() { return 1; }\nf();\n"));
    }

    @Test
    void whatDoesNotEndIsToldWhereItBegins() {
        assertFails(
                "int x = 1;\n\nfor (int i = 0; i < 3; i++) {\n", "my, line 3: a snippet begins here that does not end");
    }

    @Test
    void nothingRunsBehindAFailure() {
        System.clearProperty("script.went.on");
        assertFails(
                "int x = 1 / 0;\nSystem.setProperty(\"script.went.on\", \"yes\");\n",
                "my, line 1: java.lang.ArithmeticException: / by zero");
        assertThat(System.getProperty("script.went.on")).isNull();
    }

    @Test
    void proseAloneIsAScript() {
        ScriptRun.of(new Notebook("my", "// Only prose.\n"));
        ScriptRun.of(new Notebook("my", "\n"));
    }
}
