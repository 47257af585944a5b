package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryTest {
    private static final String EVENTS = """
            {"topic":"persistent://public/default/dbserver1.public.orders","key":"{\\"id\\":1}","event":{"after":{"id":1,"total":"12.50"},"source":{},"op":"c"}}
            {"topic":"persistent://public/default/dbserver1.public.orders","key":"{\\"id\\":2}","event":{"after":{"id":2,"total":"1.00"},"source":{},"op":"u"}}

            {"topic":"persistent://public/default/dbserver1.public.orders","key":"{\\"id\\":3}","event":{"after":{"id":3,"total":"much"},"source":{},"op":"u"}}
            {"topic":"persistent://public/default/dbserver1.public.orders","key":"{\\"id\\":3}","event":null}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writesThePipeline() throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                source: { tables: [ public.orders ] }
                enrichment:
                  metadata: { team: "a\\u001b[2Jb" }
                  filter: "double(after.total) > 10.0"
                """);
        Files.writeString(folder.resolve("events.jsonl"), EVENTS);
    }

    @Test
    void eachEventIsShownWithWhatBecomesOfItAndASumBelow() {
        assertThat(tried("--events", folder.resolve("events.jsonl").toString())).isZero();

        assertThat(out.toString().replaceAll("processed_at  \\d+", "processed_at  NOW"))
                .isEqualTo("""
                        1  insert  dbserver1.public.orders  {"id":1}  enriched
                             metadata.processed_at  NOW
                             metadata.enriched  true
                             metadata.function_name  "cdc-enrichment"
                             metadata.team  "a\\u001B[2Jb"
                        2  update  dbserver1.public.orders  {"id":2}  filtered by enrichment.filter
                        3  update  dbserver1.public.orders  {"id":3}  dead letter 200-RULE_FAILED, enrichment.filter: a text does not have the form that a conversion wants
                        4  tombstone  dbserver1.public.orders  {"id":3}  tombstone
                        4 events: dead letter 1, enriched 1, filtered 1, tombstone 1
                        """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonHasALineForEachEvent() throws IOException {
        assertThat(tried("--events", folder.resolve("events.jsonl").toString(), "--output", "json", "--limit", "3"))
                .isZero();

        assertThat(out.toString().lines()).hasSize(3);
        ObjectMapper json = new ObjectMapper();
        List<String> lines = out.toString().lines().toList();
        assertThat(json.readTree(lines.get(0)).at("/metadata/team").asText()).isEqualTo("a\u001b[2Jb");
        assertThat(json.readTree(lines.get(1))).isEqualTo(json.readTree("""
                {"topic":"persistent://public/default/dbserver1.public.orders","key":"{\\"id\\":2}","result":"filtered",
                 "filter":"enrichment.filter"}"""));
        assertThat(json.readTree(lines.get(2))).isEqualTo(json.readTree("""
                {"topic":"persistent://public/default/dbserver1.public.orders","key":"{\\"id\\":3}","result":"dead-letter",
                 "reason":"200-RULE_FAILED","rule":"enrichment.filter","detail":"a text does not have the form that a conversion wants"}"""));
    }

    @Test
    void whatIsNeitherAFileNorATableSaysWhatWouldBe() {
        assertThat(tried("--events", "public.order")).isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "--events: there is no file public.order, and it is no table of the pipeline shop, whose tables are"
                                + " public.orders; a topic is named in full, persistent://TENANT/NAMESPACE/NAME");
    }

    @Test
    void aPipelineFileThatIsWrongIsToldAsCheckTellsIt() throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, Files.readString(file).replace("double(after.total) > 10.0", "opp == 'c'"));

        assertThat(tried("--events", folder.resolve("events.jsonl").toString())).isEqualTo(1);

        assertThat(err.toString()).contains("pipeline.yaml:6:11 enrichment.filter: undeclared reference to 'opp'");
        assertThat(out.toString()).isEmpty();
    }

    private int tried(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "try";
        arguments[1] = folder.resolve("pipeline.yaml").toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return PulsarCdc.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
