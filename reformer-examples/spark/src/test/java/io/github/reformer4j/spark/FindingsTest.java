package io.github.reformer4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Findings findings = new Findings(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void whatIsAsItMustBeDoesNotFail() {
        findings.about("about");
        findings.note("note");
        findings.check(true, "three: %d", 3);
        findings.atMost(1e-7, 1e-6, "difference");
        assertThat(findings.failed()).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("about", "    note", " ok three: 3", " ok difference: 1.0e-07 (allowed 1.0e-06)");
    }

    @Test
    void aDifferenceThatIsNoNumberFails() {
        findings.atMost(Double.NaN, 1e-6, "difference");
        findings.atMost(2e-6, 1e-6, "difference");
        findings.check(false, "never");
        assertThat(findings.failed()).isEqualTo(3);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(" NO difference: NaN", " NO never");
    }
}
