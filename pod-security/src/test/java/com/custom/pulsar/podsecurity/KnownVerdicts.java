package com.custom.pulsar.podsecurity;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The committed file of pods and what Kubernetes says of them: a line has the object as JSON, then, after tabs, the failing
 * controls of baseline, of restricted, and the unknown fields. Nothing but the object where Kubernetes cannot decode it.
 */
final class KnownVerdicts {

    static final Path FILE =
            Path.of("src", "test", "resources", "com", "custom", "pulsar", "podsecurity", "verdicts.tsv.gz");

    private static final String TAB = "\t";

    private KnownVerdicts() {}

    /** One object and what is known of it. */
    record Known(String json, Judgement judgement) {

        private static Known parse(String line) {
            String[] columns = line.split(TAB, -1);
            return columns.length == 1
                    ? new Known(line, Judgement.MALFORMED)
                    : new Known(columns[0], new Judgement(false, columns[1], columns[2], paths(columns[3])));
        }

        private static Set<String> paths(String column) {
            return Arrays.stream(column.split(" "))
                    .filter(path -> !path.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private String line() {
            return judgement.malformed()
                    ? json
                    : String.join(
                            TAB,
                            json,
                            judgement.baseline(),
                            judgement.restricted(),
                            String.join(" ", judgement.unknown()));
        }
    }

    static List<Known> read() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            return lines.lines().map(Known::parse).toList();
        }
    }

    static void write(List<Known> known) throws IOException {
        Files.createDirectories(FILE.getParent());
        try (BufferedWriter lines = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(FILE)), StandardCharsets.UTF_8))) {
            for (Known one : known) {
                lines.write(one.line());
                lines.write('\n');
            }
        }
    }
}
