package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of the examples, from their pipeline files to their topics. */
@Tag("slow")
final class RulesIT {
    private static final String NAMESPACE = "persistent://public/default/";
    private static final String TOPICS = NAMESPACE + "dbserver1.public.";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theExampleFiltersValidatesComputesAndRoutes() throws Exception {
        try (DetachedRun run = new DetachedRun(example("orders"), Map.of())) {
            run.messages(TOPICS + "customers", 1, SOON);

            run.sql(
                    "INSERT INTO customers VALUES (2, 'Birch Books', 'hello@birch.example.com')",
                    "INSERT INTO customers VALUES (3, 'Cedar Cycles', NULL)",
                    "INSERT INTO customers VALUES (4, 'Dogwood Dolls', 'no address')",
                    "INSERT INTO customers VALUES (5, 'Elm Editions', 'ed@elm.example.com')",
                    "INSERT INTO orders VALUES (1, 2, 99.99), (2, 2, 250.00), (3, 3, 1000.00)",
                    "INSERT INTO orders VALUES (4, 2, 1000000.00)",
                    "DELETE FROM orders WHERE id = 2",
                    "INSERT INTO customers VALUES (6, '', 'nobody@example.com')",
                    "DELETE FROM customers WHERE id = 5",
                    "INSERT INTO audit VALUES (1, 'seen by nobody')");

            // The row of the snapshot is dropped by the pipeline's filter, customer 4 has no domain, customer 6 no
            // name.
            List<Message<byte[]>> enriched = run.messages(TOPICS + "customers-enriched", 5, SOON);
            assertThat(enriched.get(4).getData()).as("the tombstone").isNullOrEmpty();
            List<JsonNode> customers = events(enriched.subList(0, 3));
            assertThat(customers)
                    .extracting(event -> event.at("/after/id").asInt())
                    .containsExactly(2, 3, 5);
            assertThat(customers.get(0).path("metadata").toString())
                    .matches("\\{\"processed_at\":\\d+,\"enriched\":true,\"function_name\":\"cdc-enrichment\","
                            + "\"team\":\"sales\",\"domain\":\"birch.example.com\",\"known\":true}");
            assertThat(customers.get(1).path("metadata").toString()).endsWith("\"domain\":null,\"known\":false}");

            List<Message<byte[]>> orders = run.messages(TOPICS + "orders-enriched", 4, SOON);
            assertThat(orders)
                    .extracting(Message::getKey)
                    .containsExactly("{\"id\":2}", "{\"id\":3}", "{\"id\":2}", "{\"id\":2}");
            List<JsonNode> changes = events(orders.subList(0, 3));
            assertThat(changes).extracting(event -> event.path("op").asText()).containsExactly("c", "c", "d");
            assertThat(changes)
                    .extracting(event -> event.path("metadata").path("large").toString()
                            + event.path("metadata").path("customer"))
                    .containsExactly("false2", "true3", "nullnull");
            assertThat(changes.get(0).path("metadata").has("table")).isFalse();
            assertThat(orders.get(3).getData()).as("the tombstone").isNullOrEmpty();

            assertThat(run.messages(NAMESPACE + "deletes", 2, SOON))
                    .extracting(Message::getKey)
                    .containsOnly("{\"id\":5}")
                    .hasSize(2);
            assertThat(run.messages(NAMESPACE + "big-orders", 1, SOON))
                    .extracting(Message::getKey)
                    .containsExactly("{\"id\":3}");
            assertThat(run.messages(NAMESPACE + "orders-of-2", 1, SOON))
                    .extracting(Message::getKey)
                    .containsExactly("{\"id\":2}");

            ForeignProducer.sendWithoutSchema(
                    run,
                    TOPICS + "orders",
                    "{\"id\":9}",
                    "{\"op\":\"c\",\"source\":{},\"after\":{\"id\":9,\"total\":\"101\"}}");
            List<Message<byte[]>> invalid = run.messages(TOPICS + "orders-dlq", 2, SOON);
            assertThat(invalid.get(0).getKey()).isEqualTo("{\"id\":4}");
            assertThat(invalid.get(0).getProperties())
                    .containsEntry("cdc.reason", "105-INVALID")
                    .containsEntry("cdc.rule", "enrichment.tables.public.orders.validate.rowSchema")
                    .containsEntry("cdc.detail", "after does not meet order.json: #/properties/total/pattern");
            assertThat(invalid.get(1).getProperties())
                    .containsEntry("cdc.reason", "105-INVALID")
                    .containsEntry("cdc.rule", "enrichment.tables.public.orders.validate.schema");

            List<Message<byte[]>> letters = run.messages(TOPICS + "customers-dlq", 2, SOON);
            assertThat(letters.get(1).getProperties())
                    .containsEntry("cdc.reason", "105-INVALID")
                    .containsEntry("cdc.rule", "enrichment.tables.public.customers.validate.constraints.named");
            Message<byte[]> failed = letters.get(0);
            assertThat(failed.getProperties())
                    .containsEntry("cdc.reason", "200-RULE_FAILED")
                    .containsEntry("cdc.rule", "enrichment.tables.public.customers.compute.domain")
                    .containsEntry("cdc.detail", "a list or text is shorter than the place that the rule reads")
                    .containsEntry("cdc.topic", TOPICS + "customers");
            JsonNode letter = JSON.readTree(failed.getValue());
            assertThat(letter.at("/after/id").asInt()).isEqualTo(4);
            assertThat(letter.has("metadata")).isFalse();

            run.messages(TOPICS + "audit", 1, SOON);
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode status = run.status();
                JsonNode function = status.path("function");
                assertThat(function.path("filtered").asInt())
                        .as(status.toString())
                        .isEqualTo(3);
                assertThat(function.path("deadLetters").asInt()).isEqualTo(4);
                assertThat(function.path("routed").asInt()).isEqualTo(5);
                assertThat(status.toString()).contains("\"lag\":0");
            });
            assertThat(run.admin().topics().getList("public/default")).doesNotContain(TOPICS + "audit-enriched");

            run.sql(
                    "UPDATE customers SET terms = (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 200) i)"
                            + " WHERE id = 2",
                    "UPDATE customers SET email = 'books@birch.example.com' WHERE id = 2");
            List<Message<byte[]>> updates =
                    run.messages(TOPICS + "customers-enriched", 7, SOON).subList(5, 7);
            assertThat(events(updates))
                    .extracting(event -> event.at("/after/terms").asText().length())
                    .containsExactly(6_400, 6_400);
            assertThat(updates.get(1).hasProperty("cdc.not_known")).isFalse();
        }
    }

    @Test
    void theExampleForTwoPlacesRunsOnThisMachine() throws Exception {
        try (DetachedRun run = new DetachedRun(example("inventory"), Map.of(), "--embedded")) {
            run.sql(
                    "INSERT INTO customers VALUES (2, 'hello@birch.example.com')",
                    "INSERT INTO orders VALUES (1, 'hello@birch.example.com', 99.99), (2, 'ed@elm.example.com', 2500)",
                    "DELETE FROM orders WHERE id = 1",
                    "INSERT INTO order_notes VALUES (1, 'hello@birch.example.com', NULL)",
                    "DELETE FROM order_notes WHERE id = 1");

            JsonNode customer =
                    events(run.messages(TOPICS + "customers-enriched", 1, SOON)).get(0);
            assertThat(customer.at("/after/id").asInt()).isEqualTo(2);
            assertThat(customer.at("/metadata/team").asText()).isEqualTo("crm");
            assertThat(customer.at("/metadata/domain").asText()).isEqualTo("birch.example.com");
            List<Message<byte[]>> orders = run.messages(TOPICS + "orders-enriched", 3, SOON);
            assertThat(orders)
                    .extracting(Message::getKey)
                    .as("two inserts and a tombstone, no delete")
                    .containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":1}");
            // A tombstone cannot tell whether the delete before it was of a big order.
            List<Message<byte[]>> big = run.messages(NAMESPACE + "big-orders", 2, SOON);
            assertThat(big).extracting(Message::getKey).containsExactly("{\"id\":2}", "{\"id\":1}");
            assertThat(events(big.subList(0, 1)))
                    .extracting(order -> order.at("/after/total").asText())
                    .containsExactly("2500.00");
            assertThat(events(run.messages(TOPICS + "order_notes-enriched", 3, SOON)
                            .subList(0, 2)))
                    .extracting(event -> event.path("op").asText())
                    .containsExactly("c", "d");
            assertThat(run.status().at("/function/deadLetters").asInt(-1)).isZero();
        }
    }

    @Test
    void aRuleThatReadsAColumnThatItsTableDoesNotHaveStopsTheStart() throws Exception {
        Path folder = example("orders");
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, Files.readString(file).replace("after.email.split", "after.emial.split"));

        Launcher.Result up = new Launcher.Command(folder)
                .with("up", file, "--detach", "--data-dir", folder.resolve("data"))
                .run(DetachedRun.START_LIMIT);

        assertThat(up.exitCode()).isOne();
        assertThat(up.err())
                .contains("the rule enrichment.tables.public.customers.compute.domain reads the column emial, which"
                        + " public.customers does not have; did you mean email?");
        assertThat(Processes.mentioning(folder.toString())).isEmpty();
    }

    private static Path example(String name) throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "rules");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("..", "examples", name))) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder;
    }

    private static List<JsonNode> events(List<Message<byte[]>> messages) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (Message<byte[]> message : messages) {
            events.add(JSON.readTree(message.getValue()));
        }
        return events;
    }
}
