package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.FaultyLink;
import com.custom.pulsar.testsupport.KillablePostgres;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.PostgresVersion;
import com.custom.pulsar.testsupport.Processes;
import com.custom.pulsar.testsupport.PulsarBehindLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.io.SourceConfig;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline whose PostgreSQL, network to it, Pulsar, source and function can each be broken. PostgreSQL runs from the beginning on, the rest
 * from {@link #up} on. Used by one thread.
 */
final class FaultyPipeline implements AutoCloseable {
    static final String PASSWORD = "canary-5b1e07d3aa";
    private static final String TOPICS = "persistent://public/default/faults.public.";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SOURCE = "debezium-postgres-source";
    private static final String FUNCTION = "cdc-enrichment";

    private final Path folder;
    private final KillablePostgres postgres;
    private final FaultyLink link;
    private @Nullable PulsarBehindLink pulsar;
    private @Nullable DetachedRun run;

    FaultyPipeline(PostgresVersion version) throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "faults");
        postgres = new KillablePostgres(
                folder.resolve("postgres"),
                version,
                new PostgresSettings("shop", "cdc", "pulsar_cdc_faults").withRolePassword(PASSWORD));
        link = new FaultyLink(postgres.port());
        configure(Map.of());
    }

    /** Has the pipeline use a Pulsar of its own, through a network that can be broken. To be called before {@link #up}. */
    void startPulsarBehindLink() throws IOException {
        pulsar = new PulsarBehindLink(
                Files.createDirectory(folder.resolve("pulsar")), Map.of("FAULTS_PASSWORD", PASSWORD));
        configure(Map.of());
    }

    /** Writes the pipeline file; what runs is as it was until it is started again. */
    void configure(Map<String, ?> properties) throws IOException {
        StringBuilder lines = new StringBuilder();
        properties.forEach((name, value) ->
                lines.append("    ").append(name).append(": ").append(value).append('\n'));
        Files.writeString(
                folder.resolve("pipeline.yaml"),
                """
                apiVersion: pulsar-cdc/v1
                name: faults
                topics: { prefix: faults }
                source:
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: shop
                    user: cdc
                    password: { env: FAULTS_PASSWORD }
                  tables: [ public.accounts, public.items, public.audit, /public\\.added_.*/ ]
                  properties:
                    heartbeat.interval.ms: 1000
                """.formatted(link.port()) + lines + FaultRules.YAML + pulsarAddresses());
    }

    private String pulsarAddresses() {
        PulsarBehindLink own = pulsar;
        return own == null ? "" : """
                pulsar:
                  serviceUrl: %s
                  adminUrl: %s
                """.formatted(own.serviceUrl(), own.adminUrl());
    }

    KillablePostgres postgres() {
        return postgres;
    }

    FaultyLink link() {
        return link;
    }

    FaultyLink linkToPulsar() {
        return Optional.ofNullable(pulsar).orElseThrow().link();
    }

    /** Everything that {@code up} starts: Pulsar, source and function. */
    void up() {
        DetachedRun before = run;
        if (before == null) {
            run = new DetachedRun(folder, Map.of("FAULTS_PASSWORD", PASSWORD));
        } else {
            before.restart();
        }
    }

    DetachedRun run() {
        return Optional.ofNullable(run).orElseThrow();
    }

    /** Where the route sends everything. */
    static String routedTopic() {
        return "persistent://public/default/everything";
    }

    static String topic(String table) {
        return TOPICS + table;
    }

    /** Gives the running source another setting; Pulsar stops it and starts it with that. */
    void updateInPlace(String property, Object value) throws PulsarAdminException, IOException {
        PulsarAdmin admin = run().admin();
        SourceConfig source = admin.sources().getSource("public", "default", SOURCE);
        source.getConfigs().put(property, value);
        try (Stream<Path> connectors = Files.list(run().dataDirectory().resolve("pulsar/connectors"))) {
            admin.sources()
                    .updateSourceWithUrl(
                            source, "file://" + connectors.findFirst().orElseThrow());
        }
    }

    /** Has the broker forget the last sequence ids of the raw topics' producers; what they have sent stays. */
    void forgetProducers() {
        PulsarAdmin admin = run().admin();
        try {
            for (String topic : admin.topics().getList("public/default")) {
                if (topic.startsWith(TOPICS) && !topic.endsWith("-enriched") && !topic.endsWith("-dlq")) {
                    deduplicate(admin, topic, false, "Disabled");
                    deduplicate(admin, topic, true, "Enabled");
                }
            }
        } catch (PulsarAdminException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deduplicate(PulsarAdmin admin, String topic, boolean isOn, String status)
            throws PulsarAdminException {
        admin.topicPolicies().setDeduplicationStatus(topic, isOn);
        await("the deduplication of " + topic)
                .atMost(SOON)
                .until(() -> admin.topics().getStats(topic).getDeduplicationStatus(), status::equals);
    }

    /** Waits until changes arrive, the first snapshot being over. */
    void awaitStreaming(String table) {
        await("changes on " + topic(table))
                .atMost(SOON.multipliedBy(2))
                .ignoreExceptions()
                .until(() -> {
                    try (PublishedChanges raw = new PublishedChanges(run().client(), topic(table))) {
                        return raw.readOn().stream().anyMatch(change -> !change.isOfSnapshot());
                    }
                });
    }

    /** Waits until so many changes arrive as of now, so that the source is at work. */
    void awaitChanges(String table, int count) throws IOException {
        try (PublishedChanges raw = new PublishedChanges(run().client(), topic(table))) {
            int before = raw.readOn().size();
            await(count + " more changes on " + topic(table))
                    .atMost(SOON.multipliedBy(2))
                    .until(() -> raw.readOn().size() >= before + count);
        }
    }

    /** Waits until a row of the first snapshot has arrived. */
    void awaitSnapshot(String table) {
        await("rows on " + topic(table))
                .atMost(SOON.multipliedBy(2))
                .ignoreExceptions()
                .until(() -> {
                    try (PublishedChanges raw = new PublishedChanges(run().client(), topic(table))) {
                        return !raw.readOn().isEmpty();
                    }
                });
    }

    /** Returns when nobody reads the slot any more. */
    void stopSource() throws PulsarAdminException {
        run().admin().sources().stopSource("public", "default", SOURCE);
        await("the slot to be left")
                .atMost(SOON)
                .until(() -> postgres.first("SELECT count(*) FROM pg_replication_slots WHERE active"), "0"::equals);
    }

    void startSource() throws PulsarAdminException {
        run().admin().sources().startSource("public", "default", SOURCE);
    }

    /** Has the source read tables beside its stream; returns once it cannot miss that any more. */
    void snapshot(String... tables) {
        List<String> words = new ArrayList<>(List.of("snapshot", "--detach"));
        words.addAll(List.of(tables));
        verb(words);
    }

    /** Throws the source's position away, so that it begins again with a snapshot; how many tries that took. */
    int resetOffsets() {
        return verb(List.of("offsets", "reset", "--yes"));
    }

    // What was broken a moment ago may not be back at work yet.
    private int verb(List<String> words) {
        AtomicInteger tries = new AtomicInteger();
        await(String.join(" ", words)).atMost(SOON.multipliedBy(2)).untilAsserted(() -> {
            tries.incrementAndGet();
            Launcher.Result result = run().launcher(words.toArray())
                    .with("--data-dir", run().dataDirectory())
                    .run(SOON);
            assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        });
        return tries.get();
    }

    /** The source's process; waits for one that is just being started again. */
    long source() {
        return process(SOURCE);
    }

    /** The function's process, likewise. */
    long function() {
        return process(FUNCTION);
    }

    private long process(String name) {
        return await("a process of " + name)
                .atMost(SOON)
                .until(() -> processes("\"name\":\"" + name + "\""), pids -> !pids.isEmpty())
                .get(0);
    }

    long broker() {
        return processes("PulsarStandaloneStarter").get(0);
    }

    /** Ends Pulsar alone; source and function go on without it, until their worker's absence is noticed. */
    void killBroker() {
        Processes.kill(broker());
    }

    /** Sends a signal such as {@code STOP} to a process. */
    static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads what PostgreSQL committed. */
    CommittedChanges committed() throws SQLException {
        return CommittedChanges.read(postgres);
    }

    @Override
    public void close() throws IOException {
        link.mend();
        try {
            if (pulsar != null) {
                linkToPulsar().mend();
            }
            if (run != null) {
                run.down();
            }
        } finally {
            if (pulsar != null) {
                pulsar.close();
            }
            link.close();
            postgres.close();
        }
    }

    private List<Long> processes(String text) {
        return Processes.mentioning(text).stream()
                .filter(pid -> Processes.commandLine(pid).contains(folder.toString()))
                .toList();
    }
}
