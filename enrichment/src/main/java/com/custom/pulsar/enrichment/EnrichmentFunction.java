package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.PipelineRules;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/*
 * Pulsar 4.0.8 ends the instance of a function at the first null value on a topic that it reads for the function, before
 * any code of the function is asked. So it is given nothing to read (an input pattern that matches no topic), and this
 * class reads through a consumer of its own, on a thread of its own. Of the framework it uses configuration, client, logs,
 * metrics, and the restart of an instance that gives itself up.
 */
/**
 * Adds metadata to the change events of all raw topics of a pipeline. Its life is Pulsar's: {@link #initialize} once,
 * {@link #close} once.
 */
public final class EnrichmentFunction implements Function<byte[], Void> {
    private @Nullable LoopThread loop;

    @Override
    public void initialize(Context context) {
        String name = context.getFunctionName();
        Counters counters = new Counters(context::recordMetric);
        loop = new LoopThread(loop(name, context, counters), name + "-events");
        loop.start();
    }

    private static Loop loop(String name, Context context, Counters counters) {
        Logger logger = context.getLogger();
        EnrichmentSettings settings;
        PipelineRules rules;
        try {
            settings = EnrichmentSettings.read(name, context.getUserConfigMap());
            rules = PipelineRules.compile(settings.rules());
        } catch (IllegalArgumentException e) {
            return new RefusedSettings(String.valueOf(e.getMessage()), counters, logger);
        }
        Pattern rawTopics = RawTopics.pattern(context.getTenant(), context.getNamespace(), settings.prefix());
        InstantSource clock = InstantSource.system();
        Optional<PulsarAdmin> admin = admin(context);
        Instance instance = new Instance(name, context.getInstanceId(), context.getNumInstances());
        String replayTopic = RawTopics.replay(context.getTenant(), context.getNamespace(), name);
        logger.info(
                "Reading {} and {} as subscription {}, instance {} of {}",
                rawTopics,
                replayTopic,
                name,
                instance.number(),
                instance.count());
        return new EventLoop(
                new PulsarBroker(
                        context.getPulsarClient(),
                        RawTopics.withReplay(context.getTenant(), context.getNamespace(), settings.prefix(), name),
                        new MessageReading(replayTopic),
                        instance,
                        new TopicPreparation(admin, settings.retentionMinutes(), logger),
                        new NamespaceTopics(admin, context.getTenant() + "/" + context.getNamespace()),
                        new RawSchemas(context.getPulsarClient(), logger)),
                rawTopics.asMatchPredicate(),
                new Enricher(new MetadataSplicer(name, settings.metadata()), rules, clock),
                new Halt(clock, new HaltLog(logger)),
                counters,
                clock,
                logger,
                context::fatal);
    }

    private static Optional<PulsarAdmin> admin(Context context) {
        try {
            return Optional.of(context.getPulsarAdmin());
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Is never called, since the function is deployed with an input that matches no topic. */
    @Override
    public Void process(byte[] input, Context context) {
        throw new IllegalStateException(
                "Pulsar reads a topic for this function, which reads its topics itself: deploy it with the input pattern "
                        + "persistent://<tenant>/<namespace>/(?!), which matches none");
    }

    /** Takes nothing more, lets what is under way be stored and acknowledged, and ends; within the time Pulsar gives. */
    @Override
    public void close() throws InterruptedException {
        if (loop != null) {
            loop.close();
        }
    }
}
