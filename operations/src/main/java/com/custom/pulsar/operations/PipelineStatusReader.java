package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.policies.data.FunctionInstanceStats;
import org.apache.pulsar.common.policies.data.FunctionStatus;
import org.apache.pulsar.common.policies.data.SourceStatus;
import org.apache.pulsar.common.policies.data.SourceStatus.SourceInstanceStatus.SourceInstanceStatusData;
import org.apache.pulsar.common.policies.data.SubscriptionStats;

/** Asks Pulsar how a pipeline is. Thread-safe. */
public final class PipelineStatusReader {
    private static final String METRIC = "user_metric_pulsar_cdc_";

    private final PulsarAdmin admin;
    private final Pipeline pipeline;

    public PipelineStatusReader(PulsarConnection pulsar, Pipeline pipeline) {
        this.admin = pulsar.admin();
        this.pipeline = pipeline;
    }

    /**
     * The status now. An instance that does not answer is one that does not run.
     *
     * @throws OperationException if Pulsar does not answer or refuses
     */
    public PipelineStatus read() {
        try {
            List<PipelineStatus.Topic> topics = topics();
            long lag = topics.stream().mapToLong(PipelineStatus.Topic::backlog).sum();
            List<PipelineStatus.Source> sources = new ArrayList<>();
            for (Pipeline one : pipeline.perSource()) {
                sources.add(source(one.source().name()));
            }
            return new PipelineStatus(sources, function(), topics, lag);
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot ask Pulsar for the status: " + Failures.text(e), e);
        }
    }

    private PipelineStatus.Source source(String name) throws PulsarAdminException {
        SourceStatus status;
        try {
            status = admin.sources()
                    .getSourceStatus(
                            pipeline.topics().tenant(), pipeline.topics().namespace(), name);
        } catch (PulsarAdminException.NotFoundException e) {
            return new PipelineStatus.Source(name, false, false, false, 0, 0, 0, "");
        }
        if (status.getInstances().isEmpty()) {
            return new PipelineStatus.Source(name, true, false, false, 0, 0, 0, "");
        }
        SourceInstanceStatusData data = status.getInstances().get(0).getStatus();
        return new PipelineStatus.Source(
                name,
                true,
                data.isRunning(),
                SourceComponent.isHalted(data),
                data.getNumRestarts(),
                data.getNumReceivedFromSource(),
                data.getNumWritten(),
                SourceComponent.lastError(data));
    }

    private PipelineStatus.Function function() throws PulsarAdminException {
        FunctionStatus status;
        try {
            status = admin.functions()
                    .getFunctionStatus(
                            pipeline.topics().tenant(),
                            pipeline.topics().namespace(),
                            pipeline.enrichment().name());
        } catch (PulsarAdminException.NotFoundException e) {
            return new PipelineStatus.Function(false, false, 0, 0, 0, 0, 0, 0, 0, 0, false, "");
        }
        if (status.getInstances().isEmpty()) {
            return new PipelineStatus.Function(true, false, 0, 0, 0, 0, 0, 0, 0, 0, false, "");
        }
        Map<String, Double> metrics = metrics();
        return new PipelineStatus.Function(
                true,
                FunctionComponent.isRunning(status),
                status.getInstances().size(),
                FunctionComponent.restarts(status),
                sum(metrics, "events_received"),
                sum(metrics, "events_enriched"),
                sum(metrics, "tombstones"),
                sum(metrics, "filtered"),
                sumOfAll(metrics, "routed:"),
                sum(metrics, "dead_letters"),
                isHalted(metrics),
                FunctionComponent.lastError(status));
    }

    private Map<String, Double> metrics() throws PulsarAdminException {
        Map<String, Double> sums = new HashMap<>();
        List<? extends FunctionInstanceStats> instances = admin.functions()
                .getFunctionStats(
                        pipeline.topics().tenant(),
                        pipeline.topics().namespace(),
                        pipeline.enrichment().name())
                .getInstances();
        for (FunctionInstanceStats instance : instances) {
            Map<String, Double> metrics = instance.getMetrics().getUserMetrics();
            if (metrics != null) {
                metrics.forEach((name, value) -> sums.merge(name, value, Double::sum));
            }
        }
        return sums;
    }

    static long sum(Map<String, Double> metrics, String name) {
        return Math.round(metrics.getOrDefault(METRIC + name + "_sum", 0.0));
    }

    /** The sum of all figures whose names begin like that. */
    static long sumOfAll(Map<String, Double> metrics, String name) {
        return Math.round(metrics.entrySet().stream()
                .filter(metric -> metric.getKey().startsWith(METRIC + name)
                        && metric.getKey().endsWith("_sum"))
                .mapToDouble(Map.Entry::getValue)
                .sum());
    }

    /** The function records 1 when it halts and -1 when it goes on. */
    static boolean isHalted(Map<String, Double> metrics) {
        return sum(metrics, "halted") > 0;
    }

    private List<PipelineStatus.Topic> topics() throws PulsarAdminException {
        PipelineNames names = pipeline.names();
        List<String> all;
        try {
            all = admin.topics().getList(names.namespace());
        } catch (PulsarAdminException.NotFoundException e) {
            return List.of();
        }
        List<PipelineStatus.Topic> topics = new ArrayList<>();
        for (String raw : all.stream()
                .filter(names.rawTopics().asMatchPredicate())
                .sorted()
                .toList()) {
            topics.add(new PipelineStatus.Topic(
                    raw,
                    entries(raw, all),
                    backlog(raw, names.subscription()),
                    entries(names.enrichedTopic(raw), all),
                    entries(names.deadLetterTopic(raw), all)));
        }
        return topics;
    }

    private long entries(String topic, List<String> all) throws PulsarAdminException {
        if (!all.contains(topic)) {
            return 0;
        }
        try {
            return admin.topics().getInternalStats(topic).numberOfEntries;
        } catch (PulsarAdminException.NotFoundException e) {
            return 0;
        }
    }

    private long backlog(String topic, String subscription) throws PulsarAdminException {
        try {
            SubscriptionStats stats =
                    admin.topics().getStats(topic, true).getSubscriptions().get(subscription);
            return stats == null ? 0 : stats.getMsgBacklog();
        } catch (PulsarAdminException.NotFoundException e) {
            return 0;
        }
    }
}
