package com.custom.pulsar.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which keys may stand where in a pipeline file. {@code docs/pipeline.schema.json} says the same to editors. */
final class PipelineKeys {
    private static final List<String> SECRET = List.of("secret", "key", "env", "file");

    private static final List<String> VALIDATION =
            List.of("schema", "rowSchema", "constraints", "onInvalid", "onDrift");

    private static final List<String> ROUTE = List.of("when", "to", "topic", "pattern", "most", "enriched");

    /** What may stand under the name of a table. */
    static final String ONE_TABLE = "enrichment.tables.*";

    /** Path of a mapping, and the keys that it may hold; none: any. */
    static final Map<String, List<String>> ALL = Map.ofEntries(
            Map.entry("", List.of("apiVersion", "name", "pulsar", "topics", "source", "enrichment")),
            Map.entry("pulsar", List.of("serviceUrl", "adminUrl", "auth", "tls")),
            Map.entry("pulsar.auth", List.of("token")),
            Map.entry("pulsar.auth.token", SECRET),
            Map.entry("pulsar.tls", List.of("trustedCertificates", "hostnameVerification")),
            Map.entry("topics", List.of("tenant", "namespace", "prefix", "retention")),
            Map.entry("source", List.of("name", "connector", "postgres", "tables", "split", "snapshot", "properties")),
            Map.entry(
                    "source.postgres",
                    List.of(
                            "hostname",
                            "port",
                            "database",
                            "user",
                            "password",
                            "tls",
                            "networks",
                            "slot",
                            "publication")),
            Map.entry("source.postgres.tls", List.of("mode", "rootCertificate", "certificate", "key")),
            Map.entry("source.postgres.password", SECRET),
            Map.entry("source.split", List.of()),
            Map.entry("source.properties", List.of()),
            Map.entry(
                    "enrichment",
                    List.of(
                            "name",
                            "parallelism",
                            "metadata",
                            "filter",
                            "validate",
                            "compute",
                            "routing",
                            "routes",
                            "unchanged",
                            "tables")),
            Map.entry("enrichment.metadata", List.of()),
            Map.entry("enrichment.compute", List.of()),
            Map.entry("enrichment.validate", VALIDATION),
            Map.entry("enrichment.validate.constraints", List.of()),
            Map.entry("enrichment.routes.*", ROUTE),
            Map.entry("enrichment.tables", List.of()),
            Map.entry(ONE_TABLE, List.of("filter", "validate", "compute", "routing", "routes", "unchanged")),
            Map.entry(ONE_TABLE + ".validate", VALIDATION),
            Map.entry(ONE_TABLE + ".validate.constraints", List.of()),
            Map.entry(ONE_TABLE + ".compute", List.of()),
            Map.entry(ONE_TABLE + ".routes.*", ROUTE));

    private PipelineKeys() {}

    /** The keys of the mapping at {@code path}; empty: any. */
    static List<String> of(String path) {
        return Objects.requireNonNull(ALL.get(path), path);
    }

    /** The one mapping in which {@code key} would be right. */
    static Optional<String> home(String key) {
        List<String> homes = ALL.entrySet().stream()
                .filter(mapping ->
                        mapping.getValue().contains(key) && !mapping.getKey().contains("*"))
                .map(Map.Entry::getKey)
                .toList();
        return homes.size() == 1 ? Optional.of(homes.get(0)) : Optional.empty();
    }
}
