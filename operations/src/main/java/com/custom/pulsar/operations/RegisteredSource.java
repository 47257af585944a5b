package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdminException;

/**
 * What the source of a pipeline reads that Pulsar has now.
 *
 * @param slot its replication slot
 * @param database {@code host:port/database}
 */
public record RegisteredSource(String slot, String database) {
    /**
     * That of the pipeline's source; empty if Pulsar has none of its name.
     *
     * @throws OperationException if Pulsar refuses
     */
    public static Optional<RegisteredSource> of(PulsarConnection pulsar, Pipeline pipeline) {
        try {
            Map<String, Object> settings = pulsar.admin()
                    .sources()
                    .getSource(
                            pipeline.topics().tenant(),
                            pipeline.topics().namespace(),
                            pipeline.source().name())
                    .getConfigs();
            return Optional.ofNullable(settings)
                    .map(given -> new RegisteredSource(
                            text(given, "slot.name"),
                            text(given, "database.hostname") + ":" + text(given, "database.port") + "/"
                                    + text(given, "database.dbname")));
        } catch (PulsarAdminException.NotFoundException e) {
            return Optional.empty();
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot ask Pulsar for the source " + pipeline.source().name() + ": " + Failures.text(e), e);
        }
    }

    /** Whether slot and database are those of the pipeline's file. */
    public boolean isOf(Pipeline pipeline) {
        return slot.equals(pipeline.names().slot()) && database.equals(database(pipeline));
    }

    /**
     * Refuses a file that was edited to another slot: the new one begins with a snapshot, and the old one keeps PostgreSQL's log for
     * ever.
     *
     * @throws OperationException with what can be done
     */
    public void requireSameSlot(Pipeline pipeline) {
        String wanted = pipeline.names().slot();
        if (!slot.equals(wanted)) {
            throw new OperationException("the source " + pipeline.source().name() + " reads the slot "
                    + TerminalText.of(slot, 100) + ", and the pipeline file names " + wanted
                    + ", which would begin with a snapshot while the other keeps PostgreSQL's log until its disk is full;"
                    + " give source.postgres.slot: " + TerminalText.of(slot, 100)
                    + ", or undeploy with the file as it was, and deploy then");
        }
    }

    private static String database(Pipeline pipeline) {
        return pipeline.source()
                .postgres()
                .server()
                .map((PostgresServer server) -> server.hostname() + ":" + server.port() + "/"
                        + pipeline.source().postgres().database())
                .orElse("");
    }

    /** Pulsar gives back 5432.0 for 5432. */
    private static String text(Map<String, Object> settings, String key) {
        Object value = settings.get(key);
        return value == null ? "" : value.toString().replaceFirst("\\.0$", "");
    }
}
