package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code docs/overview-map.md} names is there: each section of the overview, each file, verb, test class and test. */
class OverviewMapTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/overview-map.md");

    private static final List<String> SECTIONS = List.of(
            "Component diagram",
            "The problem",
            "The solution",
            "Configuration flow",
            "Applied SecurityContext",
            "PostgreSQL configuration",
            "Debezium connector",
            "CDC enrichment function",
            "Functions Worker configuration",
            "StatefulSet pattern",
            "RBAC configuration",
            "CDC message structure",
            "Enriched message structure",
            "Minimal configuration",
            "Storage",
            "Quorum settings",
            "Checking connector status",
            "Checking function status",
            "Verifying SecurityContext",
            "Viewing logs",
            "Future enhancements",
            "References");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.*)$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern VERB = Pattern.compile("`pulsar-cdc ([a-z]+)");
    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");
    /** A test class, and one of its tests in brackets. */
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))` \\(`([a-z]\\w*)`\\)");

    private static String page = "";
    private static Set<Path> tests = Set.of();

    @BeforeAll
    static void readsThePage() throws IOException {
        page = Files.readString(PAGE);
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/target/"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everySectionOfTheOverviewIsThereInItsOrder() {
        assertThat(SECTION.matcher(page).results().map(section -> section.group(1)))
                .containsExactlyElementsOf(SECTIONS);
    }

    @Test
    void everyFileIsThere() {
        assertThat(LINK.matcher(page).results().map(link -> link.group(1)).distinct())
                .hasSizeGreaterThan(5)
                .allSatisfy(link -> assertThat(PAGE.resolveSibling(link)).exists());
    }

    @Test
    void everyVerbIsOneOfTheCommandLine() {
        assertThat(VERB.matcher(page).results().map(verb -> verb.group(1)).distinct())
                .hasSizeGreaterThan(3)
                .allSatisfy(verb ->
                        assertThat(PulsarCdc.commandLine().getSubcommands()).containsKey(verb));
    }

    @Test
    void everyTestClassIsThereOnce() {
        assertThat(TEST_CLASS.matcher(page).results().map(name -> name.group(1)).distinct())
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(ofClass(name)).hasSize(1));
    }

    @Test
    void everyTestIsOneOfItsClass() {
        assertThat(TEST.matcher(page).results().toList())
                .isNotEmpty()
                .allSatisfy(test ->
                        assertThat(ofClass(test.group(1)).get(0)).content().contains("void " + test.group(2) + "("));
    }

    private static List<Path> ofClass(String name) {
        return tests.stream()
                .filter(file -> file.getFileName().toString().equals(name + ".java"))
                .toList();
    }
}
