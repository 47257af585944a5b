package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The Go program in {@code src/oracle}, with Kubernetes' own admission code in it, running and asked line by line. */
final class GoOracle implements AutoCloseable {

    private static final Path SOURCE = Path.of("src", "oracle");
    private static final Path BINARY = Path.of("target", "oracle");
    private static final String UNKNOWN_FIELD = "unknown field \"";

    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private GoOracle(Process process) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static GoOracle start() throws IOException, InterruptedException {
        build();
        return new GoOracle(new ProcessBuilder(BINARY.toAbsolutePath().toString(), "verdicts")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The table of types as Kubernetes' own types give it. */
    static String types() throws IOException, InterruptedException {
        build();
        Process types = new ProcessBuilder(BINARY.toAbsolutePath().toString(), "types")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String table = new String(types.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(types.waitFor()).as("exit code of the oracle").isZero();
        return table;
    }

    /** Where Go keeps the sources of a module that the oracle is built with. */
    static Path directoryOf(String module) throws IOException, InterruptedException {
        Process list = new ProcessBuilder("go", "list", "-m", "-f", "{{.Dir}}", module)
                .directory(SOURCE.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String directory = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(list.waitFor()).as("exit code of go list").isZero();
        return Path.of(directory.strip());
    }

    private static void build() throws IOException, InterruptedException {
        Files.createDirectories(BINARY.getParent());
        Process build = new ProcessBuilder(
                        "go", "build", "-o", BINARY.toAbsolutePath().toString(), ".")
                .directory(SOURCE.toFile())
                .inheritIO()
                .start();
        assertThat(build.waitFor()).as("exit code of go build in %s", SOURCE).isZero();
    }

    /** What Kubernetes says of an object, given as one line of JSON. */
    Judgement judge(String line) throws IOException {
        questions.write(line);
        questions.newLine();
        questions.flush();
        JsonNode answer = json.readTree(answers.readLine());
        if (answer.has("error")) {
            return Judgement.MALFORMED;
        }
        Set<String> unknown = new TreeSet<>();
        for (JsonNode error : answer.path("unknown")) {
            String text = error.asText();
            assertThat(text).startsWith(UNKNOWN_FIELD).endsWith("\"");
            unknown.add(text.substring(UNKNOWN_FIELD.length(), text.length() - 1));
        }
        return new Judgement(
                false,
                answer.path("baseline").asText(),
                answer.path("restricted").asText(),
                unknown);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
