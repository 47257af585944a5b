package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
    private static final Topics TOPICS = new Topics("public", "default", "dbserver1", Retention.DEFAULT);

    @Test
    void aPipelineOfPartsThatDoNotFitCannotBeMade() {
        Optional<PulsarAddress> remote =
                Optional.of(new PulsarAddress("pulsar://h:6650", "http://h:8080", Optional.empty()));

        assertThatThrownBy(() -> new Pipeline("a", remote, TOPICS, source("s"), new Enrichment("e", Map.of())))
                .hasMessage(
                        "source.postgres.hostname is missing; the Pulsar of pulsar.serviceUrl cannot reach an embedded"
                                + " PostgreSQL, so name one that it can reach");
        assertThatThrownBy(
                        () -> new Pipeline("a", Optional.empty(), TOPICS, source("s"), new Enrichment("s", Map.of())))
                .hasMessage(
                        "enrichment.name is also the name of the source; Pulsar keeps both under one name, so give them"
                                + " different ones");
    }

    @Test
    void encryptionThatContradictsItselfCannotBeMade() {
        Optional<TlsFile> file = Optional.of(new TlsFile("/ca.pem", Path.of("/ca.pem")));
        Optional<PostgresTls.ClientCertificate> client =
                Optional.of(new PostgresTls.ClientCertificate(file.get(), file.get()));

        assertThatThrownBy(() -> new PostgresTls(PostgresTls.Mode.PREFER, file, Optional.empty()))
                .hasMessageStartingWith("source.postgres.tls.rootCertificate has no effect with mode: prefer");
        assertThatThrownBy(() -> new PostgresTls(PostgresTls.Mode.DISABLE, Optional.empty(), client))
                .hasMessageStartingWith("source.postgres.tls.certificate has no effect");
        assertThatThrownBy(() -> new PostgresTls(PostgresTls.Mode.VERIFY_CA, Optional.empty(), client))
                .hasMessageStartingWith("source.postgres.tls.rootCertificate is missing");
        assertThatThrownBy(() -> new TlsFile("ca.pem", Path.of("ca.pem"))).hasMessageContaining("absolute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1m", "90m", "12h", "36h", "7d", "36500d", "forever"})
    void aRetentionIsWrittenAsItIsRead(String text) {
        assertThat(Retention.parse(text)).hasToString(text);
    }

    @Test
    void retentionCountsMinutes() {
        assertThat(Retention.parse("30m").minutes()).isEqualTo(30);
        assertThat(Retention.parse("12h").minutes()).isEqualTo(720);
        assertThat(Retention.parse("7d").minutes()).isEqualTo(10080);
        assertThat(Retention.parse("forever").minutes()).isEqualTo(-1);
        assertThatThrownBy(() -> new Retention(0))
                .hasMessage("0 minutes is not between 1 minute and 36500 days; use -1 for ever");
    }

    @Test
    void aSelectorSelectsAsDebeziumDoes() {
        TableSelector literal = TableSelector.parse("public.a.b");
        TableSelector expression = TableSelector.parse("/public\\.order.*/");

        assertThat(literal.selects(new TableName("public", "a.b"))).isTrue();
        assertThat(literal.selects(new TableName("public", "axb"))).isFalse();
        assertThat(literal.includeExpression()).isEqualTo("public\\.a\\.b");
        assertThat(expression.selects(new TableName("public", "Orders"))).isTrue();
        assertThat(expression.selects(new TableName("public", "customer_orders")))
                .isFalse();
        assertThat(TableSelector.parse("/a\\.b\\,c,d/").includeExpression()).isEqualTo("a\\.b\\,c\\,d");
    }

    @Test
    void aSlipOfTheHandIsUnderstood() {
        List<String> known = List.of("tables", "snapshot", "properties");

        assertThat(NearestName.of("tabels", known)).contains("tables");
        assertThat(NearestName.of("TABLES", known)).contains("tables");
        assertThat(NearestName.of("propertys", known)).contains("properties");
        assertThat(NearestName.of("name", known)).isEmpty();
    }

    private static PostgresSource source(String name) {
        return new PostgresSource(
                name,
                Connector.PULSAR_CDC,
                new Postgres("inventory", Optional.empty()),
                List.of(TableSelector.parse("a.b")),
                SnapshotMode.INITIAL,
                Map.of());
    }

    @Test
    void aTableOfADatabaseThatNoFileCanNameIsNone() {
        assertThat(TableName.found("a.b", "c")).isEmpty();
        assertThat(TableName.found("a", "b.c")).contains(TableName.parse("a.b.c"));
    }
}
