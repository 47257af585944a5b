package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineConflictsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit before anything is called.
    private Path folder;

    private Path a = Path.of("");

    @BeforeEach
    void writesOne() throws IOException {
        a = file("a.yaml", "shop", "db.example.com", "a", "s-a", "e-a", "");
    }

    @Test
    void pipelinesThatShareNothingMayLiveTogether() throws IOException {
        Path b = file("b.yaml", "crm", "db.example.com", "b", "s-b", "e-b", "");

        assertThat(PipelineFile.readAll(List.of(a, b)))
                .extracting(Pipeline::name)
                .containsExactly("shop", "crm");
    }

    @Test
    void whatTwoPipelinesOfOneServerShareIsToldAtThePlaceInTheLaterFile() throws IOException {
        Path b = file("b.yaml", "shop", "DB.example.com", "a", "e-a", "s-a", "");

        assertThatThrownBy(() -> PipelineFile.readAll(List.of(a, b)))
                .isInstanceOf(PipelineFileException.class)
                .hasMessage(String.join(
                        "\n",
                        b + ":2:7 name: \"shop\" is also the name of the pipeline in " + a
                                + ", on the same PostgreSQL; choose another",
                        b + ":4:19 topics.prefix: \"a\" is also the prefix of the topics in " + a
                                + ", on the same Pulsar; choose another",
                        b + ":6:9 source.name: \"e-a\" is also the name of a source or function in " + a
                                + ", on the same Pulsar; choose another",
                        b + ":9:21 enrichment.name: \"s-a\" is also the name of a source or function in " + a
                                + ", on the same Pulsar; choose another"));
    }

    @Test
    void twoPipelinesDoNotReadOneSlotOfAServer() throws IOException {
        Path b = file("b.yaml", "crm", "db.example.com", "b", "s-b", "e-b", ", slot: pulsar_cdc_shop");
        Path elsewhere = file("c.yaml", "own", "other.example.com", "c", "s-c", "e-c", ", slot: pulsar_cdc_shop");

        assertThatThrownBy(() -> PipelineFile.readAll(List.of(a, b)))
                .hasMessage(b + ":8:91 source.postgres.slot: \"pulsar_cdc_shop\" is also the replication slot in " + a
                        + ", on the same PostgreSQL; choose another");
        assertThat(PipelineFile.readAll(List.of(a, elsewhere))).hasSize(2);
    }

    @Test
    void embeddedServersAreEachPipelinesOwn() throws IOException {
        String embedded = "apiVersion: pulsar-cdc/v1\nname: one\nsource: { tables: [ a.b ] }\n";
        Path b = Files.writeString(folder.resolve("b.yaml"), embedded);
        Path c = Files.writeString(folder.resolve("c.yaml"), embedded);

        assertThat(PipelineFile.readAll(List.of(b, c))).hasSize(2);
    }

    @Test
    void allThatIsWrongWithSeveralFilesIsToldAtOnce() throws IOException {
        Path b = Files.writeString(folder.resolve("b.yaml"), "apiVersion: pulsar-cdc/v1\n");
        Path absent = folder.resolve("absent.yaml");
        Path same = file("d.yaml", "shop", "db.example.com", "d", "s-d", "e-d", "");

        assertThatThrownBy(() -> PipelineFile.readAll(List.of(absent, b, a, same)))
                .hasMessageContainingAll(
                        absent + ": does not exist",
                        b + ":1:1 name: is missing",
                        b + ":1:1 source.tables: is missing",
                        same + ":2:7 name: ");
    }

    private Path file(
            String file, String name, String host, String prefix, String source, String enrichment, String postgres)
            throws IOException {
        return Files.writeString(folder.resolve(file), """
                apiVersion: pulsar-cdc/v1
                name: %s
                pulsar: { serviceUrl: 'pulsar://pulsar.example.com', adminUrl: 'http://pulsar.example.com' }
                topics: { prefix: %s }
                source:
                  name: %s
                  tables: [ public.customers ]
                  postgres: { hostname: %s, database: d, user: u, password: { env: P }%s }
                enrichment: { name: %s }
                """.formatted(name, prefix, source, host, postgres, enrichment));
    }
}
