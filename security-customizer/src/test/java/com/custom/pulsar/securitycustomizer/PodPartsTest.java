package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Toleration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes into manifests beside the hardening. */
final class PodPartsTest {
    @Test
    void labelsAndAnnotatesStatefulSetPodsAndService() {
        Map<String, Object> config = Map.of(
                "extraLabels",
                Map.of("team", "crm"),
                "extraAnnotations",
                "{\"example.com/owner\":\"Crm Team <crm@example.com>\"}");
        V1StatefulSet statefulSet = customized(config);
        V1Service service = RuntimeManifests.service();
        FunctionCustomization.of(config).service(Functions.orders(), service);

        for (var metadata : List.of(
                statefulSet.getMetadata(), statefulSet.getSpec().getTemplate().getMetadata(), service.getMetadata())) {
            assertThat(metadata.getLabels())
                    .containsEntry("team", "crm")
                    .containsAllEntriesOf(RuntimeManifests.labels());
            assertThat(metadata.getAnnotations()).containsEntry("example.com/owner", "Crm Team <crm@example.com>");
        }
        assertThat(statefulSet.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("prometheus.io/scrape", "true");
        assertThat(statefulSet.getSpec().getSelector().getMatchLabels()).isEqualTo(RuntimeManifests.labels());
        assertThat(service.getSpec().getSelector()).isEqualTo(RuntimeManifests.labels());
        assertThat(service.getMetadata().getName()).isEqualTo("pf-public-default-orders");
    }

    @Test
    void refusesAtTheStartToChangeALabelThatEveryStatefulSetSelectsBy() {
        for (String label : List.of("component", "tenant", "namespace", "name")) {
            assertThatThrownBy(() -> FunctionCustomization.of(Map.of("extraLabels", Map.of(label, "x"))))
                    .hasMessageContaining("the label \"" + label + "\" selects the function's pods");
        }
    }

    @Test
    void refusesToChangeALabelThatPulsarsCustomLabelsSelectBy() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        statefulSet.getSpec().getSelector().putMatchLabelsItem("stage", "prod");
        statefulSet.getMetadata().putLabelsItem("stage", "prod");
        V1Service service = RuntimeManifests.service();
        service.getSpec().putSelectorItem("stage", "prod");

        FunctionCustomization other = FunctionCustomization.of(Map.of("extraLabels", Map.of("stage", "test")));
        assertThatThrownBy(() -> other.statefulSet(Functions.orders(), statefulSet))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("\"stage\" selects the function's pods and cannot be changed to \"test\"");
        assertThatThrownBy(() -> other.service(Functions.orders(), service))
                .isInstanceOf(FunctionRefusedException.class);

        FunctionCustomization.of(Map.of("extraLabels", Map.of("stage", "prod")))
                .statefulSet(Functions.orders(), statefulSet);
        assertThat(statefulSet.getMetadata().getLabels()).containsEntry("stage", "prod");
    }

    @Test
    void schedules() {
        V1PodSpec pod = RuntimeManifests.pod(customized(Map.of(
                "nodeSelectorLabels",
                Map.of("disk", "ssd"),
                "tolerations",
                List.of(Map.of("key", "dedicated", "operator", "Exists")),
                "affinity",
                "{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":"
                        + "[{\"matchExpressions\":[{\"key\":\"zone\",\"operator\":\"In\",\"values\":[\"a\"]}]}]}}}",
                "priorityClassName",
                "cdc",
                "runtimeClassName",
                "gvisor")));

        assertThat(pod.getNodeSelector()).isEqualTo(Map.of("disk", "ssd"));
        assertThat(pod.getTolerations())
                .extracting(V1Toleration::getKey)
                .containsExactly(
                        "node.kubernetes.io/not-ready",
                        "node.alpha.kubernetes.io/notReady",
                        "node.alpha.kubernetes.io/unreachable",
                        "dedicated");
        assertThat(pod.getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms())
                .hasSize(1);
        assertThat(pod.getPriorityClassName()).isEqualTo("cdc");
        assertThat(pod.getRuntimeClassName()).isEqualTo("gvisor");
    }

    @Test
    void spreadsTheReplicasOfTheFunctionUnlessToldOtherwise() {
        V1PodSpec pod = RuntimeManifests.pod(customized(Map.of(
                "topologySpreadConstraints",
                List.of(
                        Map.of("maxSkew", 1, "topologyKey", "zone", "whenUnsatisfiable", "DoNotSchedule"),
                        Map.of(
                                "maxSkew",
                                2,
                                "topologyKey",
                                "host",
                                "whenUnsatisfiable",
                                "ScheduleAnyway",
                                "labelSelector",
                                Map.of("matchLabels", Map.of("tenant", "public")))))));

        assertThat(pod.getTopologySpreadConstraints())
                .extracting(constraint -> constraint.getLabelSelector().getMatchLabels())
                .containsExactly(RuntimeManifests.labels(), Map.of("tenant", "public"));
    }

    @Test
    void givesAnIdentityWithoutMountingItsToken() {
        V1PodSpec pod = RuntimeManifests.pod(
                customized(Map.of("serviceAccountName", "functions", "imagePullSecrets", "registry-a,registry-b")));

        assertThat(pod.getServiceAccountName()).isEqualTo("functions");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getImagePullSecrets())
                .extracting(V1LocalObjectReference::getName)
                .containsExactly("registry-a", "registry-b");
    }

    @Test
    void mergesResourcesOneByOneIntoTheContainerOfTheFunctionAlone() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        RuntimeManifests.pod(statefulSet)
                .addContainersItem(new V1Container().name("sidecar").image("proxy"));

        FunctionCustomization.of(Map.of(
                        "resourceRequirements",
                        Map.of(
                                "limits",
                                Map.of("memory", "2Gi", "ephemeral-storage", "3Gi"),
                                "requests",
                                Map.of("cpu", 0.25))))
                .statefulSet(Functions.orders(), statefulSet);

        assertThat(RuntimeManifests.container(statefulSet).getResources().getLimits())
                .isEqualTo(Map.of(
                        "cpu", Quantity.fromString("1"),
                        "memory", Quantity.fromString("2Gi"),
                        "ephemeral-storage", Quantity.fromString("3Gi")));
        assertThat(RuntimeManifests.container(statefulSet).getResources().getRequests())
                .isEqualTo(Map.of("cpu", Quantity.fromString("250m"), "memory", Quantity.fromString("1073741824")));
        assertThat(RuntimeManifests.pod(statefulSet).getContainers().get(1).getResources())
                .isNull();
    }

    @Test
    void probesTheMetricsPort() {
        V1Container container = RuntimeManifests.container(customized(Map.of(
                "livenessProbe", Map.of("initialDelaySeconds", "30", "periodSeconds", "20", "timeoutSeconds", "5"),
                "startupProbe", Map.of("failureThreshold", "60"))));

        V1Probe liveness = container.getLivenessProbe();
        assertThat(liveness.getHttpGet().getPath()).isEqualTo("/metrics");
        assertThat(liveness.getHttpGet().getPort()).isEqualTo(new IntOrString(9094));
        assertThat(liveness.getHttpGet().getHost()).isNull();
        assertThat(liveness.getInitialDelaySeconds()).isEqualTo(30);
        assertThat(liveness.getPeriodSeconds()).isEqualTo(20);
        assertThat(liveness.getTimeoutSeconds()).isEqualTo(5);
        assertThat(liveness.getFailureThreshold()).isNull();
        assertThat(container.getStartupProbe().getFailureThreshold()).isEqualTo(60);
        assertThat(RuntimeManifests.container(customized(Map.of())).getLivenessProbe())
                .isNull();
    }

    @Test
    void refusesAProbeOfAFunctionWithoutAMetricsPort() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        RuntimeManifests.container(statefulSet).getPorts().get(1).setContainerPort(null);

        assertThatThrownBy(() -> FunctionCustomization.of(Map.of("livenessProbe", Map.of("periodSeconds", 10)))
                        .statefulSet(Functions.orders(), statefulSet))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("metricsPort");
    }

    @Test
    void givesVariablesFromSecretsToTheFunctionsThatTheyAreFor() {
        Map<String, Object> config = Map.of(
                "secretEnvironment",
                "public/default/ord*:DB_PASSWORD=orders-db/password,public/default/invoices:DB_PASSWORD=invoices-db/password");

        assertThat(RuntimeManifests.container(customized(config)).getEnv())
                .extracting(V1EnvVar::getName)
                .containsExactly("POD_NAME", "DB_PASSWORD");
        assertThat(RuntimeManifests.container(customized(config))
                        .getEnv()
                        .get(1)
                        .getValueFrom()
                        .getSecretKeyRef())
                .satisfies(reference -> {
                    assertThat(reference.getName()).isEqualTo("orders-db");
                    assertThat(reference.getKey()).isEqualTo("password");
                });
    }

    @Test
    void refusesAVariableThatTheFunctionHasAlready() {
        FunctionCustomization customization = FunctionCustomization.of(Map.of(
                "allowedSecrets",
                "public/default/orders=own",
                "secretEnvironment",
                "*/*/*:DB_PASSWORD=orders-db/password"));

        assertThatThrownBy(() -> customization.statefulSet(
                        Functions.orders(), RuntimeManifests.statefulSetWithSecret("DB_PASSWORD", "own", "k")))
                .hasMessageContaining("the variable \"DB_PASSWORD\" is set already");
        assertThatThrownBy(() -> FunctionCustomization.of(Map.of("secretEnvironment", "*/*/*:A=x/y,public/*/*:A=x/z"))
                        .statefulSet(Functions.orders(), RuntimeManifests.statefulSet()))
                .hasMessageContaining("the variable \"A\" is set already");
    }

    @Test
    void refusesAManifestWithoutTheContainerOfTheFunction() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        RuntimeManifests.container(statefulSet).setName("other");

        assertThatThrownBy(() -> FunctionCustomization.of(Map.of()).statefulSet(Functions.orders(), statefulSet))
                .hasMessageContaining("no container pulsarfunction");
    }

    private static V1StatefulSet customized(Map<String, Object> config) {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        FunctionCustomization.of(config).statefulSet(Functions.orders(), statefulSet);
        return statefulSet;
    }
}
