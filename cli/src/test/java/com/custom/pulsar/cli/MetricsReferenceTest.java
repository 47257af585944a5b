package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics of {@code docs/metrics.md} are those of the code, each once. */
class MetricsReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern IN_CODE = Pattern.compile("\"(pulsar_cdc_[a-z_]+:?)\"");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(pulsar_cdc_[a-z_]+:?)(?:<[a-z ]+>)?` \\| (source|function) \\|");

    @ParameterizedTest
    @CsvSource({"source, source", "function, enrichment"})
    void eachMetricOfTheCodeIsExplained(String component, String module) throws IOException {
        List<String> explained = ROW.matcher(Files.readString(ROOT.resolve("docs/metrics.md")))
                .results()
                .filter(row -> row.group(2).equals(component))
                .map(row -> row.group(1))
                .toList();
        assertThat(explained).doesNotHaveDuplicates().hasSizeGreaterThan(4);
        assertThat(explained).containsExactlyInAnyOrderElementsOf(inCode(ROOT.resolve(module + "/src/main")));
    }

    private static List<String> inCode(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(".java"))
                    .toList()) {
                text.append(Files.readString(file));
            }
            return IN_CODE.matcher(text)
                    .results()
                    .map(literal -> literal.group(1))
                    .distinct()
                    .toList();
        }
    }
}
