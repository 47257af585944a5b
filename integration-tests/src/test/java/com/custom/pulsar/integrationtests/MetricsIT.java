package com.custom.pulsar.integrationtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus would read, at the broker, while changes flow. */
@ExtendWith(CapturedDatabase.class)
@Tag("slow")
final class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration FLUSHED = Duration.ofSeconds(8);
    private static final Pattern SUM =
            Pattern.compile("(?m)^pulsar_(source|function)_user_metric__sum\\{[^}]*metric=\"([^\"]+)\"[^}]*\\} (\\S+)");

    private final DetachedRun run;

    MetricsIT(DetachedRun run) {
        this.run = run;
    }

    @Test
    void theFiguresOfATableAreThoseOfItsTopicAndTheFunctionCountsWhatItReads() throws Exception {
        Served before = settled();
        run.sql(
                "CREATE TABLE counted (id int PRIMARY KEY, name text)",
                "INSERT INTO counted VALUES (1, 'a'), (2, 'b'), (3, 'c')",
                "UPDATE counted SET name = 'B' WHERE id = 2",
                "DELETE FROM counted WHERE id = 3",
                "ALTER TABLE counted ADD COLUMN note text",
                "INSERT INTO counted VALUES (4, 'd', 'x')");
        String topic = CapturedDatabase.topic("counted");
        List<Message<byte[]>> messages = run.messages(topic, 7, SOON);
        long bytes = messages.stream()
                .mapToLong(message -> message.getKeyBytes().length + message.size())
                .sum();

        await("the figures of " + topic).atMost(SOON).untilAsserted(() -> {
            Served now = served();
            assertThat(now.figures())
                    .containsEntry("source pulsar_cdc_table_events:" + topic, 7.0)
                    .containsEntry("source pulsar_cdc_table_bytes:" + topic, (double) bytes)
                    .containsEntry("source pulsar_cdc_halted", 0.0)
                    .containsEntry("function pulsar_cdc_halted", 0.0)
                    .containsEntry("source pulsar_cdc_in_flight_events", 0.0)
                    .containsEntry("source pulsar_cdc_slot_safe_wal_bytes", -1.0);
            assertThat(now.figure("source pulsar_cdc_slot_retained_bytes")).isPositive();
            assertThat(now.figure("source pulsar_cdc_heartbeats")).isPositive();
            assertThat(now.since(before, "source pulsar_cdc_schema_changes")).isPositive();
            assertThat(now.since(before, "function pulsar_cdc_events_received")).isEqualTo(7.0);
            assertThat(now.since(before, "function pulsar_cdc_events_enriched")).isEqualTo(6.0);
            assertThat(now.since(before, "function pulsar_cdc_tombstones")).isEqualTo(1.0);
        });
    }

    /**
     * What was served at a time.
     *
     * @param figures sums of the user metrics, by "source NAME" and "function NAME"
     */
    private record Served(Map<String, Double> figures) {
        double figure(String name) {
            return requireNonNull(figures.get(name), name);
        }

        double since(Served before, String name) {
            return figure(name) - before.figure(name);
        }
    }

    /** When the function has counted the rows that were there before, which it tells every few seconds. */
    private Served settled() throws Exception {
        double[] last = {0};
        await("the function has nothing more to count")
                .during(FLUSHED)
                .atMost(SOON)
                .until(() -> {
                    double received = served().figure("function pulsar_cdc_events_received");
                    boolean isSame = received > 0 && received == last[0];
                    last[0] = received;
                    return isSame && run.status().path("lag").asLong(-1) == 0;
                });
        return served();
    }

    private Served served() throws IOException, InterruptedException {
        String address = run.status().path("pulsar").path("adminUrl").asText() + "/metrics/";
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
        Map<String, Double> figures = new TreeMap<>();
        for (MatchResult line : SUM.matcher(text).results().toList()) {
            figures.put(line.group(1) + " " + line.group(2), Double.valueOf(line.group(3)));
        }
        return new Served(figures);
    }
}
