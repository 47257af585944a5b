package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.io.SourceConfig;

/** What two pipelines of one namespace may not have in common. The settings of the connector that Pulsar ships are understood. */
final class SharedNames {
    private static final List<String> PREFIX = List.of("topic.prefix", "database.server.name");
    private static final String SLOT = "slot.name";
    private static final String SHIPPED_SLOT = "debezium";
    private static final List<String> SERVER = List.of("database.hostname", "database.port");

    private SharedNames() {}

    /**
     * Looks through the sources of the namespace, and at a function that has the name of {@code function}. Nothing is changed.
     *
     * @param own those of one pipeline, at least one
     * @throws OperationException if one of them has the slot or the prefix of the {@code own} ones, or if it is another pipeline's and
     *     has a name of this one's
     */
    static void refuse(PulsarAdmin admin, List<SourceConfig> own, FunctionConfig function) {
        String namespace = own.get(0).getNamespace();
        try {
            List<String> names = admin.sources().listSources(own.get(0).getTenant(), namespace);
            if (names.isEmpty()) {
                return;
            }
            Optional<String> read = prefixThatIsRead(admin, function);
            for (String name : names) {
                SourceConfig other = admin.sources().getSource(own.get(0).getTenant(), namespace, name);
                problem(own, other, function, read).ifPresent(message -> {
                    throw new OperationException(message);
                });
            }
        } catch (PulsarAdminException e) {
            // A role may deploy a source without the right to see others, and others may go meanwhile.
            if (e.getStatusCode() != 401 && e.getStatusCode() != 403 && e.getStatusCode() != 404) {
                throw new OperationException(
                        "cannot ask Pulsar for the sources of " + namespace + ": " + Failures.text(e), e);
            }
        }
    }

    /** What is wrong with a source that is there; the sources of one pipeline share the prefix that its function reads. */
    static Optional<String> problem(
            List<SourceConfig> own, SourceConfig other, FunctionConfig function, Optional<String> read) {
        Optional<SourceConfig> same = own.stream()
                .filter(wanted -> wanted.getName().equals(other.getName()))
                .findFirst();
        return same.isPresent()
                ? sameName(same.get(), other)
                : own.stream()
                        .flatMap(wanted -> problem(wanted, other).stream())
                        .findFirst()
                        .or(() -> functionOf(other, own.get(0), function, read));
    }

    /** A pipeline may change its slot or its prefix; a source with both of them different is another pipeline's. */
    static Optional<String> sameName(SourceConfig wanted, SourceConfig other) {
        if (wanted.getClassName() != null
                && other.getClassName() != null
                && !wanted.getClassName().equals(other.getClassName())) {
            return Optional.of(anotherConnector(other));
        }
        Map<String, Object> ours = settings(wanted);
        Map<String, Object> theirs = settings(other);
        Optional<String> slot = text(theirs, SLOT);
        Optional<String> prefix = first(theirs, PREFIX);
        boolean another = slot.isPresent()
                && prefix.isPresent()
                && !slot.equals(text(ours, SLOT))
                && !prefix.equals(first(ours, PREFIX));
        return another
                ? Optional.of("there is a source " + other.getName() + " of another pipeline, with the slot "
                        + TerminalText.of(slot.get(), 100) + " and the prefix " + TerminalText.of(prefix.get(), 100)
                        + "; change source.name, or delete it if it is not needed any more")
                : Optional.empty();
    }

    /** Neither reads the other's position: the one would halt, the other begin with a snapshot. */
    private static String anotherConnector(SourceConfig other) {
        if (!PulsarConfigurations.SHIPPED_SOURCE_CLASS.equals(other.getClassName())) {
            return "there is a source " + other.getName()
                    + " that is not the connector of this pipeline's source.connector,"
                    + " which would not know where it has stopped; give source.name another name, or delete that source";
        }
        return "there is a source " + other.getName()
                + " that is the connector that Pulsar ships; to go on where it is, give"
                + " source.name another name, run pulsar-cdc offsets import --from-shipped --topic " + other.getTenant()
                + "/" + other.getNamespace() + "/" + other.getName() + PipelineNames.SHIPPED_OFFSETS
                + ", and delete it";
    }

    /** @param read the prefix that a function of our function's name reads now */
    static Optional<String> functionOf(
            SourceConfig other, SourceConfig wanted, FunctionConfig function, Optional<String> read) {
        boolean theirs = read.isPresent()
                && !other.getName().equals(wanted.getName())
                && read.equals(first(settings(other), PREFIX));
        return theirs
                ? Optional.of("the function " + function.getName() + " reads the topics of the source "
                        + other.getName() + ", which is another pipeline's; change enrichment.name")
                : Optional.empty();
    }

    private static Optional<String> prefixThatIsRead(PulsarAdmin admin, FunctionConfig function)
            throws PulsarAdminException {
        try {
            Map<String, Object> settings = admin.functions()
                    .getFunction(function.getTenant(), function.getNamespace(), function.getName())
                    .getUserConfig();
            return settings == null ? Optional.empty() : text(settings, "prefix");
        } catch (PulsarAdminException.NotFoundException e) {
            return Optional.empty();
        }
    }

    static Optional<String> problem(SourceConfig wanted, SourceConfig other) {
        Map<String, Object> ours = settings(wanted);
        Map<String, Object> theirs = settings(other);
        Optional<String> prefix = first(theirs, PREFIX);
        if (prefix.isPresent() && prefix.equals(first(ours, PREFIX))) {
            return Optional.of("the source " + other.getName() + " publishes to the same topics, those with the prefix "
                    + TerminalText.of(prefix.get(), 100)
                    + "; delete it if it is not needed any more, or change topics.prefix");
        }
        boolean sameServer = SERVER.stream()
                .allMatch(key -> text(ours, key).isPresent() && text(ours, key).equals(text(theirs, key)));
        String slot = text(theirs, SLOT).orElse(SHIPPED_SLOT);
        if (sameServer && text(ours, SLOT).filter(slot::equals).isPresent()) {
            return Optional.of(
                    "the source " + other.getName() + " reads the same slot " + TerminalText.of(slot, 100)
                            + ", and a slot has one reader; delete it if it is not needed any more, or change source.postgres.slot");
        }
        return Optional.empty();
    }

    private static Map<String, Object> settings(SourceConfig config) {
        return config.getConfigs() == null ? Map.of() : config.getConfigs();
    }

    private static Optional<String> first(Map<String, Object> settings, List<String> keys) {
        return keys.stream().flatMap(key -> text(settings, key).stream()).findFirst();
    }

    /** Pulsar gives back 5432.0 for 5432. */
    private static Optional<String> text(Map<String, Object> settings, String key) {
        return Optional.ofNullable(settings.get(key))
                .map(value -> value.toString().replaceFirst("\\.0$", ""));
    }
}
