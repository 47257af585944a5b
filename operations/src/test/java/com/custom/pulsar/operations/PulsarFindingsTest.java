package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.Finding.Severity;
import com.custom.pulsar.operations.PulsarFacts.Policies;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulsarFindingsTest {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.customers";
    private static final int WEEK = 7 * 24 * 60;
    private static final Policies AS_THE_SOURCE_SETS_THEM = policies(true, WEEK, "ALWAYS_COMPATIBLE");
    private static final Policies AS_PULSAR_COMES = policies(false, 0, "FULL");

    @TempDir
    Path directory;

    private Optional<String> version = Optional.of("4.0.8");
    private Optional<Integer> maxMessageBytes = Optional.of(5242880);
    private Optional<Policies> namespace = Optional.of(AS_PULSAR_COMES);
    private Optional<Boolean> schemasAllowed = Optional.of(true);
    private Map<String, Policies> topics = Map.of();
    private String properties = "";

    @Test
    void topicsAsTheSourceMakesThemAreWell() throws IOException {
        topics = Map.of(TOPIC, AS_THE_SOURCE_SETS_THEM);

        assertThat(look()).extracting(Finding::severity).containsOnly(Severity.ok);
        assertThat(look())
                .extracting(Finding::what)
                .containsExactly(
                        "Pulsar 4.0.8 at http://localhost:8080",
                        "maxMessageSize is 5,242,880 bytes",
                        "deduplication is on for the pipeline's topics",
                        "retention is 7d or longer on the pipeline's topics",
                        "the schema compatibility is ALWAYS_COMPATIBLE on the pipeline's topics");
    }

    @Test
    void topicsThatLackAPolicyAreToldEachWithTheCommand() throws IOException {
        topics = Map.of(TOPIC, AS_PULSAR_COMES);

        assertThat(texts(Severity.warning))
                .containsExactly(
                        "deduplication is off on " + TOPIC + ", so after a crash changes may come twice;"
                                + " pulsar-admin topicPolicies set-deduplication-status --enable " + TOPIC,
                        TOPIC + " is not kept for 7d, as topics.retention says;"
                                + " pulsar-admin topicPolicies set-retention --time 10080m --size -1 " + TOPIC,
                        "the schema compatibility of " + TOPIC
                                + " is not ALWAYS_COMPATIBLE, so a changed table may halt"
                                + " the source; pulsar-admin topicPolicies set-schema-compatibility-strategy " + TOPIC
                                + " ALWAYS_COMPATIBLE");
        assertThat(texts(Severity.error)).isEmpty();
    }

    @Test
    void beforeThereIsATopicTheNamespaceIsJudged() throws IOException {
        assertThat(texts(Severity.warning))
                .hasSize(3)
                .allMatch(text -> text.contains("exposeAdminClientEnabled: true"));

        namespace = Optional.of(policies(true, -1, "ALWAYS_COMPATIBLE"));

        assertThat(look()).extracting(Finding::severity).containsOnly(Severity.ok);
    }

    @Test
    void policiesThatAreNotForTheRoleToSeeAreNotJudged() throws IOException {
        namespace = Optional.empty();

        assertThat(texts(Severity.warning))
                .containsExactly(
                        "this role may not see the policies of public/default; the source sets what it needs for its topics"
                                + " where the functions worker lets it; exposeAdminClientEnabled: true in functions_worker.yml,"
                                + " or, as an administrator of the tenant: pulsar-admin namespaces set-deduplication --enable"
                                + " public/default && pulsar-admin namespaces set-retention --time 10080m --size -1"
                                + " public/default && pulsar-admin namespaces set-schema-compatibility-strategy"
                                + " --compatibility ALWAYS_COMPATIBLE public/default");
        assertThat(look()).noneMatch(finding -> finding.what().contains("deduplication"));
    }

    @Test
    void messagesThatTheBrokersDoNotTakeAreAnError() throws IOException {
        maxMessageBytes = Optional.of(1048576);

        assertThat(texts(Severity.error))
                .containsExactly(
                        "the brokers take messages of 1,048,576 bytes and the source sends them up to 5,242,880;"
                                + " maxMessageSize=5242880 in broker.conf, nettyMaxFrameSizeBytes=5253120 in bookkeeper.conf,"
                                + " or cdc.max.message.bytes: 1048576 in source.properties");
    }

    @Test
    void whatTheFileGivesTheSourceIsWhatIsJudged() throws IOException {
        maxMessageBytes = Optional.of(1048576);
        topics = Map.of(TOPIC, policies(true, WEEK, "BACKWARD"));
        properties = "cdc.max.message.bytes: 1000000, cdc.schema.compatibility: BACKWARD";

        assertThat(look()).extracting(Finding::severity).containsOnly(Severity.ok);
        assertThat(look())
                .extracting(Finding::what)
                .contains("the schema compatibility is BACKWARD on the pipeline's topics");

        properties = "cdc.max.message.bytes: '2000000', cdc.schema.compatibility: FULL";
        assertThat(texts(Severity.error))
                .containsExactly(
                        "the brokers take messages of 1,048,576 bytes and the source sends them up to 2,000,000;"
                                + " maxMessageSize=2000000 in broker.conf, nettyMaxFrameSizeBytes=2010240 in bookkeeper.conf,"
                                + " or cdc.max.message.bytes: 1048576 in source.properties");
        assertThat(texts(Severity.warning)).singleElement().asString().contains("is not FULL", TOPIC + " FULL");

        properties = "cdc.max.message.bytes: 5 MB, cdc.schema.compatibility: namespace";
        assertThat(texts(Severity.error))
                .containsExactly("cdc.max.message.bytes in source.properties is no number of bytes above 131072;"
                        + " give the brokers' maxMessageSize, or leave it out");
        assertThat(texts(Severity.warning)).isEmpty();
        assertThat(look())
                .extracting(Finding::what)
                .contains("the schema compatibility is left to public/default: FULL");
    }

    @Test
    void schemasThatMayNotBeRegisteredAreAnError() throws IOException {
        schemasAllowed = Optional.of(false);

        assertThat(texts(Severity.error))
                .containsExactly("producers may not register schemas in public/default; pulsar-admin namespaces"
                        + " set-is-allow-auto-update-schema --enable public/default");
    }

    @Test
    void whatTheRoleMayNotSeeIsLeftToAnAdministrator() throws IOException {
        version = Optional.empty();
        maxMessageBytes = Optional.empty();
        namespace = Optional.of(policies(true, -1, "ALWAYS_COMPATIBLE"));

        assertThat(texts(Severity.warning))
                .containsExactly("this role may not see the brokers' maxMessageSize; ask an administrator whether"
                        + " maxMessageSize in broker.conf is 5242880 or more");
    }

    @Test
    void anotherReleaseIsAWarning() throws IOException {
        version = Optional.of("3.3.1");

        assertThat(texts(Severity.warning))
                .contains(
                        "Pulsar 3.3.1 at http://localhost:8080 is not of the release that Pulsar CDC is tested with; use 4.0");
    }

    private static Policies policies(boolean deduplication, int minutes, String schemas) {
        return new Policies(
                Optional.of(deduplication),
                Optional.of(new RetentionPolicies(minutes, minutes == 0 ? 0 : -1)),
                Optional.of(schemas));
    }

    private List<String> texts(Severity severity) throws IOException {
        return look().stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::text)
                .toList();
    }

    private List<Finding> look() throws IOException {
        Path file = directory.resolve("pipeline.yaml");
        Files.writeString(file, """
                apiVersion: pulsar-cdc/v1
                name: shop
                source: { tables: [ public.customers ], properties: { %s } }
                """.formatted(properties));
        return new PulsarFindings(
                        PipelineFile.read(file),
                        new PulsarFacts(
                                "http://localhost:8080", version, maxMessageBytes, namespace, schemasAllowed, topics))
                .all();
    }
}
