package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ClusterCheck;
import com.custom.pulsar.cluster.deploy.ClusterTarget;
import com.custom.pulsar.cluster.deploy.Lack;
import com.custom.pulsar.cluster.deploy.PulsarLabels;
import com.custom.pulsar.cluster.deploy.Rollout;
import com.custom.pulsar.cluster.deploy.StatefulSetName;
import com.custom.pulsar.cluster.deploy.TenantDeployment;
import com.custom.pulsar.cluster.deploy.TenantObject;
import com.custom.pulsar.cluster.deploy.TenantObjects;
import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.operations.Artifact;
import com.custom.pulsar.operations.Cancellation;
import com.custom.pulsar.operations.ComponentPlan;
import com.custom.pulsar.operations.InstanceWatch;
import com.custom.pulsar.operations.OperationException;
import com.custom.pulsar.operations.PipelineDeployment;
import com.custom.pulsar.operations.PipelineStatus;
import com.custom.pulsar.operations.PipelineStatusReader;
import com.custom.pulsar.operations.PipelineTopics;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.operations.RegisteredSource;
import com.custom.pulsar.operations.ReplicationSlot;
import com.custom.pulsar.operations.SlotRemoval;
import com.custom.pulsar.operations.Superuser;
import com.custom.pulsar.pipeline.ConfigurationYaml;
import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretLookup;
import com.custom.pulsar.pipeline.SecretReference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** {@code deploy} and {@code undeploy}. Apart from their verbs, so that the Kubernetes client is loaded for them alone. */
final class ClusterDeployment {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final Duration FLOW_LIMIT = Duration.ofSeconds(20);
    private static final Duration SLOT_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Pipeline pipeline;
    private final PulsarAddress address;
    private final PostgresServer server;
    private final SecretLookup secrets;
    private final ClusterOption option;
    private final PrintWriter out;
    private final PrintWriter err;

    ClusterDeployment(Path file, ClusterOption option, CommandLine command) {
        this.pipeline = PipelineFile.read(file);
        this.option = option;
        this.secrets = new SecretLookup(System.getenv(), option.secrets());
        this.out = command.getOut();
        this.err = command.getErr();
        this.address = requireForPods(file, pipeline);
        // A file with a Pulsar has a PostgreSQL.
        this.server = pipeline.source().postgres().server().orElseThrow();
    }

    /**
     * Where the pipeline's Pulsar is.
     *
     * @throws IllegalStateException if the file describes none that source and function could serve as pods
     */
    static PulsarAddress requireForPods(Path file, Pipeline pipeline) {
        PulsarAddress address = ClusterPlace.address(file, pipeline);
        if (pipeline.source().connector() == Connector.BUILTIN) {
            throw new IllegalStateException("the pipeline " + pipeline.name()
                    + " uses the connector that Pulsar ships (connector: builtin), which deploy does not bring into a cluster; leave"
                    + " source.connector out, or use pulsar-cdc render and pulsar-admin");
        }
        SecretReference password =
                pipeline.source().postgres().server().orElseThrow().password();
        if (!(password instanceof SecretReference.ClusterSecret)) {
            throw new IllegalStateException(
                    "source.postgres.password is " + password.describe()
                            + ", which a pod does not have; make a Secret in the namespace of the pods and give {secret: NAME, key: KEY}");
        }
        StatefulSetName.require(pipeline);
        return address;
    }

    int deploy(boolean dryRun, Duration limit) {
        // What is applied comes out alone, so that it can be piped.
        PrintWriter about = dryRun ? err : out;
        try (ClusterPlace place = place(about)) {
            ClusterConnection cluster = place.cluster();
            ClusterTarget target = place.target();
            if (!isFit(cluster, target, about)) {
                return 1;
            }
            try (ClusterPulsar reached = place.reach(secrets)) {
                PulsarConnection pulsar = reached.connection();
                requireNoSuperuser(pulsar, about);
                for (Pipeline source : pipeline.perSource()) {
                    RegisteredSource.of(pulsar, source).ifPresent(registered -> registered.requireSameSlot(source));
                }
                TenantObjects objects = new TenantObjects(pipeline, target);
                TenantDeployment tenant = new TenantDeployment(cluster, target.namespace(), objects);
                List<TenantDeployment.Step> steps = tenant.plan();
                List<ComponentPlan> plans =
                        deployment(pulsar, about, new Cancellation()).plan(CALL_LIMIT);
                tellPlan(steps, plans, about);
                if (dryRun) {
                    print(objects);
                    return 0;
                }
                Rollout function = Rollout.begin(cluster, target.namespace(), PulsarLabels.ofFunction(pipeline));
                List<RolloutWatch.Looked> sources = new ArrayList<>();
                for (Pipeline source : pipeline.perSource()) {
                    Rollout rollout = Rollout.begin(cluster, target.namespace(), PulsarLabels.ofSource(source));
                    // The plan has the function first.
                    sources.add(looked(rollout, plans.get(1 + sources.size())));
                }
                try (Interruption interruption = interruption()) {
                    PipelineDeployment deployment = deployment(pulsar, out, interruption.cancellation());
                    try {
                        for (TenantDeployment.Step step : steps) {
                            interruption.cancellation().check();
                            tenant.apply(step);
                        }
                        deploy(deployment, limit, looked(function, plans.get(0)), sources);
                    } catch (CancellationException e) {
                        rollBack(tenant, deployment, "Interrupted");
                        return interruption.exitCode().orElseThrow();
                    } catch (RuntimeException e) {
                        rollBack(tenant, deployment, "It failed");
                        throw e;
                    }
                }
                tellFlow(pulsar);
                return 0;
            }
        }
    }

    private void deploy(
            PipelineDeployment deployment,
            Duration limit,
            RolloutWatch.Looked function,
            List<RolloutWatch.Looked> sources) {
        List<RolloutWatch.Looked> all = new ArrayList<>(sources);
        all.add(function);
        deployment.deploy(
                limit,
                List::of,
                watch(function, all),
                sources.stream().map(source -> watch(source, all)).toList());
    }

    private InstanceWatch watch(RolloutWatch.Looked one, List<RolloutWatch.Looked> all) {
        List<RolloutWatch.Looked> others =
                all.stream().filter(other -> !other.equals(one)).toList();
        return new RolloutWatch(one, others, line -> tell(out, line));
    }

    private static RolloutWatch.Looked looked(Rollout rollout, ComponentPlan plan) {
        return new RolloutWatch.Looked(rollout, plan.action() != ComponentPlan.Action.KEEP);
    }

    int undeploy(boolean dropSlot, boolean deleteTopics) {
        try (ClusterPlace place = place(out)) {
            ClusterConnection cluster = place.cluster();
            ClusterTarget target = place.target();
            try (ClusterPulsar reached = place.reach(secrets)) {
                PulsarConnection pulsar = reached.connection();
                requireNoSuperuser(pulsar, out);
                TenantDeployment tenant =
                        new TenantDeployment(cluster, target.namespace(), new TenantObjects(pipeline, target));
                List<TenantObject> objects = tenant.present();
                List<String> deleted = deleteTopics ? new PipelineTopics(pulsar, pipeline).all() : List.of();
                tellRemoval(objects, deleted, dropSlot);
                try (Interruption interruption = interruption()) {
                    Removal removal = new Removal(
                            place, pulsar, tenant, deployment(pulsar, out, interruption.cancellation()), interruption);
                    try {
                        remove(removal, objects, deleted, dropSlot);
                    } catch (CancellationException e) {
                        tell(
                                out,
                                "Interrupted; what was removed until here stays removed. Run it again: it goes on with the"
                                        + " rest of the list above.");
                        return interruption.exitCode().orElseThrow();
                    }
                }
                tell(out, "The pipeline " + pipeline.name() + " is gone from the cluster.");
                return 0;
            }
        }
    }

    /** What takes a pipeline away. */
    private record Removal(
            ClusterPlace place,
            PulsarConnection pulsar,
            TenantDeployment tenant,
            PipelineDeployment deployment,
            Interruption interruption) {
        /** Between two things that are removed. */
        void check() {
            interruption.cancellation().check();
        }
    }

    private void remove(Removal removal, List<TenantObject> objects, List<String> topics, boolean dropSlot) {
        if (dropSlot) {
            removeWithSlots(removal);
        } else {
            removal.deployment().remove(CALL_LIMIT);
        }
        PipelineTopics all = new PipelineTopics(removal.pulsar(), pipeline);
        for (String topic : topics) {
            removal.check();
            all.delete(topic);
            tell(out, "deleted topic " + topic);
        }
        awaitGone(removal);
        // Last, since it says whose the slot is: what fails before can be done again.
        for (TenantObject object : objects) {
            removal.check();
            removal.tenant().remove(object);
            tell(out, "removed " + object.title());
        }
    }

    private void removeWithSlots(Removal removal) {
        try (Connection connection = removal.place().connect(pipeline, secrets)) {
            // All of them before the first is changed.
            for (Pipeline source : pipeline.perSource()) {
                requireDroppable(connection, RegisteredSource.of(removal.pulsar(), source), source, removal.tenant());
            }
            removal.deployment().remove(CALL_LIMIT);
            for (Pipeline source : pipeline.perSource()) {
                removal.check();
                String slot = source.names().slot();
                tell(
                        out,
                        new SlotRemoval(connection, slot).drop(SLOT_LIMIT)
                                ? "dropped the slot " + slot
                                : "there was no slot " + slot);
                new PipelineTopics(removal.pulsar(), source).deletePosition();
                tell(out, "deleted the source's position");
            }
        } catch (SQLException e) {
            String slot = pipeline.names().slot();
            throw new IllegalStateException(
                    "PostgreSQL cannot be asked for the slot " + slot + ": " + e.getMessage()
                            + "; run this where it is reached, or say --keep-slot and drop it there: SELECT"
                            + " pg_drop_replication_slot('" + slot + "')",
                    e);
        }
    }

    private void awaitGone(Removal removal) {
        String namespace = removal.place().target().namespace();
        List<PulsarLabels> all = new ArrayList<>(PulsarLabels.ofSources(pipeline));
        all.add(PulsarLabels.ofFunction(pipeline));
        for (PulsarLabels labels : all) {
            Rollout rollout = Rollout.begin(removal.place().cluster(), namespace, labels);
            boolean gone = Polling.holds(CALL_LIMIT, POLL, () -> {
                removal.check();
                return rollout.isGone();
            });
            if (!gone) {
                throw new ClusterException("Pulsar has removed " + labels.title()
                        + ", and its StatefulSet is still in the namespace " + namespace
                        + "; see the broker's log, and run this again");
            }
        }
    }

    private static void requireDroppable(
            Connection connection, Optional<RegisteredSource> registered, Pipeline source, TenantDeployment tenant)
            throws SQLException {
        String slot = source.names().slot();
        boolean recorded = registered.map(found -> found.isOf(source)).orElseGet(() -> tenant.hasRecorded(slot));
        if (!recorded && ReplicationSlot.read(connection, slot).isPresent()) {
            throw new IllegalStateException("the slot " + slot + " is not written down as one of the pipeline "
                    + source.name()
                    + ", so it is not dropped and nothing was changed; say --keep-slot, and where it is"
                    + " needed no more: SELECT pg_drop_replication_slot('" + slot + "')");
        }
        if (registered.isEmpty()) {
            new SlotRemoval(connection, slot).requireUnread();
        }
    }

    private ClusterPlace place(PrintWriter about) {
        return ClusterPlace.open(option.context(), option.namespace(), option.brokerNamespace(), address, about);
    }

    private boolean isFit(ClusterConnection cluster, ClusterTarget target, PrintWriter about) {
        List<Lack> lacks = new ClusterCheck(cluster, target.brokerNamespace())
                .run(target.namespace(), server.password() instanceof SecretReference.ClusterSecret);
        lacks.stream().filter(lack -> !lack.keeps()).forEach(lack -> tell(about, "Warning: " + lack.text()));
        List<Lack> keeping = lacks.stream().filter(Lack::keeps).toList();
        keeping.forEach(lack -> tell(err, "pulsar-cdc: " + lack.text()));
        if (!keeping.isEmpty()) {
            tell(err, "Nothing was changed.");
        }
        return keeping.isEmpty();
    }

    private void requireNoSuperuser(PulsarConnection pulsar, PrintWriter about) {
        Superuser.finding(pulsar).ifPresent(finding -> {
            if (finding.isError() && !option.allowSuperuser()) {
                throw new IllegalStateException(finding.text());
            }
            tell(about, "Warning: " + (finding.isError() ? finding.what() : finding.text()));
        });
    }

    private PipelineDeployment deployment(PulsarConnection pulsar, PrintWriter about, Cancellation cancellation) {
        Artifacts artifacts = Artifacts.ofThisInstallation();
        return new PipelineDeployment(
                pulsar,
                pipeline,
                new DeploymentTarget.Cluster(),
                new Artifact.Upload(artifacts.connector()),
                new Artifact.Upload(artifacts.function()),
                line -> tell(about, line),
                cancellation);
    }

    private void tellPlan(List<TenantDeployment.Step> steps, List<ComponentPlan> plans, PrintWriter about) {
        tell(about, "Pipeline " + pipeline.name() + ":");
        for (TenantDeployment.Step step : steps) {
            tell(about, planned(step.action().name(), step.object().title()));
        }
        for (ComponentPlan plan : plans) {
            tell(
                    about,
                    planned(plan.action().name(), plan.label())
                            + (plan.differences().isEmpty() ? "" : ": " + String.join(", ", plan.differences())));
        }
        if (server.networks().isEmpty()) {
            tell(
                    about,
                    "Without source.postgres.networks no network policy is made: where one of the namespace keeps pods from the"
                            + " database, give them.");
        }
    }

    private static String planned(String action, String what) {
        return String.format(Locale.ROOT, "  %-7s %s", action.toLowerCase(Locale.ROOT), what);
    }

    private void tellRemoval(List<TenantObject> objects, List<String> topics, boolean dropSlot) {
        tell(out, "Pipeline " + pipeline.name() + ":");
        for (Pipeline source : pipeline.perSource()) {
            tell(out, planned("remove", "source " + source.source().name()));
        }
        tell(out, planned("remove", "function " + pipeline.enrichment().name()));
        objects.forEach(object -> tell(out, planned("remove", object.title())));
        topics.forEach(topic -> tell(out, planned("delete", "topic " + topic)));
        for (Pipeline source : pipeline.perSource()) {
            String slot = "slot " + source.names().slot() + " and the source's position";
            tell(out, planned(dropSlot ? "drop" : "keep", slot));
        }
    }

    private void print(TenantObjects objects) {
        out.print(objects.yaml());
        comment("What Pulsar is given, which makes the StatefulSets of both and has them hardened by the customizer:");
        for (Pipeline source : pipeline.perSource()) {
            comment("the source, for pulsar-admin sources create --source-config-file");
            comment(ConfigurationYaml.source(source).indent(2));
        }
        comment("the function, for pulsar-admin functions create --function-config-file");
        comment(ConfigurationYaml.function(pipeline).indent(2));
        out.flush();
    }

    private void comment(String text) {
        out.println(text.lines().map(line -> "# " + line).collect(Collectors.joining(System.lineSeparator())));
    }

    private Interruption interruption() {
        return Interruption.listen(() -> tell(
                out, "It ends once the servers have answered what they were asked; Ctrl-C again ends it at once."));
    }

    private void rollBack(TenantDeployment tenant, PipelineDeployment deployment, String why) {
        tell(out, why + "; what this run has created is removed again. Topics, slot and Secrets stay.");
        attempt(() -> deployment.removeCreated(CALL_LIMIT));
        attempt(() -> tenant.removeCreated().forEach(object -> tell(out, "removed " + object.title())));
    }

    private void attempt(Runnable removal) {
        try {
            removal.run();
        } catch (OperationException | ClusterException e) {
            tell(err, "pulsar-cdc: not removed: " + e.getMessage());
        }
    }

    private void tellFlow(PulsarConnection pulsar) {
        tell(
                out,
                LocalRun.sources(pipeline) + " and function "
                        + pipeline.enrichment().name() + " run.");
        PipelineStatusReader reader = new PipelineStatusReader(pulsar, pipeline);
        boolean flows = Polling.holds(FLOW_LIMIT, POLL, () -> isFlowing(reader.read()));
        PipelineStatus status = reader.read();
        long stored =
                status.topics().stream().mapToLong(PipelineStatus.Topic::stored).sum();
        long enriched = status.topics().stream()
                .mapToLong(PipelineStatus.Topic::enriched)
                .sum();
        tell(
                out,
                flows
                        ? "Events flow: %,d stored, %,d enriched, %,d waiting."
                                .formatted(stored, enriched, status.lag())
                        : stored == 0
                                ? "No event yet: the tables are empty, or their snapshot goes on. Change a row to see one."
                                : "%,d events stored, %,d enriched, %,d waiting: the function has not caught up yet."
                                        .formatted(stored, enriched, status.lag()));
        tell(out, "Whether what runs is hardened: pulsar-cdc verify");
    }

    private static boolean isFlowing(PipelineStatus status) {
        return status.lag() == 0
                && status.topics().stream()
                                .mapToLong(PipelineStatus.Topic::enriched)
                                .sum()
                        > 0;
    }

    private static void tell(PrintWriter writer, String line) {
        writer.println(Terminal.safe(line));
        writer.flush();
    }
}
