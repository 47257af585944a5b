package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.io.SourceConfig;
import org.apache.pulsar.common.policies.data.ExceptionInformation;
import org.apache.pulsar.common.policies.data.SourceStatus;
import org.apache.pulsar.common.policies.data.SourceStatus.SourceInstanceStatus.SourceInstanceStatusData;

/** The source of a pipeline, in Pulsar. */
final class SourceComponent implements Component {
    private final PulsarAdmin admin;
    private final SourceConfig config;
    private final Artifact artifact;
    private final String offsetsTopic;

    SourceComponent(PulsarAdmin admin, SourceConfig config, Artifact artifact, String offsetsTopic) {
        this.admin = admin;
        this.offsetsTopic = offsetsTopic;
        this.artifact = artifact;
        this.config = config.toBuilder()
                .configs(CodeDigest.into(config.getConfigs(), CodeDigest.IN_SOURCE, artifact))
                // Null would leave the secrets of an older configuration in force.
                .secrets(config.getSecrets() == null ? Map.of() : config.getSecrets())
                .build();
    }

    @Override
    public String label() {
        return "source " + config.getName();
    }

    @Override
    public Configuration wanted() {
        return Configuration.of(config);
    }

    @Override
    public Optional<Configuration> current() throws PulsarAdminException {
        try {
            return Optional.of(Configuration.of(
                    admin.sources().getSource(config.getTenant(), config.getNamespace(), config.getName())));
        } catch (PulsarAdminException.NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create() throws PulsarAdminException {
        if (artifact instanceof Artifact.Shared shared) {
            admin.sources().createSourceWithUrl(config, shared.url());
        } else {
            admin.sources().createSource(config, artifact.file().toString());
        }
    }

    @Override
    public void update() throws PulsarAdminException {
        if (artifact instanceof Artifact.Shared shared) {
            admin.sources().updateSourceWithUrl(config, shared.url());
            return;
        }
        UploadedCode code = new UploadedCode(
                admin, "source", config.getTenant(), config.getNamespace(), config.getName(), artifact);
        code.update(new UploadedCode.Update() {
            @Override
            public void withFile(Path file) throws PulsarAdminException {
                admin.sources().updateSource(config, file.toString());
            }

            @Override
            public void withUrl(String url) throws PulsarAdminException {
                admin.sources().updateSourceWithUrl(config, url);
            }
        });
    }

    @Override
    public void delete() throws PulsarAdminException {
        admin.sources().deleteSource(config.getTenant(), config.getNamespace(), config.getName());
    }

    @Override
    public void restart() throws PulsarAdminException {
        admin.sources().restartSource(config.getTenant(), config.getNamespace(), config.getName());
    }

    @Override
    public void deletePackages() throws PulsarAdminException {
        StoredPackages.delete(admin, "source", config.getTenant(), config.getNamespace(), config.getName());
    }

    @Override
    public InstanceState state() throws PulsarAdminException {
        SourceStatus status =
                admin.sources().getSourceStatus(config.getTenant(), config.getNamespace(), config.getName());
        if (status.getInstances().isEmpty()) {
            return new InstanceState(false, false, 0, "");
        }
        SourceInstanceStatusData data = status.getInstances().get(0).getStatus();
        boolean halted = isHalted(data);
        return new InstanceState(
                data.isRunning() && !halted && isOpen(), halted, data.getNumRestarts(), lastError(data));
    }

    @Override
    public int timesSeenRunning() {
        // The shipped connector opens its offset topic before the database, and ends where it cannot get into that.
        return PulsarConfigurations.SHIPPED_SOURCE_CLASS.equals(config.getClassName()) ? 8 : 2;
    }

    /** Pulsar calls an instance running before the source is open; an open one can write its offsets. */
    private boolean isOpen() throws PulsarAdminException {
        try {
            return !admin.topics().getStats(offsetsTopic).getPublishers().isEmpty();
        } catch (PulsarAdminException.NotFoundException e) {
            return false;
        }
    }

    /** The source shows why it has halted, and takes that back when it goes on. */
    static boolean isHalted(SourceInstanceStatusData data) {
        return data.isRunning()
                && data.getLatestSourceExceptions() != null
                && !data.getLatestSourceExceptions().isEmpty();
    }

    /** What the instance itself says is wrong, one line; empty if nothing is. */
    static String lastError(SourceInstanceStatusData data) {
        String error = Failures.line(data.getError());
        return error.isEmpty() ? latest(data.getLatestSourceExceptions(), data.getLatestSystemExceptions()) : error;
    }

    @SafeVarargs
    static String latest(List<ExceptionInformation>... kinds) {
        ExceptionInformation latest = null;
        for (List<ExceptionInformation> kind : kinds) {
            for (ExceptionInformation exception : kind == null ? List.<ExceptionInformation>of() : kind) {
                if (latest == null || exception.getTimestampMs() > latest.getTimestampMs()) {
                    latest = exception;
                }
            }
        }
        return latest == null ? "" : Failures.line(latest.getExceptionString());
    }
}
