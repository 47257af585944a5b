package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.operations.Artifact;
import com.custom.pulsar.operations.OperationException;
import com.custom.pulsar.operations.PipelineDeployment;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.testsupport.kubernetes.KubernetesRuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A functions worker that keeps code in Pulsar's package management, and takes no code from an update's file. */
@Tag("slow")
final class UploadedCodeIT {
    private static final Duration AT_ONCE = Duration.ofMillis(200);

    private static FunctionsCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startsAPulsarWithPackageManagement() {
        KubernetesRuntimeSettings settings = KubernetesRuntimeSettings.inNamespace(FunctionsCluster.NAMESPACE)
                .withEnvironment(Map.of("PF_functionsWorkerEnablePackageManagement", "true"));
        cluster = FunctionsCluster.start(
                new KubernetesRuntimeSettings(
                        settings.environment(),
                        settings.libraries(),
                        Map.of("enablePackagesManagement", "true"),
                        Optional.empty()),
                "functions-worker-rbac.yaml");
    }

    @AfterAll
    static void stopsIt() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anUpdateBringsTheNewCodeOfFunctionAndSource() throws Exception {
        Pipeline pipeline = PipelineFile.read(Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: uploaded
                pulsar: { serviceUrl: '%s', adminUrl: '%s' }
                source:
                  postgres: { hostname: postgres, database: shop, user: cdc, password: { env: PGPASSWORD } }
                  tables: [ public.orders ]
                """.formatted(
                        cluster.pulsar().serviceUrl(), cluster.pulsar().adminUrl())));
        Artifact function = new Artifact.Upload(cluster.functionJar());
        Artifact source = new Artifact.Upload(cluster.connectorArchive());
        Artifact newFunction = new Artifact.Upload(changed(cluster.functionJar()));
        Artifact newSource = new Artifact.Upload(changed(cluster.connectorArchive()));
        try (PulsarConnection pulsar = PulsarConnection.open(
                cluster.pulsar().serviceUrl(), cluster.pulsar().adminUrl(), Optional.empty())) {
            deploy(pulsar, pipeline, source, function);
            assertCode(pulsar.admin(), "cdc-enrichment", function);

            deploy(pulsar, pipeline, newSource, newFunction);

            assertCode(pulsar.admin(), "cdc-enrichment", newFunction);
            assertCode(pulsar.admin(), "debezium-postgres-source", newSource);
        }
    }

    /** No pod runs here, so the deployment gives up waiting for the instances once everything is stored. */
    private static void deploy(PulsarConnection pulsar, Pipeline pipeline, Artifact source, Artifact function) {
        PipelineDeployment deployment = new PipelineDeployment(
                pulsar, pipeline, new DeploymentTarget.Cluster(), source, function, progress -> {});
        assertThatThrownBy(() -> deployment.deploy(AT_ONCE, List::of))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("does not run");
    }

    /** What a pod asks for when it starts, of sources too. */
    private void assertCode(PulsarAdmin admin, String name, Artifact expected) throws Exception {
        Path fetched = Files.createTempFile(folder, "fetched", ".jar");
        admin.functions().downloadFunction(fetched.toString(), "public", "default", name);
        assertThat(new Artifact.Upload(fetched).digest()).as(name).isEqualTo(expected.digest());
    }

    /** The same code in a file of other bytes. */
    private Path changed(Path archive) throws IOException {
        Path copy = folder.resolve("changed-" + archive.getFileName());
        try (var in = new ZipInputStream(Files.newInputStream(archive));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
            out.setLevel(1);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
            }
            out.putNextEntry(new ZipEntry("META-INF/changed"));
        }
        return copy;
    }
}
