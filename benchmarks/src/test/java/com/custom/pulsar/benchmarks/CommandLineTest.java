package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpShowsWhatCanBeMeasured() {
        assertThat(run("source", "--help")).isZero();
        assertThat(out.toString()).contains("--short", "--only", "--output", "BENCH_JAVA_HOME");
        assertThat(run("enrichment", "--help")).isZero();
        assertThat(out.toString()).contains("per-event", "identity", "metadata-only", "python3");
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("sink")).isEqualTo(2);
        assertThat(run("source", "--output", "xml")).isEqualTo(2);
        assertThat(run("enrichment", "--output", "xml")).isEqualTo(2);
    }

    @Test
    void anUnknownContenderIsNamedWithThoseThatAreKnown() {
        assertThat(run("source", "--only", "kafka")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no kafka", Results.THIS_SOURCE, Results.PRODUCE_LIMIT);
        assertThat(run("enrichment", "--only", "go")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no go", EnrichmentResults.IDENTITY, EnrichmentResults.LATENCY);
    }

    private int run(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
