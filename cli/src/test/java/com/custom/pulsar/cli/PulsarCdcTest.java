package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PulsarCdcTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutAVerbItIsWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "Say what to do: init, check, try, doctor, up, down, status, tail, dlq, logs, offsets, snapshot, render, harden, verify, deploy, undeploy, completion.")
                .contains("Usage: pulsar-cdc [");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownVerbIsWrongUsage() {
        assertThat(run("upp")).isEqualTo(2);
        assertThat(err.toString()).contains("upp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor", "up", "down", "status", "tail", "logs", "offsets", "snapshot"})
    void anUnknownOptionIsWrongUsageOfTheVerb(String verb) {
        assertThat(run(verb, "--nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("'--nonsense'").contains("Usage: pulsar-cdc " + verb);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void onceAndDetachExcludeEachOther() {
        assertThat(run("up", "--once", "--detach")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--once stops what it started, --detach leaves it: use one.")
                .contains("Usage: pulsar-cdc up");
    }

    @Test
    void onceAndAFilterExcludeEachOther() {
        assertThat(run("up", "--once", "../examples/orders/pipeline.yaml")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "--once proves that every change is enriched, and a filter, a constraint or a route of this pipeline may keep some from it:")
                .contains("Usage: pulsar-cdc up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--output=xml", "--pulsar-port=high"})
    void aValueOfTheWrongKindIsWrongUsage(String option) {
        assertThat(run("up", option)).isEqualTo(2);
        assertThat(err.toString()).contains(option.substring(0, option.indexOf('=')));
    }

    @ParameterizedTest
    @CsvSource({
        "--admin-port=70000, --admin-port: 70000 is no port; use a number between 1 and 65535.",
        "--postgres-port=0, --postgres-port: 0 is no port; use a number between 1 and 65535.",
        "--pulsar-port=5000 --admin-port=5000, 'Two servers cannot have the port 5000: give another, or leave one out.'"
    })
    void aPortThatIsNoneOrAnothersIsWrongUsage(String options, String message) {
        assertThat(run(("up " + options).split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message);
    }

    @Test
    void aTailFromNowhereOrOfTwoKindsIsWrongUsage() {
        assertThat(run("tail", "--from", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--from: \"yesterday\" is not where to begin; use earliest, latest,");
        assertThat(run("tail", "--raw", "--dlq")).isEqualTo(2);
        assertThat(err.toString()).contains("--raw, --dlq are mutually exclusive");
        assertThat(run("tail", "--table", "orders")).isEqualTo(2);
        assertThat(err.toString()).contains("--table: \"orders\" is not a table; write schema.table");
    }

    @Test
    void logsAreOfKnownProcessesThatWereStarted(@TempDir Path directory) throws IOException {
        assertThat(run("logs", "broker")).isEqualTo(2);
        assertThat(err.toString()).contains("'broker'", "source|function|pulsar|postgres");
        assertThat(run("logs", "--lines", "-1")).isEqualTo(2);

        Path file = Files.writeString(
                directory.resolve("pipeline.yaml"),
                "{ apiVersion: pulsar-cdc/v1, name: shop, source: { tables: [ public.customers ] } }");
        new RunRecord(file, false, Optional.empty()).write(directory, "shop");
        assertThat(run("logs", "source", "--data-dir", directory.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("debezium-postgres-source-0.log yet: start it with up")
                .doesNotContain("\tat ");
    }

    @Test
    void initNeedsADatabaseAndOverwritesNothing(@TempDir Path folder) throws IOException {
        assertThat(run("init")).isEqualTo(2);
        assertThat(err.toString()).contains("--hostname=HOST", "--database=NAME", "--user=ROLE");
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), "mine");
        String[] arguments = {"init", "--hostname", "h", "--database", "d", "--user", "u", "--output", file.toString()};

        assertThat(run(arguments)).isEqualTo(1);

        assertThat(err.toString())
                .contains("pulsar-cdc: " + file
                        + " is there already: name another file with --output, or write over it with --force.");
        assertThat(file).hasContent("mine");
        assertThat(run("init", "--hostname", "h", "--database", "d", "--user", "u", "--name", "Web Shop"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("such as web-shop");
        assertThat(run("init", "--hostname", "a b", "--database", "d", "--user", "u"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"shop, shop", "Web Shop, web-shop", "2026, db-2026", "größe, gr--e", "_x, db-_x"})
    void aPipelineIsNamedAfterItsDatabase(String database, String name) {
        assertThat(Init.nameOf(database)).isEqualTo(name);
    }

    @Test
    void theCompletionKnowsVerbsOptionsAndValues() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_pulsar-cdc", "doctor", "'--data-dir'", "postgres")
                .doesNotContain("\u001b");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void offsetsWithoutAVerbIsWrongUsage() {
        assertThat(run("offsets")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Say what to do: show, export, import or reset.");
    }

    @Test
    void anImportOfNothingIsWrongUsage() {
        assertThat(run("offsets", "import")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Name the file that export wrote, or - for standard input; or give --from-shipped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--from-shipped", "--from-shipped --topic a/b/c position.json", "position.json --topic a/b/c"})
    void aTakeoverNeedsATopicAndNoFile(String arguments) {
        assertThat(run(("offsets import " + arguments).split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).contains("--topic").contains("--from-shipped");
    }

    @Test
    void whereThereIsNoTerminalAResetMustBeConfirmedByAnOption() {
        assertThat(run("offsets", "reset")).isEqualTo(2);
        assertThat(err.toString()).startsWith("There is no terminal to ask on: say --yes");
    }

    @Test
    void anImportOfWhatIsNoExportFailsBeforeAnythingIsAsked(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("position.json"), "{\"format\":\"other\"}");

        assertThat(run("offsets", "import", file.toString(), "--data-dir", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("has the format other; understood is pulsar-cdc-offset/v1");
    }

    @Test
    void filesAreCheckedAndHeldAgainstEachOther(@TempDir Path folder) throws IOException {
        String file = """
                apiVersion: pulsar-cdc/v1
                name: NAME
                source:
                  tables: [ public.customers ]
                  postgres: { hostname: h, database: d, user: u, password: { env: P }, slot: shared }
                """;
        Path a = Files.writeString(folder.resolve("a.yaml"), file.replace("NAME", "shop"));
        Path b = Files.writeString(folder.resolve("b.yml"), file.replace("NAME", "crm"));
        Files.writeString(folder.resolve("database.sql"), "SELECT 1");

        assertThat(run("check", a.toString())).isZero();
        assertThat(run("check", folder.toString())).isEqualTo(1);

        assertThat(out.toString().lines()).containsExactly(a + ": the pipeline shop is right");
        assertThat(err.toString().lines())
                .containsExactly(
                        "pulsar-cdc: " + b + ":5:78 source.postgres.slot: \"shared\" is also the replication slot in "
                                + a + ", on the same PostgreSQL; choose another");
    }

    @Test
    void aFolderWithoutAPipelineFileIsWrongUsage(@TempDir Path folder) {
        assertThat(run("check", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith(folder + " holds no .yaml and no .yml file.");
    }

    @Test
    void theHelpNamesVerbsAndExitCodesAndHasAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "  check  ",
                        "  up  ",
                        "  down  ",
                        "  status  ",
                        "  offsets  ",
                        "  snapshot  ",
                        "Exit codes: 0 done, 1 failed, 2 wrong usage, 130")
                .containsPattern("(?m)^  pulsar-cdc up");
    }

    @Test
    void whatWasTypedWrongIsToldBackEscaped() {
        assertThat(run("status", "--\u001b[2J\u202e")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Unknown option: '--\\u001b[2J\\u202e'")
                .doesNotContain("\u001b");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().startsWith("pulsar-cdc ");
    }

    @Test
    void aFailureIsOneMessageWithoutUsageOrStackTrace(@TempDir Path directory) {
        assertThat(run("status", "--data-dir", directory.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("pulsar-cdc: Nothing was started in " + directory
                        + ": start it with up, or name another --data-dir.");
    }

    @Test
    void whatAServerSaidMovesNoCursor() {
        PulsarCdc.tell(new IllegalStateException("first \u001b[2J\nsecond\tpart \u202e"), new PrintWriter(err));

        assertThat(err.toString().lines()).containsExactly("pulsar-cdc: first \\u001b[2J", "second    part \\u202e");
    }

    @Test
    void aFailureWithoutAMessageIsToldByItsKind() {
        PulsarCdc.tell(new IllegalStateException(), new PrintWriter(err));

        assertThat(err.toString().lines()).containsExactly("pulsar-cdc: java.lang.IllegalStateException");
    }

    private int run(String... arguments) {
        return PulsarCdc.commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
