package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.TenantCluster.FUNCTION;
import static com.custom.pulsar.integrationtests.TenantCluster.LIMIT;
import static com.custom.pulsar.integrationtests.TenantCluster.NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.ROOT;
import static com.custom.pulsar.integrationtests.TenantCluster.SOURCE;
import static com.custom.pulsar.integrationtests.TenantCluster.TENANT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Job that is rendered for GitOps, against the double of the cluster. */
@Tag("slow")
@ExtendWith(SharedTenantCluster.class)
class DeployJobIT {
    private static final long MEBIBYTE = 1024 * 1024;

    private final TenantCluster tenant;

    DeployJobIT(TenantCluster tenant) {
        this.tenant = tenant;
    }

    /** The Job's command in the environment that Kubernetes gives a pod of its account, against the same double; without TLS, which that has not. */
    @Test
    void theJobThatIsRenderedDeploysWithTheRightsThatAreRenderedWithIt() throws Exception {
        Path rendered = tenant.folder().resolve("rendered");
        Path committed = Files.writeString(
                tenant.folder().resolve("committed.yaml"),
                Files.readString(tenant.file())
                        .replace("{ env: PULSAR_TOKEN }", "{ secret: pulsar-token, key: token }"));
        Launcher.Result written = tenant.run(
                "submitter", "render", committed, "--kubernetes", rendered, "--namespace", NAMESPACE, "--image", "a:1");
        assertThat(written.exitCode()).as(written.toString()).isZero();
        for (String role : List.of("deploy-rbac.yaml", "verify-role.yaml")) {
            apply(ROOT.resolve("deploy/manifests").resolve(role));
        }
        for (String manifest : List.of(
                "job-rolebinding.yaml",
                "job-rolebinding-broker.yaml",
                "networkpolicy.yaml",
                "poddisruptionbudget.yaml")) {
            apply(rendered.resolve(manifest));
        }
        JsonNode pod =
                new YAMLMapper().readTree(rendered.resolve("job.yaml").toFile()).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        Path mount = Files.createDirectory(tenant.folder().resolve("mount"));
        for (Map.Entry<String, JsonNode> content : new YAMLMapper()
                .readTree(rendered.resolve("job-configmap.yaml").toFile())
                .path("data")
                .properties()) {
            Files.writeString(
                    mount.resolve(content.getKey()), content.getValue().asText());
        }
        String account = pod.path("serviceAccountName").asText();
        Path token = Files.writeString(
                tenant.folder().resolve("token"),
                tenant.cluster().kubernetes().serviceAccountToken(NAMESPACE, account));
        assertThat(container.at("/env/0/valueFrom/secretKeyRef/name").asText()).isEqualTo("pulsar-token");
        Launcher.Command command = new Launcher.Command(tenant.folder())
                .environment("KUBECONFIG", tenant.folder().resolve("none").toString())
                .environment("KUBERNETES_SERVICE_HOST", "127.0.0.1")
                .environment("KUBERNETES_SERVICE_PORT", "443")
                .environment("KUBERNETES_MASTER", tenant.cluster().kubernetes().url())
                .environment("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString())
                .environment(
                        container.at("/env/0/name").asText(), tenant.issuer().token("submitter"));
        container
                .path("args")
                .forEach(argument -> command.with(argument.asText()
                        .replaceFirst(
                                "^" + container.at("/volumeMounts/0/mountPath").asText(), mount.toString())));

        try (Launcher job = command.start()) {
            job.awaitText("creating source " + SOURCE, LIMIT);
            tenant.cluster().awaitPods(TENANT, SOURCE, 1);
            tenant.cluster().awaitPods(TENANT, FUNCTION, 1);
            assertThat(job.out())
                    .contains("  keep    NetworkPolicy pulsar-cdc-customers", "  create  function " + FUNCTION);
            assertThat(mostMemory(job.pid()))
                    .isLessThan(MEBIBYTE
                            * Long.parseLong(container
                                    .at("/resources/limits/memory")
                                    .asText()
                                    .replace("Mi", "")));
        }

        assertThat(tenant.cluster().kubernetes().requests())
                .filteredOn(request -> request.user().endsWith(":" + account))
                .hasSizeGreaterThan(10)
                .allSatisfy(request ->
                        assertThat(request.forbidden()).as(request.toString()).isFalse())
                .allSatisfy(request -> assertThat(request.resource()).isNotEqualTo("secrets"));
        assertThat(tenant.run("submitter", "undeploy", tenant.file(), "--namespace", NAMESPACE, "--keep-slot")
                        .exitCode())
                .isZero();
        tenant.assertNothingIsDeployed();
    }

    /** In bytes, of a process that runs. */
    private static long mostMemory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private void apply(Path manifest) throws IOException {
        Map<String, Object> object =
                new YAMLMapper().readValue(manifest.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
        Map<String, Object> metadata = new LinkedHashMap<>();
        ((Map<?, ?>) requireNonNull(object.get("metadata")))
                .forEach((key, value) -> metadata.put(key.toString(), value));
        metadata.putIfAbsent("namespace", NAMESPACE);
        object.put("metadata", metadata);
        tenant.cluster().kubernetes().apply(object);
    }
}
