package com.custom.pulsar.cli;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.PasswordFile;
import com.custom.pulsar.operations.Artifact;
import com.custom.pulsar.operations.PipelineDeployment;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a local run, attached or detached. Its data stays. */
@Command(
        name = "down",
        description = {
            "Stop the local run: source and function, then Pulsar, then PostgreSQL. Data is kept.",
            "A PostgreSQL or a Pulsar that the pipeline file names goes on; source and function are removed from it."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  pulsar-cdc up --detach", "  pulsar-cdc down"})
final class Down implements Callable<Integer> {
    private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(1);

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Override
    public Integer call() {
        Path directory = dataDirectory.path();
        boolean ran = DataDirectory.stop(directory);
        PasswordFile.delete(directory);
        boolean removed = RunRecord.exists(directory) && remove(RunRecord.read(directory));
        System.out.println(
                ran || removed
                        ? "Stopped. The data stays in " + directory + "."
                        : "Nothing runs in " + directory + ".");
        return 0;
    }

    /** What runs in a Pulsar of the user's own did not end with our processes. False if there is no such Pulsar. */
    private static boolean remove(RunRecord record) {
        Pipeline pipeline = record.pipeline();
        if (pipeline.pulsar().isEmpty()) {
            return false;
        }
        Artifacts artifacts = Artifacts.ofThisInstallation();
        try (PulsarConnection pulsar = PulsarConnection.open(pipeline.pulsar().get(), record.secretLookup())) {
            new PipelineDeployment(
                            pulsar,
                            pipeline,
                            new DeploymentTarget.Cluster(),
                            new Artifact.Upload(artifacts.connector()),
                            new Artifact.Upload(artifacts.function()),
                            System.out::println)
                    .remove(REMOVAL_LIMIT);
        }
        return true;
    }
}
