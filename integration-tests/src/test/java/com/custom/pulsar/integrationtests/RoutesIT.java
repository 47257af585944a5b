package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Constraints and routes from the pipeline file to their topics. */
@Tag("slow")
final class RoutesIT {
    private static final String NAMESPACE = "persistent://public/default/";
    private static final String ORDERS = NAMESPACE + "dbserver1.public.orders";
    private static final String CUSTOMERS = NAMESPACE + "dbserver1.public.customers";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eventsAndTombstonesGoWhereTheRoutesSendThem() throws Exception {
        try (DetachedRun run = new DetachedRun(pipeline(), Map.of())) {
            run.sql(
                    "INSERT INTO orders VALUES (1, 7, 50), (2, 8, 5000), (3, 9, 1), (4, NULL, 1), (5, 7, NULL)",
                    "UPDATE orders SET total = 6000 WHERE id = 1",
                    "DELETE FROM orders WHERE id = 2",
                    "INSERT INTO customers VALUES (100, 'Birch Books'), (101, '')",
                    "DELETE FROM customers WHERE id = 100");

            // Big orders go there only; the delete has no after, so it is enriched as ever, and its tombstone follows
            // both.
            assertThat(shape(run.messages(NAMESPACE + "big-orders", 3, SOON))).containsExactly("c2", "u1", "-2");
            assertThat(shape(run.messages(ORDERS + "-enriched", 3, SOON))).containsExactly("c1", "d2", "-2");

            // Everything of both tables, by the rule that names a topic for each tenant.
            assertThat(shape(run.messages(NAMESPACE + "tenant-7", 2, SOON))).containsExactly("c1", "u1");
            assertThat(shape(run.messages(NAMESPACE + "tenant-8", 1, SOON))).containsExactly("c2");

            // The route makes two topics and no third one, and a NULL names none.
            List<Message<byte[]>> letters = run.messages(ORDERS + "-dlq", 2, SOON);
            assertThat(letters)
                    .extracting(letter -> letter.getProperty("cdc.reason"))
                    .containsExactly("201-ROUTE_REFUSED", "200-RULE_FAILED");
            assertThat(letters)
                    .extracting(letter -> letter.getProperty("cdc.rule"))
                    .containsOnly("enrichment.tables.public.orders.routes[1].topic");

            // What is not met: a customer without a name is put aside, an order without a total dropped.
            Message<byte[]> nameless = run.messages(CUSTOMERS + "-dlq", 1, SOON).get(0);
            assertThat(nameless.getProperties())
                    .containsEntry("cdc.reason", "105-INVALID")
                    .containsEntry("cdc.rule", "enrichment.validate.constraints.named");
            List<Message<byte[]>> audit = run.messages(NAMESPACE + "customers-audit", 3, SOON);
            assertThat(shape(audit)).containsExactly("c100", "d100", "-100");
            assertThat(audit)
                    .extracting(event -> event.getProperty("cdc.topic"))
                    .containsOnly(CUSTOMERS);
            assertThat(run.admin().topicPolicies().getRetention(NAMESPACE + "big-orders"))
                    .isEqualTo(new RetentionPolicies(3 * 60, -1));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(run.status().at("/function/routed").asInt())
                                    .isEqualTo(9));
            requireTailAndTry(run);
        }
    }

    private static void requireTailAndTry(DetachedRun run) {
        Path file = run.dataDirectory().resolveSibling("pipeline.yaml");
        Launcher.Result unknown = verb(run, "tail", "--route", "small-orders", "--from", "earliest");
        assertThat(unknown.exitCode()).isOne();
        assertThat(unknown.err()).contains("no route of the pipeline routes goes to small-orders");
        Launcher.Result tried = verb(run, "try", file, "--events", "public.orders");
        assertThat(tried.out()).as(tried.err()).contains("{\"id\":2}  routed to big-orders, tenant-8");
    }

    private static Launcher.Result verb(DetachedRun run, Object... arguments) {
        return run.launcher(arguments).with("--data-dir", run.dataDirectory()).run(SOON);
    }

    /** Operation and key of each event; of a tombstone a dash and the key. */
    private static List<String> shape(List<Message<byte[]>> messages) throws IOException {
        List<String> shape = new ArrayList<>();
        for (Message<byte[]> message : messages) {
            boolean isTombstone = message.getValue() == null || message.size() == 0;
            String op = isTombstone
                    ? "-"
                    : JSON.readTree(message.getValue()).path("op").asText();
            shape.add(op + JSON.readTree(message.getKey()).path("id"));
        }
        return shape;
    }

    private static Path pipeline() throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "routes");
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
                CREATE TABLE orders (id int PRIMARY KEY, tenant int, total numeric(10, 2));
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: routes
                topics: { retention: 3h }
                source: { tables: [ public.customers, public.orders ] }
                enrichment:
                  validate: { constraints: { named: "after.name != ''" } }
                  routes:
                    - { when: "source.table == 'customers'", to: customers-audit }
                  tables:
                    public.orders:
                      validate: { constraints: { known_total: "op == 'd' || has(after.total)" }, onInvalid: drop }
                      routing: all
                      routes:
                        - { when: "double(after.total) > 1000.0", to: big-orders, enriched: false }
                        - { when: "op != 'd'", topic: "'tenant-' + string(after.tenant)", pattern: "tenant-[0-9]+", most: 2 }
                """);
        return folder;
    }
}
