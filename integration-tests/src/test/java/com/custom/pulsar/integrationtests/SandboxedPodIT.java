package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.SandboxedPipeline.FUNCTION;
import static com.custom.pulsar.integrationtests.SandboxedPipeline.PASSWORD;
import static com.custom.pulsar.integrationtests.SandboxedPipeline.RAW;
import static com.custom.pulsar.integrationtests.SandboxedPipeline.SOON;
import static com.custom.pulsar.integrationtests.SandboxedPipeline.SOURCE;
import static com.custom.pulsar.integrationtests.SandboxedPipeline.TENANT;
import static com.custom.pulsar.integrationtests.SandboxedPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.Processes;
import com.custom.pulsar.testsupport.kubernetes.PulsarImage;
import com.custom.pulsar.testsupport.kubernetes.SandboxedPod;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.schema.KeyValue;
import org.apache.pulsar.common.schema.KeyValueEncodingType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The command lines of the StatefulSets that Pulsar makes of a pipeline's source and function, and of a Python function, run
 * under the constraints that the customizer has written beside them.
 */
@ExtendWith(WhereSandboxesWork.class)
@Tag("slow")
final class SandboxedPodIT {
    /** What a Java process ends with when it is asked to end. */
    private static final int TERMINATED = 128 + 15;
    /** The client of Pulsar 4.0.8's image, and what the distribution's Python code was generated for. */
    private static final String NO_RIGHTS = "0000000000000000";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path folder;
    private static SandboxedPipeline pipeline;

    @BeforeAll
    static void deploysAPipeline() throws Exception {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "sandbox");
        pipeline = new SandboxedPipeline(folder);
    }

    @AfterAll
    static void leavesNothingBehind() throws Exception {
        if (pipeline != null) {
            pipeline.close();
            assertThat(Processes.mentioning(folder.toString())).isEmpty();
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder.toString());
        }
    }

    @Test
    void sourceAndFunctionOfAPipelineDoTheirWorkAndEndInOrder() throws Exception {
        try (SandboxedPod source = pipeline.start(PulsarImage.withJava(), pipeline.pod(SOURCE))) {
            assertThat(pipeline.events(RAW, 3))
                    .extracting(event -> event.path("op").asText())
                    .containsExactly("r", "r", "r");
            requireConstraints(source);
            pipeline.sql(
                    "INSERT INTO customers (name, email) VALUES ('Dahlia Dairy', 'dahlia@example.com')",
                    "UPDATE customers SET name = 'Dahlia' WHERE email = 'dahlia@example.com'",
                    "DELETE FROM customers WHERE email = 'dahlia@example.com'");
            assertThat(pipeline.events(RAW, 7)).hasSize(7);
            assertThat(pipeline.metrics()).contains("pulsar_source_written_total");
            assertThat(source.files("/tmp"))
                    .isNotEmpty()
                    .allMatch(file -> file.matches("/tmp/(pulsar-nar|hsperfdata_pulsar|native[0-9]+)/.*"));
            assertThat(source.files("/pulsar/download"))
                    .containsExactly("/pulsar/download/pulsar_functions/pulsar-cdc-source-1.0.0.nar");
            assertThat(source.files("/pulsar/logs")).containsExactly("/pulsar/logs/pulsar.log");

            assertThat(source.terminate()).hasValue(TERMINATED);
            assertThat(source.log()).doesNotContain(PASSWORD);
        }
        await("PostgreSQL sees the source gone")
                .atMost(SOON)
                .until(() -> pipeline.count("SELECT count(*) FROM pg_stat_activity WHERE usename = 'cdc'") == 0);
        assertThat(pipeline.count("SELECT count(*) FROM pg_replication_slots WHERE NOT active"))
                .isEqualTo(1);
        // What PostgreSQL writes when a replication is cut and not closed.
        assertThat(pipeline.postgresLog()).doesNotContain("unexpected EOF");

        try (SandboxedPod function = pipeline.start(PulsarImage.withJava(), pipeline.pod(FUNCTION))) {
            List<JsonNode> enriched = pipeline.events(RAW + "-enriched", 7);
            requireConstraints(function);
            assertThat(enriched)
                    .extracting(event -> event.path("op").asText())
                    .containsExactly("r", "r", "r", "c", "u", "d", "");
            assertThat(enriched.subList(0, 6)).allSatisfy(event -> {
                assertThat(event.at("/metadata/enriched").asBoolean()).isTrue();
                assertThat(event.at("/metadata/function_name").asText()).isEqualTo(FUNCTION);
                assertThat(event.at("/metadata/team").asText()).isEqualTo("crm");
            });
            assertThat(enriched.get(4).at("/after/name").asText()).isEqualTo("Dahlia");
            assertThat(pipeline.metrics()).contains("pulsar_function_user_metric");
            assertThat(function.files("/tmp"))
                    .isNotEmpty()
                    .allMatch(file -> file.matches("/tmp/(hsperfdata_pulsar|native[0-9]+)/.*"));

            assertThat(function.terminate()).hasValue(TERMINATED);
            assertThat(function.log()).doesNotContain("Exception in thread");
        }
        await("everything is acknowledged, and the function's consumer gone")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(pipeline.admin()
                                .topics()
                                .getStats(RAW)
                                .getSubscriptions()
                                .get(FUNCTION))
                        .satisfies(subscription -> {
                            assertThat(subscription.getMsgBacklog()).isZero();
                            assertThat(subscription.getConsumers()).isEmpty();
                        }));
    }

    @Test
    void aPythonFunctionDoesItsWorkAndEndsInOrder() throws Exception {
        PulsarImage image = PulsarImage.withPython(OtherClients.pythonPackages());
        String input = TOPICS + "python.public.customers";
        String output = TOPICS + "customers-enriched-by-python";
        ObjectNode event = JSON.createObjectNode().put("op", "c").putNull("before");
        event.putObject("after").put("id", 1).put("name", "John Doe").put("email", "john@example.com");
        // Keys and values as the source writes them.
        Schema<KeyValue<String, String>> schema =
                Schema.KeyValue(Schema.STRING, Schema.STRING, KeyValueEncodingType.SEPARATED);
        try (Producer<KeyValue<String, String>> producer =
                pipeline.client().newProducer(schema).topic(input).create()) {
            producer.send(new KeyValue<>("{\"id\":1}", JSON.writeValueAsString(event)));
        }
        Path code = Path.of(
                System.getProperty("pulsar.cdc.root"), "integration-tests/src/test/resources/cdc_enrichment.py");
        pipeline.admin()
                .functions()
                .createFunction(
                        FunctionConfig.builder()
                                .tenant(TENANT)
                                .namespace("default")
                                .name("python-enrichment")
                                .runtime(FunctionConfig.Runtime.PYTHON)
                                .py(code.getFileName().toString())
                                .className("cdc_enrichment.CdcEnrichment")
                                .inputs(List.of(input))
                                .output(output)
                                .subscriptionPosition(SubscriptionInitialPosition.Earliest)
                                .build(),
                        code.toString());

        try (SandboxedPod function = pipeline.start(image, pipeline.pod("python-enrichment"))) {
            ObjectNode enriched = (ObjectNode) pipeline.events(output, 1).get(0);
            requireConstraints(function);
            JsonNode metadata = enriched.remove("metadata");
            assertThat(enriched).isEqualTo(event);
            assertThat(metadata.path("enriched").asBoolean()).isTrue();
            assertThat(metadata.path("function_name").asText()).isEqualTo("python-enrichment");
            assertThat(metadata.path("processed_at").asLong()).isGreaterThan(1_600_000_000_000L);
            assertThat(pipeline.metrics()).contains("pulsar_function_processed_successfully_total");
            assertThat(function.files("/pulsar/download"))
                    .allMatch(file ->
                            file.matches("/pulsar/download/pulsar_functions/(__pycache__/)?cdc_enrichment\\..*"));

            assertThat(function.terminate()).hasValue(0);
        }
    }

    @Test
    void aSourceWithoutAWritableTmpEndsAndSaysWhy() {
        try (SandboxedPod source = pipeline.start(PulsarImage.withJava(), without("/tmp", pipeline.pod(SOURCE)))) {
            assertThat(source.awaitExit(SOON)).isNotZero();
            assertThat(source.log()).contains("Cannot create /tmp/pulsar-nar");
        }
    }

    @Test
    void aPodWithoutAWritableDownloadFolderEnds() {
        try (SandboxedPod function =
                pipeline.start(PulsarImage.withJava(), without("/pulsar/download", pipeline.pod(FUNCTION)))) {
            assertThat(function.awaitExit(SOON)).isNotZero();
            assertThat(function.log()).contains("IOException").doesNotContain("shardId");
        }
    }

    private static void requireConstraints(SandboxedPod pod) {
        assertThat(pod.status("Uid")).isEqualTo("10000 10000 10000 10000");
        assertThat(pod.status("Gid")).isEqualTo("10000 10000 10000 10000");
        assertThat(pod.status("Groups")).isEqualTo("10000");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(pod.status(set)).as(set).isEqualTo(NO_RIGHTS);
        }
        assertThat(pod.status("NoNewPrivs")).isEqualTo("1");
        assertThat(pod.status("NSpid")).endsWith(" 1");
    }

    private static Map<String, Object> without(String writablePath, Map<String, Object> pod) {
        ObjectNode tree = JSON.valueToTree(pod);
        Iterator<JsonNode> mounts = tree.at("/spec/containers/0/volumeMounts").elements();
        while (mounts.hasNext()) {
            if (mounts.next().path("mountPath").asText().equals(writablePath)) {
                mounts.remove();
                return JSON.convertValue(tree, new TypeReference<>() {});
            }
        }
        throw new AssertionError("no volume at " + writablePath + ": " + tree);
    }
}
