package com.custom.pulsar.integrationtests;

import java.util.Locale;
import org.apache.pulsar.functions.proto.Function.ConsumerSpec;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.apache.pulsar.functions.proto.Function.FunctionDetails.ComponentType;
import org.apache.pulsar.functions.proto.Function.FunctionDetails.Runtime;
import org.apache.pulsar.functions.proto.Function.SinkSpec;
import org.apache.pulsar.functions.proto.Function.SourceSpec;

/** One of each kind of what runs in pods, in the form in which the worker stores it. */
enum SampleFunction {
    JAVA("pulsar-cdc-enrichment-1.0.0.jar", Runtime.JAVA, "com.custom.pulsar.enrichment.EnrichmentFunction"),
    PYTHON("cdc_enrichment.py", Runtime.PYTHON, "cdc_enrichment.EnrichmentFunction"),
    GO("cdc-enrichment", Runtime.GO, ""),
    SOURCE("pulsar-cdc-source-1.0.0.nar", Runtime.JAVA, "org.apache.pulsar.functions.api.utils.IdentityFunction");

    private static final String RAW_TOPIC = "persistent://public/default/dbserver1.public.customers";

    private final String fileName;
    private final Runtime runtime;
    private final String className;

    SampleFunction(String fileName, Runtime runtime, String className) {
        this.fileName = fileName;
        this.runtime = runtime;
        this.className = className;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String fileName() {
        return fileName;
    }

    /** Where the worker has stored the package. */
    String packagePath() {
        return "public/default/" + functionName() + "/" + fileName;
    }

    FunctionDetails details() {
        FunctionDetails.Builder details = FunctionDetails.newBuilder()
                .setTenant("public")
                .setNamespace("default")
                .setName(functionName())
                .setClassName(className)
                .setRuntime(runtime)
                .setParallelism(this == SOURCE ? 1 : 2);
        if (this == SOURCE) {
            return details.setComponentType(ComponentType.SOURCE)
                    .setSource(SourceSpec.newBuilder()
                            .setClassName("com.custom.pulsar.source.CdcSource")
                            .setConfigs("{\"table.include.list\":\"public.customers\"}"))
                    .setSink(SinkSpec.newBuilder().setTopic(RAW_TOPIC))
                    .build();
        }
        return details.setComponentType(ComponentType.FUNCTION)
                .setSource(SourceSpec.newBuilder().putInputSpecs(RAW_TOPIC, ConsumerSpec.getDefaultInstance()))
                .setSink(SinkSpec.newBuilder().setTopic(RAW_TOPIC + "-enriched"))
                .build();
    }

    private String functionName() {
        return this == SOURCE ? "debezium-postgres-source" : "cdc-enrichment";
    }
}
