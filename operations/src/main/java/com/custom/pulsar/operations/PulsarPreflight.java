package com.custom.pulsar.operations;

import com.custom.pulsar.operations.PulsarFacts.Policies;
import com.custom.pulsar.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;

/** Looks whether a Pulsar can take a pipeline, and changes nothing. */
public final class PulsarPreflight {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private PulsarPreflight() {}

    /** All findings, also if Pulsar refuses to answer. */
    public static List<Finding> examine(PulsarConnection pulsar, Pipeline pipeline) {
        PulsarAdmin admin = pulsar.admin();
        try {
            Optional<Finding> missing = namespaceMissing(admin, pipeline);
            if (missing.isPresent()) {
                return List.of(missing.get());
            }
            List<Finding> all = new ArrayList<>();
            PulsarRights.finding(pulsar, pipeline).ifPresent(all::add);
            all.addAll(new PulsarFindings(pipeline, facts(admin, pipeline)).all());
            return all;
        } catch (PulsarAdminException e) {
            return List.of(Finding.error(
                    "Pulsar at " + admin.getServiceUrl() + " does not answer: " + Failures.text(e),
                    "see its brokers' log"));
        }
    }

    /**
     * Does nothing if the pipeline's namespace is there, as far as the role may know, and the role may deploy to it.
     *
     * @throws OperationException with what is missing, and the command that mends it
     */
    public static void requireAccess(PulsarConnection pulsar, Pipeline pipeline) {
        try {
            namespaceMissing(pulsar.admin(), pipeline)
                    .or(() -> PulsarRights.missing(pulsar, pipeline))
                    .ifPresent(missing -> {
                        throw new OperationException(missing.text());
                    });
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot ask Pulsar for the namespaces of "
                            + pipeline.topics().tenant() + ": " + Failures.text(e),
                    e);
        }
    }

    /** That tenant or namespace of the pipeline does not exist. A role that may not list namespaces sees nothing wrong. */
    static Optional<Finding> namespaceMissing(PulsarAdmin admin, Pipeline pipeline) throws PulsarAdminException {
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.names().namespace();
        try {
            return admin.namespaces().getNamespaces(tenant).contains(namespace)
                    ? Optional.empty()
                    : Optional.of(Finding.error(
                            "Pulsar has no namespace " + namespace,
                            "make it with pulsar-admin namespaces create " + namespace
                                    + ", or change topics.namespace"));
        } catch (PulsarAdminException.NotFoundException e) {
            return Optional.of(Finding.error(
                    "Pulsar has no tenant " + tenant,
                    "make it with pulsar-admin tenants create " + tenant + ", or change topics.tenant"));
        } catch (PulsarAdminException e) {
            if (isRefused(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static PulsarFacts facts(PulsarAdmin admin, Pipeline pipeline) throws PulsarAdminException {
        String namespace = pipeline.names().namespace();
        Optional<Map<String, String>> broker = asked(admin.brokers()::getRuntimeConfigurations);
        Optional<Boolean> deduplication = asked(() -> admin.namespaces().getDeduplicationStatus(namespace))
                .or(() -> broker.map(settings -> Boolean.parseBoolean(settings.get("brokerDeduplicationEnabled"))));
        Map<String, Policies> topics = new TreeMap<>();
        for (String topic : asked(() -> admin.topics().getList(namespace)).orElse(List.of())) {
            if (pipeline.names().rawTopics().matcher(topic).matches()) {
                topics.put(
                        topic,
                        new Policies(
                                asked(() -> admin.topicPolicies().getDeduplicationStatus(topic, true)),
                                asked(() -> admin.topicPolicies().getRetention(topic, true)),
                                asked(() -> admin.topicPolicies().getSchemaCompatibilityStrategy(topic, true))
                                        .map(SchemaCompatibilityStrategy::name)));
            }
        }
        return new PulsarFacts(
                admin.getServiceUrl(),
                asked(admin.brokers()::getVersion),
                broker.map(settings -> settings.get("maxMessageSize")).map(Integer::valueOf),
                policiesAreVisible(admin, namespace)
                        ? Optional.of(new Policies(
                                deduplication,
                                asked(() -> admin.namespaces().getRetention(namespace)),
                                asked(() -> admin.namespaces().getSchemaCompatibilityStrategy(namespace))
                                        .map(SchemaCompatibilityStrategy::name)))
                        : Optional.empty(),
                asked(() -> admin.namespaces().getIsAllowAutoUpdateSchema(namespace)),
                topics);
    }

    private static boolean policiesAreVisible(PulsarAdmin admin, String namespace) throws PulsarAdminException {
        try {
            var unused = admin.namespaces().getRetention(namespace);
            return true;
        } catch (PulsarAdminException.NotFoundException e) {
            return true;
        } catch (PulsarAdminException e) {
            if (isRefused(e)) {
                return false;
            }
            throw e;
        }
    }

    /** A question to Pulsar. */
    private interface Question<T> {
        T ask() throws PulsarAdminException;
    }

    /** Empty if nothing was ever set, or the role may not know. */
    private static <T> Optional<T> asked(Question<T> question) throws PulsarAdminException {
        try {
            return Optional.ofNullable(question.ask());
        } catch (PulsarAdminException.NotFoundException e) {
            return Optional.empty();
        } catch (PulsarAdminException e) {
            if (isRefused(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static boolean isRefused(PulsarAdminException e) {
        return e.getStatusCode() == UNAUTHORIZED || e.getStatusCode() == FORBIDDEN;
    }
}
