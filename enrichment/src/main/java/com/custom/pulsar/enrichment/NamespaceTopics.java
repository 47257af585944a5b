package com.custom.pulsar.enrichment;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.api.PulsarClientException;

/** Which topics there are in the pipeline's namespace. */
final class NamespaceTopics {
    private static final long PATIENCE_SECONDS = 10;

    private final Optional<PulsarAdmin> admin;
    private final String namespace;

    /**
     * @param admin empty if the functions worker exposes none; then none is known
     * @param namespace {@code tenant/namespace}
     */
    NamespaceTopics(Optional<PulsarAdmin> admin, String namespace) {
        this.admin = admin;
        this.namespace = namespace;
    }

    /** Their names behind the namespace's, each partitioned one once. */
    Set<String> names() throws PulsarClientException {
        if (admin.isEmpty()) {
            return Set.of();
        }
        try {
            return admin.get().topics().getListAsync(namespace).get(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
                    .map(RawTopics::withoutPartition)
                    .map(topic -> topic.substring(topic.lastIndexOf('/') + 1))
                    .collect(Collectors.toSet());
        } catch (ExecutionException | TimeoutException e) {
            throw new PulsarClientException("The topics of " + namespace + " cannot be listed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PulsarClientException(e);
        }
    }
}
