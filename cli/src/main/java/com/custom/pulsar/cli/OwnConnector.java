package com.custom.pulsar.cli;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.Pipeline;

/** What only this project's source can do, refused for pipelines that use another connector. */
final class OwnConnector {
    private OwnConnector() {}

    /** @throws IllegalStateException with what can be done instead */
    static void requireForOffsets(Pipeline pipeline) {
        String topic = pipeline.names().offsetsTopic().replaceFirst("^persistent://", "");
        require(
                pipeline,
                "stores its position in a way of its own, in " + topic
                        + ": it can be taken over, not shown, exported or reset. Leave source.connector out of the file, give"
                        + " source.name another name, and run pulsar-cdc offsets import --from-shipped --topic " + topic
                        + ".");
    }

    /** @throws IllegalStateException with what can be done instead */
    static void requireForSnapshot(Pipeline pipeline) {
        require(
                pipeline,
                "takes no signals from Pulsar, so it cannot be asked for single tables. Take its position over with this"
                        + " project's source (pulsar-cdc offsets import --from-shipped), or use Debezium's own signal table"
                        + " (signal.data.collection in source.properties).");
    }

    private static void require(Pipeline pipeline, String otherwise) {
        if (pipeline.source().connector() == Connector.BUILTIN) {
            throw new IllegalStateException("The pipeline " + pipeline.name()
                    + " uses the connector that Pulsar ships (connector: builtin), which " + otherwise);
        }
    }
}
