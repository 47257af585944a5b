package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of the StatefulSets that Pulsar makes. */
final class HardenedPodTest {
    private final ManifestBridge bridge = new ManifestBridge();

    @Test
    void hardensWithoutAnySetting() {
        V1StatefulSet statefulSet = hardened(Map.of());

        assertThat(bridge.read(RuntimeManifests.pod(statefulSet))).isEqualTo(StrictJson.parseObject("""
                {
                  "automountServiceAccountToken": false,
                  "enableServiceLinks": false,
                  "terminationGracePeriodSeconds": 60,
                  "securityContext": {
                    "runAsNonRoot": true,
                    "runAsUser": 10000,
                    "runAsGroup": 10000,
                    "fsGroup": 10000,
                    "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": {"type": "RuntimeDefault"}
                  },
                  "tolerations": [
                    {"effect": "NoExecute", "key": "node.kubernetes.io/not-ready", "operator": "Exists", "tolerationSeconds": 10},
                    {"effect": "NoExecute", "key": "node.alpha.kubernetes.io/notReady", "operator": "Exists", "tolerationSeconds": 10},
                    {"effect": "NoExecute", "key": "node.alpha.kubernetes.io/unreachable", "operator": "Exists", "tolerationSeconds": 10}
                  ],
                  "volumes": [
                    {"name": "writable-tmp", "emptyDir": {"sizeLimit": "1Gi"}},
                    {"name": "writable-pulsar-download", "emptyDir": {"sizeLimit": "1Gi"}},
                    {"name": "writable-pulsar-logs", "emptyDir": {"sizeLimit": "64Mi"}}
                  ],
                  "containers": [
                    {
                      "name": "pulsarfunction",
                      "image": "apachepulsar/pulsar-all:4.0.8",
                      "imagePullPolicy": "IfNotPresent",
                      "command": ["sh", "-c", "exec java -cp '/pulsar/lib/*' \\"$POD_NAME\\""],
                      "env": [{"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                      "ports": [{"containerPort": 9093, "name": "grpc"}, {"containerPort": 9094, "name": "prometheus"}],
                      "resources": {
                        "limits": {"cpu": "1", "memory": "1073741824"},
                        "requests": {"cpu": "1", "memory": "1073741824"}
                      },
                      "securityContext": {
                        "runAsNonRoot": true,
                        "readOnlyRootFilesystem": true,
                        "capabilities": {"drop": ["ALL"]},
                        "allowPrivilegeEscalation": false,
                        "seccompProfile": {"type": "RuntimeDefault"}
                      },
                      "volumeMounts": [
                        {"name": "writable-tmp", "mountPath": "/tmp"},
                        {"name": "writable-pulsar-download", "mountPath": "/pulsar/download"},
                        {"name": "writable-pulsar-logs", "mountPath": "/pulsar/logs"}
                      ]
                    }
                  ]
                }
                """));
    }

    @Test
    void leavesEverythingElseOfTheStatefulSetAsPulsarMadeIt() {
        V1StatefulSet statefulSet = hardened(Map.of());

        V1StatefulSet pulsars = RuntimeManifests.statefulSet();
        pulsars.getSpec().getTemplate().setSpec(RuntimeManifests.pod(statefulSet));
        assertThat(statefulSet).isEqualTo(pulsars);
    }

    @Test
    void passesRestrictedOfEveryVersion() {
        Map<String, @Nullable Object> manifest = new LinkedHashMap<>(bridge.read(hardened(Map.of())));
        manifest.put("apiVersion", "apps/v1");
        manifest.put("kind", "StatefulSet");

        for (PodSecurityVersion version : PodSecurityVersion.all()) {
            assertThat(new PodSecurityCheck(PodSecurityLevel.RESTRICTED, version)
                            .check(manifest)
                            .violations())
                    .as(version.toString())
                    .isEmpty();
        }
    }

    /** architecture-overview.md, "Applied SecurityContext", written as environment variables and read by Pulsar. */
    @Test
    void givesTheFieldsOfTheOverviewWithItsSettings() {
        V1StatefulSet statefulSet = hardened(Map.of(
                "podSecurityContext",
                Map.of("runAsNonRoot", "true", "runAsUser", "10000", "runAsGroup", "10000", "fsGroup", "10000"),
                "containerSecurityContext",
                Map.of(
                        "runAsNonRoot", "true",
                        "readOnlyRootFilesystem", "false",
                        "allowPrivilegeEscalation", "false",
                        "capabilities", Map.of("drop", Map.of("0", "ALL")))));

        V1Container container = RuntimeManifests.container(statefulSet);
        assertThat(bridge.read(RuntimeManifests.pod(statefulSet).getSecurityContext()))
                .isEqualTo(Map.of(
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        10_000L,
                        "runAsGroup",
                        10_000L,
                        "fsGroup",
                        10_000L,
                        "fsGroupChangePolicy",
                        "OnRootMismatch",
                        "seccompProfile",
                        Map.of("type", "RuntimeDefault")));
        assertThat(bridge.read(container.getSecurityContext())).isEqualTo(StrictJson.parseObject("""
                {
                  "runAsNonRoot": true,
                  "readOnlyRootFilesystem": false,
                  "allowPrivilegeEscalation": false,
                  "capabilities": {"drop": ["ALL"]},
                  "seccompProfile": {"type": "RuntimeDefault"}
                }
                """));
    }

    @Test
    void coversContainersThatSomebodyElseHasAdded() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        RuntimeManifests.pod(statefulSet)
                .addInitContainersItem(new V1Container().name("init").image("busybox"));
        RuntimeManifests.pod(statefulSet)
                .addContainersItem(new V1Container().name("sidecar").image("proxy"));

        customization(Map.of()).statefulSet(Functions.orders(), statefulSet);

        assertThat(RuntimeManifests.pod(statefulSet).getInitContainers())
                .singleElement()
                .satisfies(
                        container -> assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                                .isTrue());
        assertThat(RuntimeManifests.pod(statefulSet).getContainers())
                .hasSize(2)
                .allSatisfy(
                        container -> assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                                .isFalse());
    }

    @Test
    void writesAppArmorAsTheAnnotationThatTheClientCanCarry() {
        V1StatefulSet statefulSet = hardened(Map.of(
                "containerSecurityContext",
                Map.of("appArmorProfile", Map.of("type", "Localhost", "localhostProfile", "cdc"))));

        assertThat(statefulSet.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("container.apparmor.security.beta.kubernetes.io/pulsarfunction", "localhost/cdc")
                .containsEntry("prometheus.io/scrape", "true");
    }

    @Test
    void letsThePodsSettingReachTheContainersWhoseDefaultWouldHideIt() {
        V1StatefulSet statefulSet = hardened(Map.of(
                "podSecurityContext",
                Map.of("seccompProfile", Map.of("type", "Localhost", "localhostProfile", "cdc.json"))));

        assertThat(RuntimeManifests.pod(statefulSet)
                        .getSecurityContext()
                        .getSeccompProfile()
                        .getLocalhostProfile())
                .isEqualTo("cdc.json");
        assertThat(RuntimeManifests.container(statefulSet).getSecurityContext().getSeccompProfile())
                .isNull();
    }

    @Test
    void leavesOutWhatIsUnset() {
        V1StatefulSet statefulSet = hardened(Map.of(
                "podSecurityContext",
                Map.of(
                        "runAsUser",
                        "unset",
                        "runAsGroup",
                        "unset",
                        "fsGroup",
                        "unset",
                        "fsGroupChangePolicy",
                        "unset")));

        assertThat(bridge.read(RuntimeManifests.pod(statefulSet).getSecurityContext()))
                .isEqualTo(Map.of("runAsNonRoot", true, "seccompProfile", Map.of("type", "RuntimeDefault")));
    }

    @Test
    void givesUserNamespacesWhenAsked() {
        assertThat(RuntimeManifests.pod(hardened(Map.of("hostUsers", "false"))).getHostUsers())
                .isFalse();
        assertThat(RuntimeManifests.pod(hardened(Map.of())).getHostUsers()).isNull();
    }

    private static FunctionCustomization customization(Map<String, Object> config) {
        return FunctionCustomization.of(config);
    }

    private static V1StatefulSet hardened(Map<String, Object> config) {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        customization(config).statefulSet(Functions.orders(), statefulSet);
        return statefulSet;
    }
}
