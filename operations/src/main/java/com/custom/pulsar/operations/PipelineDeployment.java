package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import com.custom.pulsar.pipeline.TableName;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pulsar.common.io.SourceConfig;

/** Puts the source and the function of a pipeline into Pulsar and takes them out. Not thread-safe; blocks. */
public final class PipelineDeployment {
    private final PulsarConnection pulsar;
    private final Pipeline pipeline;
    private final SourceConfig sourceConfig;
    private final ComponentDeployment function;
    private final ComponentDeployment source;

    /**
     * @param progress told in a few words what is done, on the calling thread
     * @throws IllegalArgumentException if {@code target} cannot run the pipeline
     * @throws OperationException if an artifact cannot be read
     */
    public PipelineDeployment(
            PulsarConnection pulsar,
            Pipeline pipeline,
            DeploymentTarget target,
            Artifact sourceArchive,
            Artifact functionJar,
            Consumer<String> progress) {
        this.pulsar = pulsar;
        this.pipeline = pipeline;
        this.sourceConfig = PulsarConfigurations.source(pipeline, target);
        this.source = new ComponentDeployment(
                new SourceComponent(
                        pulsar.admin(),
                        sourceConfig,
                        sourceArchive,
                        pipeline.names().offsetsTopic()),
                Clock.SYSTEM,
                progress);
        this.function = new ComponentDeployment(
                new FunctionComponent(pulsar.admin(), PulsarConfigurations.function(pipeline), functionJar),
                Clock.SYSTEM,
                progress);
    }

    /**
     * Creates or updates both and waits until both run. What is as it should be is left alone, unless it does not run: then
     * it is started anew, which components of a standalone need after its restart.
     *
     * @param limit for each of the steps, about
     * @param tables gives what the pipeline captures now; asked where the connector makes no topic ready by itself
     * @throws OperationException if Pulsar refuses, drops a setting, or an instance does not run; with its own reason
     */
    public void deploy(Duration limit, Supplier<List<TableName>> tables) {
        deploy(limit, tables, InstanceWatch.NONE, InstanceWatch.NONE);
    }

    /** The same, with a look at the places where function and source run. */
    public void deploy(
            Duration limit, Supplier<List<TableName>> tables, InstanceWatch functionWatch, InstanceWatch sourceWatch) {
        PulsarPreflight.requireAccess(pulsar, pipeline);
        function.awaitWorker(limit);
        SharedNames.refuse(pulsar.admin(), sourceConfig, PulsarConfigurations.function(pipeline));
        boolean functionChanged = function.apply(limit);
        if (pipeline.source().connector() == Connector.BUILTIN) {
            new TopicsBeforeSource(pulsar.admin(), pipeline).makeReady(tables.get());
        }
        boolean sourceChanged = source.apply(limit);
        function.awaitRunning(functionChanged, limit, functionWatch);
        source.awaitRunning(sourceChanged, limit, sourceWatch);
    }

    /**
     * What {@link #deploy} would do, in its order; nothing is changed.
     *
     * @throws OperationException if Pulsar refuses, or if names or a slot are another pipeline's
     */
    public List<ComponentPlan> plan(Duration limit) {
        PulsarPreflight.requireAccess(pulsar, pipeline);
        List<ComponentPlan> plan = List.of(function.plan(limit), source.plan(limit));
        SharedNames.refuse(pulsar.admin(), sourceConfig, PulsarConfigurations.function(pipeline));
        return plan;
    }

    /**
     * Removes what {@link #deploy} has created, and leaves what was there before.
     *
     * @throws OperationException if Pulsar refuses
     */
    public void removeCreated(Duration limit) {
        if (source.isCreated()) {
            source.remove(limit);
        }
        if (function.isCreated()) {
            function.remove(limit);
        }
    }

    /**
     * Removes both; topics, subscriptions, slot and publication stay. Without them it does nothing.
     *
     * @throws OperationException if Pulsar refuses
     */
    public void remove(Duration limit) {
        source.remove(limit);
        function.remove(limit);
    }
}
