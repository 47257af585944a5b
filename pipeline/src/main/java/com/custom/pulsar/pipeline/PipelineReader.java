package com.custom.pulsar.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a pipeline of the tree of its file; null where a problem was noted that leaves nothing to make. */
final class PipelineReader {
    private static final String NO_EFFECT =
            "has no effect without hostname; an embedded PostgreSQL makes its own. Give source.postgres.hostname, or leave this out";

    private final Problems problems;
    private final Path directory;

    PipelineReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    @Nullable
    Pipeline pipeline(Node node) {
        Section root = Section.of(node, "", problems);
        root.required("apiVersion", Pipeline.API_VERSION, Section.text(PipelineReader::apiVersion));
        String name = root.required("name", "customers", Section.text(Require::pipelineName));
        Optional<PulsarAddress> pulsar = pulsar(root);
        Section sourceSection = root.section("source");
        String sourceName =
                sourceSection.optional("name", PostgresSource.DEFAULT_NAME, Section.text(Require::componentName));
        Section splitSection = sourceSection.section("split");
        PostgresSource source = source(sourceSection, splitSection, sourceName, name, root.has("pulsar"));
        List<String> sourceNames = new ArrayList<>(List.of(sourceName));
        splitSection.entries().keySet().forEach(part -> sourceNames.add(sourceName + "-" + part));
        Section enrichmentSection = root.section("enrichment");
        Enrichment enrichment =
                enrichment(enrichmentSection, sourceNames, source == null ? List.of() : source.allTables());
        Section topicsSection = root.section("topics");
        Topics topics = topics(topicsSection);
        for (String one : sourceNames) {
            topicsSection.check("prefix", () -> Pipeline.prefix(topics.prefix(), one, enrichment.name()));
        }
        if (source != null && !Pipeline.canShare(source, enrichment)) {
            enrichmentSection.refuse("parallelism", Pipeline.BATCHES);
        }
        if (source != null) {
            root.check("enrichment", () -> Pipeline.recall(source, enrichment));
        }
        root.check("enrichment", () -> Pipeline.routes(topics, enrichment));
        root.check("enrichment", () -> Enrichment.rulesFit(Pipeline.rules(topics, enrichment)));
        if (name == null || source == null || problems.any()) {
            return null;
        }
        return new Pipeline(name, pulsar, topics, source, enrichment);
    }

    private static String apiVersion(String version) {
        Require.require(
                version.equals(Pipeline.API_VERSION),
                Shown.quoted(version) + " is not understood; use " + Pipeline.API_VERSION);
        return version;
    }

    private Optional<PulsarAddress> pulsar(Section root) {
        if (!root.has("pulsar")) {
            return Optional.empty();
        }
        Section section = root.section("pulsar");
        String serviceUrl =
                section.required("serviceUrl", "pulsar://localhost:6650", Section.text(PulsarAddress::serviceUrl));
        String adminUrl = section.required("adminUrl", "http://localhost:8080", Section.text(PulsarAddress::adminUrl));
        Section auth = section.section("auth");
        if (section.has("auth") && !auth.has("token")) {
            auth.missing("token", "is missing; add it, such as token: {env: PULSAR_TOKEN}");
        }
        Optional<SecretReference> token = auth.secret("token", this::secretFile);
        PulsarTls tls = pulsarTls(section);
        if (serviceUrl == null || adminUrl == null) {
            return Optional.empty();
        }
        if (section.has("tls") && !PulsarAddress.isEncrypted(serviceUrl, adminUrl)) {
            section.refuse("tls", PulsarTls.UNUSED);
            return Optional.empty();
        }
        return Optional.of(new PulsarAddress(serviceUrl, adminUrl, token, tls));
    }

    private PulsarTls pulsarTls(Section pulsar) {
        Section section = pulsar.section("tls");
        return new PulsarTls(
                tlsFile(section, "trustedCertificates", false),
                section.optional("hostnameVerification", PulsarTls.DEFAULT.hostnameVerification(), Section::truth));
    }

    private static Topics topics(Section section) {
        return new Topics(
                section.optional("tenant", Topics.DEFAULT_TENANT, Section.text(Require::pulsarName)),
                section.optional("namespace", Topics.DEFAULT_NAMESPACE, Section.text(Require::pulsarName)),
                section.optional("prefix", Topics.DEFAULT_PREFIX, Section.text(Require::topicPrefix)),
                section.optional("retention", Retention.DEFAULT, PipelineReader::retention));
    }

    private static Retention retention(Node node) {
        if (node instanceof Node.WholeNumber number) {
            throw new IllegalArgumentException(
                    number.value() + " has no unit; use minutes, hours or days, such as 30m, 12h or 7d, or forever");
        }
        return Retention.parse(Section.text(node));
    }

    private @Nullable PostgresSource source(
            Section section, Section splitSection, String name, @Nullable String pipeline, boolean remotePulsar) {
        Connector connector =
                section.optional("connector", Connector.PULSAR_CDC, node -> Connector.parse(Section.text(node)));
        Section postgresSection = section.section("postgres");
        Postgres postgres = postgres(postgresSection, remotePulsar, connector);
        DistinctTables distinct = new DistinctTables();
        boolean isSplit = !splitSection.entries().isEmpty();
        List<TableSelector> tables = section.required(
                "tables",
                "[ public.customers ]",
                node -> tables(section, "tables", node, text -> {
                    TableSelector selector = distinct.add(connector.table(TableSelector.parse(text)));
                    return isSplit ? PostgresSource.requireApart(selector) : selector;
                }));
        if (isSplit && connector == Connector.BUILTIN) {
            section.refuse("split", PostgresSource.ONE_OF_BUILTIN);
        }
        SnapshotMode snapshot = section.optional(
                "snapshot", SnapshotMode.INITIAL, node -> connector.snapshot(SnapshotMode.parse(Section.text(node))));
        Map<String, Object> properties = scalars(section, "properties", (key, value) -> {
            connector.property(key, value);
            if (isSplit) {
                PostgresSource.requireNotSplit(key);
            }
            if (postgresSection.has("tls")) {
                PostgresTls.requireNotBeside(key);
            }
        });
        Map<String, List<TableSelector>> split = split(splitSection, name, distinct);
        if (postgres == null || tables == null || problems.any()) {
            return null;
        }
        PostgresSource source = new PostgresSource(name, connector, postgres, tables, snapshot, properties, split);
        if (pipeline != null) {
            // Slots and publications of the parts may have become too long.
            section.check("split", () -> {
                var unused =
                        source.each(PipelineNames.slot(pipeline, source), PipelineNames.publication(pipeline, source));
            });
        }
        return source;
    }

    private static Map<String, List<TableSelector>> split(Section section, String name, DistinctTables distinct) {
        Map<String, List<TableSelector>> split = new LinkedHashMap<>();
        section.entries().forEach((part, entry) -> {
            var unused =
                    section.attempt(entry.keyLocation(), section.path(part), () -> PostgresSource.partName(name, part));
            section.attempt(
                            entry.value().location(),
                            section.path(part),
                            () -> tables(
                                    section,
                                    part,
                                    entry.value(),
                                    text -> PostgresSource.requireApart(distinct.add(TableSelector.parse(text)))))
                    .ifPresent(tables -> split.put(part, tables));
        });
        return split;
    }

    private @Nullable Postgres postgres(Section section, boolean remotePulsar, Connector connector) {
        Optional<String> slot =
                section.optional("slot", Optional.empty(), node -> Optional.of(Postgres.slot(Section.text(node))));
        Optional<String> publication = section.optional(
                "publication", Optional.empty(), node -> Optional.of(Postgres.publication(Section.text(node))));
        if (!section.has("hostname")) {
            List.of("port", "user", "password", "tls", "networks").stream()
                    .filter(section::has)
                    .forEach(key -> section.refuse(key, NO_EFFECT));
            if (remotePulsar) {
                section.missing("hostname", Pipeline.REMOTE_PULSAR_NEEDS_POSTGRES);
            }
            return new Postgres(
                    section.optional("database", Postgres.DEFAULT_DATABASE, Section.text(Postgres::database)),
                    Optional.empty(),
                    slot,
                    publication);
        }
        String hostname = section.required("hostname", "postgres.example.com", Section.text(PostgresServer::hostname));
        int port = section.optional("port", PostgresServer.DEFAULT_PORT, PipelineReader::port);
        String database = section.required("database", "inventory", Section.text(Postgres::database));
        String user = section.required("user", "cdc", Section.text(PostgresServer::user));
        Optional<SecretReference> password = section.secret("password", this::secretFile);
        if (!section.has("password")) {
            section.missing("password", "is missing; say where it is kept, with " + SecretReference.FORMS);
        }
        if (remotePulsar) {
            password.ifPresent(reference -> section.check("password", () -> connector.passwordOnCluster(reference)));
        }
        Optional<PostgresTls> tls = tls(section, remotePulsar);
        List<Cidr> networks = section.optional("networks", List.of(), node -> networks(section, node));
        return hostname == null || database == null || user == null || password.isEmpty() || problems.any()
                ? null
                : new Postgres(
                        database,
                        Optional.of(new PostgresServer(hostname, port, user, password.get(), tls, networks)),
                        slot,
                        publication);
    }

    private static List<Cidr> networks(Section section, Node node) {
        if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
            throw new IllegalArgumentException("must be a list of networks, such as [ 10.0.0.0/24 ]");
        }
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            section.attempt(
                            item.location(),
                            section.path("networks") + "[" + i + "]",
                            () -> Cidr.parse(Section.text(item)))
                    .ifPresent(networks::add);
        }
        return networks;
    }

    private Optional<PostgresTls> tls(Section postgres, boolean remotePulsar) {
        if (!postgres.has("tls")) {
            return Optional.empty();
        }
        Section section = postgres.section("tls");
        PostgresTls.Mode mode = section.optional(
                "mode", PostgresTls.Mode.VERIFY_FULL, node -> PostgresTls.Mode.parse(Section.text(node)));
        Optional<TlsFile> rootCertificate = tlsFile(section, "rootCertificate", remotePulsar);
        Optional<TlsFile> certificate = tlsFile(section, "certificate", remotePulsar);
        Optional<TlsFile> key = tlsFile(section, "key", remotePulsar);
        if (section.has("rootCertificate") && !mode.verifies()) {
            section.refuse("rootCertificate", PostgresTls.rootUnused(mode));
        }
        if (section.has("certificate") != section.has("key")) {
            section.missing(
                    section.has("key") ? "certificate" : "key",
                    "is missing; a client shows its certificate with the key of it, so give both, or leave both out");
        } else if (section.has("certificate") && mode == PostgresTls.Mode.DISABLE) {
            section.refuse("certificate", PostgresTls.CLIENT_UNUSED);
        } else if (section.has("certificate") && mode.verifies() && !section.has("rootCertificate")) {
            section.missing("rootCertificate", PostgresTls.ROOT_MISSING);
        }
        if (problems.any()) {
            return Optional.empty();
        }
        return Optional.of(new PostgresTls(
                mode,
                rootCertificate,
                certificate.flatMap(own -> key.map(ofOwn -> new PostgresTls.ClientCertificate(own, ofOwn)))));
    }

    /** @param elsewhere whether it is also read on another machine */
    private Optional<TlsFile> tlsFile(Section section, String key, boolean elsewhere) {
        return section.optional(key, Optional.empty(), node -> {
            String path = TlsFile.path(Section.text(node));
            TlsFile file = new TlsFile(path, directory.resolve(path).normalize());
            if (elsewhere) {
                file.onCluster();
            }
            return Optional.of(file);
        });
    }

    private static int port(Node node) {
        if (node instanceof Node.WholeNumber) {
            return PostgresServer.port(Section.wholeNumber(node));
        }
        throw new IllegalArgumentException("must be a number between 1 and 65535, such as 5432");
    }

    private static List<TableSelector> tables(
            Section section, String key, Node node, Function<String, TableSelector> reading) {
        if (!(node instanceof Node.Sequence sequence)) {
            throw new IllegalArgumentException("must be a list, such as [ public.customers ]");
        }
        Require.require(!sequence.items().isEmpty(), "names no table; name one, such as [ public.customers ]");
        List<TableSelector> tables = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            section.attempt(item.location(), section.path(key) + "[" + i + "]", () -> reading.apply(Section.text(item)))
                    .ifPresent(tables::add);
        }
        return tables;
    }

    private Enrichment enrichment(Section section, List<String> sourceNames, List<TableSelector> tables) {
        String name = section.optional("name", Enrichment.DEFAULT_NAME, Section.text(Require::componentName));
        if (sourceNames.contains(name)) {
            section.refuse("name", Pipeline.SAME_NAME);
        }
        int parallelism = section.optional("parallelism", Enrichment.DEFAULT_PARALLELISM, PipelineReader::parallelism);
        Map<String, Object> metadata = scalars(section, "metadata", Enrichment::constant);
        RuleReader rules = new RuleReader(metadata, directory);
        return new Enrichment(
                name, metadata, parallelism, rules.texts(section, "enrichment"), rules.tables(section, tables));
    }

    private static int parallelism(Node node) {
        return Enrichment.parallelism(Section.wholeNumber(node));
    }

    private Map<String, Object> scalars(Section parent, String key, BiConsumer<String, Object> check) {
        Section section = parent.section(key);
        Map<String, Object> values = new LinkedHashMap<>();
        section.entries()
                .forEach((name, entry) -> section.attempt(entry.value().location(), section.path(name), () -> {
                            Object value = Section.scalar(entry.value());
                            check.accept(name, value);
                            return value;
                        })
                        .ifPresent(value -> values.put(name, value)));
        return values;
    }

    private SecretReference secretFile(String path) {
        return new SecretReference.SecretFile(path, directory.resolve(path).normalize());
    }
}
