package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages that {@code docs/troubleshooting.md} explains are messages of the code, but for what it writes as {@code …}. */
class TroubleshootingTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^### `(.*)`$");
    /** Two pieces of one text, joined in the source over a line's end. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    private static String sources = "";

    @BeforeAll
    static void readsTheSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            sources = files.filter(TroubleshootingTest::isSource)
                    .map(TroubleshootingTest::text)
                    .map(text -> JOINT.matcher(text).replaceAll(""))
                    .collect(Collectors.joining("\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void eachMessageIsOneOfTheCode(String message) {
        assertThat(Arrays.stream(message.split("…", -1)).map(String::strip).filter(part -> !part.isEmpty()))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(sources).contains(part));
    }

    @Test
    void noMessageIsThereTwice() {
        assertThat(messages()).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }

    static List<String> messages() {
        return MESSAGE.matcher(text(ROOT.resolve("docs/troubleshooting.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static boolean isSource(Path file) {
        String path = ROOT.relativize(file).toString();
        return (path.endsWith(".java") && path.contains("src/main/")) || path.equals("pulsar-cdc");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
