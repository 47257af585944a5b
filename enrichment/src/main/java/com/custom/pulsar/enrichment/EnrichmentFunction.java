package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.PipelineRules;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.api.PulsarClient;
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
            settings.checkInstances(context.getNumInstances());
            rules = PipelineRules.compile(settings.rules());
        } catch (IllegalArgumentException e) {
            return new RefusedSettings(String.valueOf(e.getMessage()), counters, logger);
        }
        String tenant = context.getTenant();
        String namespace = context.getNamespace();
        Pattern rawTopics = RawTopics.pattern(tenant, namespace, settings.prefix());
        InstantSource clock = InstantSource.system();
        Broker broker = broker(name, context, settings);
        logger.info(
                "Reading {} and {} as subscription {}, instance {} of {}",
                rawTopics,
                RawTopics.replay(tenant, namespace, name),
                name,
                context.getInstanceId(),
                context.getNumInstances());
        return new EventLoop(
                broker,
                rawTopics.asMatchPredicate(),
                new Enricher(new MetadataSplicer(name, settings.metadata()), rules, clock),
                new LastKnown(
                        broker,
                        RawTopics.lastKnown(tenant, namespace, name),
                        settings.rules(),
                        counters,
                        LastKnown.MOST_BYTES),
                new Halt(clock, new HaltLog(logger)),
                counters,
                clock,
                logger,
                context::fatal);
    }

    private static Broker broker(String name, Context context, EnrichmentSettings settings) {
        Logger logger = context.getLogger();
        PulsarClient client = context.getPulsarClient();
        String tenant = context.getTenant();
        String namespace = context.getNamespace();
        Optional<PulsarAdmin> admin = admin(context);
        return new PulsarBroker(
                client,
                RawTopics.withReplay(tenant, namespace, settings.prefix(), name),
                new MessageReading(RawTopics.replay(tenant, namespace, name)),
                new Instance(name, context.getInstanceId(), context.getNumInstances()),
                new TopicPreparation(admin, settings.retentionMinutes(), logger),
                new NamespaceTopics(admin, tenant + "/" + namespace),
                new RawSchemas(client, logger),
                new LastKnownTopic(client, admin, logger));
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
