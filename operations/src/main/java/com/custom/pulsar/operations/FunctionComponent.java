package com.custom.pulsar.operations;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.policies.data.FunctionStatus;
import org.apache.pulsar.common.policies.data.FunctionStatus.FunctionInstanceStatus.FunctionInstanceStatusData;

/** The function of a pipeline, in Pulsar. */
final class FunctionComponent implements Component {
    private final PulsarAdmin admin;
    private final FunctionConfig config;
    private final Artifact artifact;

    FunctionComponent(PulsarAdmin admin, FunctionConfig config, Artifact artifact) {
        this.admin = admin;
        this.artifact = artifact;
        this.config = config.toBuilder()
                .userConfig(CodeDigest.into(config.getUserConfig(), CodeDigest.IN_FUNCTION, artifact))
                .build();
    }

    @Override
    public String label() {
        return "function " + config.getName();
    }

    @Override
    public Configuration wanted() {
        return Configuration.of(config);
    }

    @Override
    public Optional<Configuration> current() throws PulsarAdminException {
        try {
            return Optional.of(Configuration.of(
                    admin.functions().getFunction(config.getTenant(), config.getNamespace(), config.getName())));
        } catch (PulsarAdminException.NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create() throws PulsarAdminException {
        if (artifact instanceof Artifact.Shared shared) {
            admin.functions().createFunctionWithUrl(config, shared.url());
        } else {
            admin.functions().createFunction(config, artifact.file().toString());
        }
    }

    @Override
    public void update() throws PulsarAdminException {
        if (artifact instanceof Artifact.Shared shared) {
            admin.functions().updateFunctionWithUrl(config, shared.url());
            return;
        }
        UploadedCode code = new UploadedCode(
                admin, "function", config.getTenant(), config.getNamespace(), config.getName(), artifact);
        code.update(new UploadedCode.Update() {
            @Override
            public void withFile(Path file) throws PulsarAdminException {
                admin.functions().updateFunction(config, file.toString());
            }

            @Override
            public void withUrl(String url) throws PulsarAdminException {
                admin.functions().updateFunctionWithUrl(config, url);
            }
        });
    }

    @Override
    public void delete() throws PulsarAdminException {
        admin.functions().deleteFunction(config.getTenant(), config.getNamespace(), config.getName());
    }

    @Override
    public void restart() throws PulsarAdminException {
        admin.functions().restartFunction(config.getTenant(), config.getNamespace(), config.getName());
    }

    @Override
    public void deletePackages() throws PulsarAdminException {
        StoredPackages.delete(admin, "function", config.getTenant(), config.getNamespace(), config.getName());
    }

    @Override
    public InstanceState state() throws PulsarAdminException {
        FunctionStatus status =
                admin.functions().getFunctionStatus(config.getTenant(), config.getNamespace(), config.getName());
        if (status.getInstances().isEmpty()) {
            return new InstanceState(false, false, 0, "");
        }
        return new InstanceState(isRunning(status) && isOpen(), false, restarts(status), lastError(status));
    }

    /** Whether all instances run. */
    static boolean isRunning(FunctionStatus status) {
        return status.getInstances().stream()
                .allMatch(instance -> instance.getStatus().isRunning());
    }

    /** Of all instances. */
    static long restarts(FunctionStatus status) {
        return status.getInstances().stream()
                .mapToLong(instance -> instance.getStatus().getNumRestarts())
                .sum();
    }

    /** Pulsar calls an instance running before the function is initialized; initialized ones have made their metrics known. */
    private boolean isOpen() throws PulsarAdminException {
        return admin
                .functions()
                .getFunctionStats(config.getTenant(), config.getNamespace(), config.getName())
                .getInstances()
                .stream()
                .map(instance -> instance.getMetrics().getUserMetrics())
                .allMatch(metrics -> metrics != null && !metrics.isEmpty());
    }

    /** What the first instance that has something to say says is wrong, one line; empty if nothing is. */
    static String lastError(FunctionStatus status) {
        return status.getInstances().stream()
                .map(instance -> lastError(instance.getStatus()))
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String lastError(FunctionInstanceStatusData data) {
        String error = Failures.line(data.getError());
        return error.isEmpty()
                ? SourceComponent.latest(data.getLatestUserExceptions(), data.getLatestSystemExceptions())
                : error;
    }
}
