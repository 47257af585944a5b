package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PostgresTls;
import com.custom.pulsar.pipeline.SecretReference;
import com.custom.pulsar.pipeline.TableName;
import com.custom.pulsar.pipeline.TableSelector;
import com.custom.pulsar.pipeline.TlsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineDraftTest {
    private static final PostgresServer SERVER =
            new PostgresServer("db.example.com", 5432, "cdc", new SecretReference.EnvironmentVariable("SHOP_PASSWORD"));
    private static final DatabaseTable CUSTOMERS = table("public.customers", List.of("id"), "d");
    private static final DatabaseTable LOG = table("public.log", List.of(), "d");

    @TempDir
    Path folder;

    @Test
    void theFileIsRightAndSaysWhatItMeans() throws IOException {
        PipelineDraft draft = new PipelineDraft(
                "shop",
                SERVER,
                "shop",
                List.of(
                        CUSTOMERS,
                        new DatabaseTable("public", "orders", true, List.of("shop", "number"), "f", 12_345_678, 4200),
                        table("public.audit", List.of(), "f"),
                        LOG,
                        table("public.silent", List.of("id"), "n")));

        assertThat(draft.text().lines().filter(line -> line.contains("- public.")))
                .containsExactly(
                        "    - public.customers  # about 12 rows, 16 kB; key id",
                        "    - public.orders  # about 4,200 rows, 12 MB; key shop, number; REPLICA IDENTITY FULL: updates and"
                                + " deletes bring the whole old row",
                        "    - public.audit  # about 12 rows, 16 kB; no primary key: its events have no key, and pulsar-cdc"
                                + " snapshot cannot read it; REPLICA IDENTITY FULL: updates and deletes bring the whole old"
                                + " row",
                        "    # - public.log  # about 12 rows, 16 kB; no primary key: its events have no key, and pulsar-cdc"
                                + " snapshot cannot read it; once it is published its updates and deletes fail; first give it"
                                + " a key, or: ALTER TABLE \"public\".\"log\" REPLICA IDENTITY FULL;",
                        "    # - public.silent  # about 12 rows, 16 kB; key id; REPLICA IDENTITY NOTHING: once it is"
                                + " published its updates and deletes fail; first: ALTER TABLE \"public\".\"silent\" REPLICA"
                                + " IDENTITY DEFAULT;");
        Pipeline pipeline = read(draft);
        assertThat(pipeline.name()).isEqualTo("shop");
        assertThat(pipeline.topics().prefix()).isEqualTo("shop");
        assertThat(pipeline.source().postgres().server()).contains(SERVER);
        assertThat(pipeline.source().tables())
                .extracting(TableSelector::toString)
                .containsExactly("public.customers", "public.orders", "public.audit");
    }

    @Test
    void whereNoTableHasAKeyAllAreThere() throws IOException {
        Pipeline pipeline = read(new PipelineDraft("shop", SERVER, "shop", List.of(LOG)));

        assertThat(pipeline.source().tables()).hasSize(1);
    }

    @Test
    void encryptionIsInTheFileAndElseHintedAt() throws IOException {
        Path root = Path.of("/etc/ssl/the shop's \"ca\".pem");
        PostgresServer encrypted = new PostgresServer(
                "db.example.com",
                5432,
                "cdc",
                SERVER.password(),
                Optional.of(new PostgresTls(
                        PostgresTls.Mode.VERIFY_CA,
                        Optional.of(new TlsFile(root.toString(), root)),
                        Optional.empty())));

        assertThat(read(new PipelineDraft("shop", encrypted, "shop", List.of(CUSTOMERS)))
                        .source()
                        .postgres()
                        .server())
                .contains(encrypted);
        assertThat(new PipelineDraft("shop", SERVER, "shop", List.of(CUSTOMERS)).text())
                .contains("    # tls: { mode: verify-full, rootCertificate: ");
    }

    @Test
    void hostileNamesStayNames() throws IOException {
        String hostile = "we: \"ird\" # - {é日} 'x'";
        DatabaseTable table =
                new DatabaseTable("public", hostile, false, List.of("k\n    - public.forged \u001b[2J"), "d", 0, -1);
        String database = "true";

        PipelineDraft draft = new PipelineDraft("shop", SERVER, database, List.of(table));

        assertThat(draft.text()).doesNotContain("\u001b");
        Pipeline pipeline = read(draft);
        assertThat(pipeline.source().tables())
                .containsExactly(new TableSelector.Literal(new TableName("public", hostile)));
        assertThat(pipeline.source().postgres().database()).isEqualTo(database);
    }

    @Test
    void tablesThatTheFileCannotNameAreLeftOutWithTheReason() throws IOException {
        List<DatabaseTable> tables = List.of(
                new DatabaseTable("/public", "slashes/", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("my.schema", "orders", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("public", "a b", true, List.of(), "d", 0, -1),
                new DatabaseTable("public", "a_b", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("public", "a!b", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("public", "half/slash", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("public", "picture \uD83D\uDE00 \uFFFD \u200B", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("public", "line\nend", true, List.of("id"), "d", 0, -1),
                new DatabaseTable("public", " blank", true, List.of(), "d", 0, -1));

        PipelineDraft draft = new PipelineDraft("x-partition-1", SERVER, "shop", tables);

        Pipeline pipeline = read(draft);
        assertThat(pipeline.source().tables())
                .extracting(TableSelector::toString)
                .containsExactly("public.a_b", "public.half/slash", "public.picture \uD83D\uDE00 \uFFFD \u200B");
        assertThat(draft.captured()).hasSize(3);
        assertThat(draft.text().lines().filter(line -> line.startsWith("    # ") && !line.startsWith("    # tls")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "    # left out: /public.slashes/; its name between slashes would be read as a"
                                                + " regular expression; write one that matches it"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "    # left out: my.schema.orders; the dot in its schema's name would end that"
                                                + " name"),
                        line -> assertThat(line)
                                .startsWith("    # - \"public.a b\"  # ")
                                .contains("no primary key"),
                        line -> assertThat(line)
                                .startsWith("    # left out: public.a!b; \"public.a!b\" would share a topic with"
                                        + " \"public.a_b\""),
                        line -> assertThat(line)
                                .startsWith("    # left out: public.line\\nend; ")
                                .contains("control character"),
                        line -> assertThat(line)
                                .startsWith("    # left out: public. blank; ")
                                .contains("begin or end with a space"));
    }

    private static DatabaseTable table(String name, List<String> key, String identity) {
        TableName parsed = TableName.parse(name);
        return new DatabaseTable(parsed.schema(), parsed.table(), true, key, identity, 16 * 1024, 12);
    }

    private Pipeline read(PipelineDraft draft) throws IOException {
        return PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), draft.text()));
    }
}
