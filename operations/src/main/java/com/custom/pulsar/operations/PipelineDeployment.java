package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import com.custom.pulsar.pipeline.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.pulsar.common.io.SourceConfig;

/** Puts the sources and the function of a pipeline into Pulsar and takes them out. Not thread-safe; blocks. */
public final class PipelineDeployment {
    private final PulsarConnection pulsar;
    private final Consumer<String> progress;
    private final Pipeline pipeline;
    private final List<SourceConfig> sourceConfigs;
    private final ComponentDeployment function;
    private final List<ComponentDeployment> sources;

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
        this(pulsar, pipeline, target, sourceArchive, functionJar, progress, new Cancellation());
    }

    /**
     * The same, which can be told to end.
     *
     * @param cancellation ends what goes on with a {@link java.util.concurrent.CancellationException}, before something is changed or while it
     *     is waited for
     */
    public PipelineDeployment(
            PulsarConnection pulsar,
            Pipeline pipeline,
            DeploymentTarget target,
            Artifact sourceArchive,
            Artifact functionJar,
            Consumer<String> progress,
            Cancellation cancellation) {
        Clock clock = cancellation.clock();
        Consumer<String> change = line -> {
            cancellation.check();
            progress.accept(line);
        };
        this.pulsar = pulsar;
        this.progress = progress;
        this.pipeline = pipeline;
        List<Pipeline> each = pipeline.perSource();
        this.sourceConfigs = each.stream()
                .map(source -> PulsarConfigurations.source(source, target))
                .toList();
        this.sources = IntStream.range(0, each.size())
                .mapToObj(i -> new ComponentDeployment(
                        new SourceComponent(
                                pulsar.admin(),
                                sourceConfigs.get(i),
                                sourceArchive,
                                each.get(i).names().offsetsTopic()),
                        clock,
                        change))
                .toList();
        this.function = new ComponentDeployment(
                new FunctionComponent(pulsar.admin(), PulsarConfigurations.function(pipeline), functionJar),
                clock,
                change);
    }

    /**
     * Creates or updates all and waits until all run. What is as it should be is left alone, unless it does not run: then
     * it is started anew, which components of a standalone need after its restart.
     *
     * @param limit for each of the steps, about
     * @param tables gives what the pipeline captures now; asked where the connector makes no topic ready by itself
     * @throws OperationException if Pulsar refuses, drops a setting, or an instance does not run; with its own reason
     */
    public void deploy(Duration limit, Supplier<List<TableName>> tables) {
        deploy(limit, tables, InstanceWatch.NONE, Collections.nCopies(sources.size(), InstanceWatch.NONE));
    }

    /**
     * The same, with a look at the places where function and sources run.
     *
     * @param sourceWatches one for each of {@link Pipeline#perSource}
     */
    public void deploy(
            Duration limit,
            Supplier<List<TableName>> tables,
            InstanceWatch functionWatch,
            List<InstanceWatch> sourceWatches) {
        PulsarPreflight.requireAccess(pulsar, pipeline);
        function.awaitWorker(limit);
        SharedNames.refuse(pulsar.admin(), sourceConfigs, PulsarConfigurations.function(pipeline));
        BatchesBeforeSharing batches = new BatchesBeforeSharing(pulsar.admin(), pipeline, Clock.SYSTEM, progress);
        if (batches.areToBeRead()) {
            awaitSources(applySources(limit), limit, sourceWatches);
            batches.awaitRead(limit);
        }
        boolean functionChanged = function.apply(limit);
        if (pipeline.source().connector() == Connector.BUILTIN) {
            new TopicsBeforeSource(pulsar.admin(), pipeline).makeReady(tables.get());
        }
        List<Boolean> sourcesChanged = applySources(limit);
        function.awaitRunning(functionChanged, limit, functionWatch);
        awaitSources(sourcesChanged, limit, sourceWatches);
    }

    private List<Boolean> applySources(Duration limit) {
        return sources.stream().map(source -> source.apply(limit)).toList();
    }

    private void awaitSources(List<Boolean> changed, Duration limit, List<InstanceWatch> watches) {
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).awaitRunning(changed.get(i), limit, watches.get(i));
        }
    }

    /**
     * What {@link #deploy} would do, in its order, the function first; nothing is changed.
     *
     * @throws OperationException if Pulsar refuses, or if names or a slot are another pipeline's
     */
    public List<ComponentPlan> plan(Duration limit) {
        PulsarPreflight.requireAccess(pulsar, pipeline);
        List<ComponentPlan> plan = new ArrayList<>();
        plan.add(function.plan(limit));
        sources.forEach(source -> plan.add(source.plan(limit)));
        SharedNames.refuse(pulsar.admin(), sourceConfigs, PulsarConfigurations.function(pipeline));
        return plan;
    }

    /**
     * Removes what {@link #deploy} has created, and leaves what was there before.
     *
     * @throws OperationException if Pulsar refuses
     */
    public void removeCreated(Duration limit) {
        sources.stream().filter(ComponentDeployment::isCreated).forEach(source -> source.remove(limit));
        if (function.isCreated()) {
            function.remove(limit);
        }
    }

    /**
     * Removes all; topics, subscriptions, slots and publications stay. Without them it does nothing.
     *
     * @throws OperationException if Pulsar refuses
     */
    public void remove(Duration limit) {
        sources.forEach(source -> source.remove(limit));
        function.remove(limit);
    }
}
