package com.custom.pulsar.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.policies.data.SourceStatus;

/** A source, and perhaps a function, in the functions worker; nothing else runs in it meanwhile. */
final class RunningSource implements Running {
    private static final String TENANT = "public";
    private static final String NAMESPACE = "default";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int RESTARTS_ALLOWED = 2;

    private final Stage stage;
    private final String source;
    private final Optional<String> function;
    private final Function<RowShape, String> topics;

    RunningSource(Stage stage, String source, Optional<String> function, Function<RowShape, String> topics) {
        this.stage = stage;
        this.source = source;
        this.function = function;
        this.topics = topics;
    }

    @Override
    public Collection<ProcessHandle> processes() {
        return stage.servers().instances();
    }

    @Override
    public String topic(RowShape shape) {
        return topics.apply(shape);
    }

    @Override
    public void requireAlive() {
        try {
            SourceStatus status = admin().sources().getSourceStatus(TENANT, NAMESPACE, source);
            for (SourceStatus.SourceInstanceStatus instance : status.getInstances()) {
                if (instance.getStatus().getNumRestarts() > RESTARTS_ALLOWED) {
                    throw new BenchmarkException("its instance ends again and again; see "
                            + stage.servers().directory().logs() + ": "
                            + instance.getStatus().getError());
                }
            }
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not tell its status: " + e.getMessage(), e);
        }
    }

    @Override
    public long restarts() {
        try {
            long restarts = admin().sources().getSourceStatus(TENANT, NAMESPACE, source).getInstances().stream()
                    .mapToLong(instance -> instance.getStatus().getNumRestarts())
                    .sum();
            return function.isEmpty() ? restarts : restarts + restarts(function.get());
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not tell its status: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            admin().sources().deleteSource(TENANT, NAMESPACE, source);
            if (function.isPresent()) {
                admin().functions().deleteFunction(TENANT, NAMESPACE, function.get());
            }
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not remove it: " + e.getMessage(), e);
        }
        Waiting.until(() -> processes().isEmpty(), STOP_LIMIT);
    }

    private long restarts(String name) throws PulsarAdminException {
        return admin().functions().getFunctionStatus(TENANT, NAMESPACE, name).getInstances().stream()
                .mapToLong(instance -> instance.getStatus().getNumRestarts())
                .sum();
    }

    private PulsarAdmin admin() {
        return stage.servers().connection().admin();
    }
}
