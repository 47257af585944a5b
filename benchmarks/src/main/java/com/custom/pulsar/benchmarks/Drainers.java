package com.custom.pulsar.benchmarks;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import com.custom.pulsar.rules.RuleSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.common.functions.FunctionConfig;

/** The functions that drain a backlog, each as one instance with the same memory. */
final class Drainers {
    private static final String TOPICS = "persistent://public/default/";

    private final Backlog backlog;
    private final Pipeline pipeline;

    Drainers(Backlog backlog) {
        this.backlog = backlog;
        this.pipeline = new StagePipeline(backlog.stage(), Connector.PULSAR_CDC, Map.of()).read();
    }

    Backlog backlog() {
        return backlog;
    }

    /** This project's function as a pipeline runs it. */
    Drainer enrichment(String name, RuleSettings rules, String jar) {
        FunctionConfig config = PulsarConfigurations.function(pipeline);
        Map<String, Object> settings = new LinkedHashMap<>(config.getUserConfig());
        if (!rules.isEmpty()) {
            settings.put("rules", rules.toMap());
        }
        config.setUserConfig(settings);
        return new Drainer(name, config, jar, pipeline.names().enrichedTopic(backlog.topic()), backlog.events());
    }

    /** A function that does nothing, fed by Pulsar's own runtime. */
    Drainer identity(String jar) {
        FunctionConfig config = fed(EnrichmentResults.IDENTITY);
        config.setRuntime(FunctionConfig.Runtime.JAVA);
        config.setClassName(IdentityFunction.class.getName());
        return new Drainer(EnrichmentResults.IDENTITY, config, jar, config.getOutput(), backlog.events());
    }

    /**
     * A function in Python, fed by Pulsar's own runtime.
     *
     * @param file URL of a module {@code cdc_enrichment} with a class {@code CdcEnrichment}
     */
    Drainer python(String file, int events) {
        FunctionConfig config = fed(EnrichmentResults.PYTHON);
        config.setRuntime(FunctionConfig.Runtime.PYTHON);
        config.setClassName("cdc_enrichment.CdcEnrichment");
        return new Drainer(EnrichmentResults.PYTHON, config, file, config.getOutput(), events);
    }

    private FunctionConfig fed(String name) {
        String full = backlog.stage().name() + "-" + name;
        return FunctionConfig.builder()
                .tenant(pipeline.topics().tenant())
                .namespace(pipeline.topics().namespace())
                .name(full)
                .inputs(List.of(backlog.topic()))
                .subscriptionPosition(SubscriptionInitialPosition.Earliest)
                .output(TOPICS + full)
                .parallelism(1)
                .processingGuarantees(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE)
                .resources(PulsarConfigurations.function(pipeline).getResources())
                .build();
    }
}
