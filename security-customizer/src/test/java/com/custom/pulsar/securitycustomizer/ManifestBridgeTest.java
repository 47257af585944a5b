package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ManifestBridgeTest {
    private final ManifestBridge bridge = new ManifestBridge();

    @Test
    void readsWhatIsSetAndLeavesOutWhatIsNot() {
        Map<String, @Nullable Object> manifest = bridge.read(RuntimeManifests.statefulSet());

        assertThat(manifest).containsOnlyKeys("metadata", "spec");
        assertThat(podSpec(manifest)).containsOnlyKeys("containers", "terminationGracePeriodSeconds", "tolerations");
        assertThat(podSpec(manifest)).containsEntry("terminationGracePeriodSeconds", 0L);
    }

    @Test
    void writesIntoTheVeryObjectBecauseTheRuntimePostsThatOne() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        podSpec(manifest).put("securityContext", Map.of("runAsUser", 10_000L, "runAsNonRoot", true));

        bridge.write(manifest, statefulSet);

        assertThat(RuntimeManifests.pod(statefulSet).getSecurityContext().getRunAsUser())
                .isEqualTo(10_000L);
        assertThat(bridge.read(statefulSet)).isEqualTo(manifest);
    }

    @Test
    void keepsAnUntouchedObjectAsItIs() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSetWithSecret("PASSWORD", "orders-db", "password");
        V1Service service = RuntimeManifests.service();

        bridge.write(bridge.read(statefulSet), statefulSet);
        bridge.write(bridge.read(service), service);

        assertThat(statefulSet).isEqualTo(RuntimeManifests.statefulSetWithSecret("PASSWORD", "orders-db", "password"));
        assertThat(service).isEqualTo(RuntimeManifests.service());
    }

    @Test
    void refusesAFieldThatTheClientDoesNotKnowAndLeavesTheObjectAsItWas() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        container(manifest).put("securityContext", Map.of("appArmorProfile", Map.of("type", "RuntimeDefault")));

        assertThatThrownBy(() -> bridge.write(manifest, statefulSet))
                .isInstanceOf(ManifestLossException.class)
                .hasMessageContaining("spec.template.spec.containers[0].securityContext.appArmorProfile")
                .hasMessageContaining("unknown to the Kubernetes client");
        assertThat(statefulSet).isEqualTo(RuntimeManifests.statefulSet());
    }

    @Test
    void refusesAValueThatTheClientTurnsIntoAnother() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        podSpec(manifest).put("securityContext", Map.of("runAsNonRoot", "yes"));

        assertThatThrownBy(() -> bridge.write(manifest, statefulSet))
                .isInstanceOf(ManifestLossException.class)
                .hasMessageContaining("runAsNonRoot");
    }

    @Test
    void refusesAValueOfAnotherType() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        podSpec(manifest).put("securityContext", Map.of("runAsUser", "root"));

        assertThatThrownBy(() -> bridge.write(manifest, statefulSet)).isInstanceOf(ManifestLossException.class);
        assertThat(statefulSet).isEqualTo(RuntimeManifests.statefulSet());
    }

    @Test
    void takesAQuantityInAnyForm() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        container(manifest).put("resources", Map.of("limits", Map.of("cpu", "0.5", "memory", "2048Mi")));

        bridge.write(manifest, statefulSet);

        assertThat(RuntimeManifests.container(statefulSet).getResources().getLimits())
                .isEqualTo(Map.of("cpu", Quantity.fromString("500m"), "memory", Quantity.fromString("2Gi")));
    }

    @Test
    void givesTheClientsFormOfOneModel() {
        Map<String, @Nullable Object> canonical = bridge.canonical(
                Map.of("key", "dedicated", "operator", "Exists", "tolerationSeconds", "30"), "V1Toleration");

        assertThat(canonical).isEqualTo(Map.of("key", "dedicated", "operator", "Exists", "tolerationSeconds", 30L));
    }

    @Test
    void namesTheLostPartOfAModel() {
        assertThatThrownBy(() -> bridge.canonical(Map.of("key", "dedicated", "operatr", "Exists"), "V1Toleration"))
                .isInstanceOf(ManifestLossException.class)
                .hasMessageContaining("operatr");
    }

    private static Map<String, @Nullable Object> podSpec(Map<String, @Nullable Object> manifest) {
        return Plain.child(Plain.child(Plain.child(manifest, "spec"), "template"), "spec");
    }

    private static Map<String, @Nullable Object> container(Map<String, @Nullable Object> manifest) {
        return Plain.children(podSpec(manifest), "containers").get(0);
    }

    @Test
    void needsNoListThatTheModelMakesUpEmpty() {
        assertThat(bridge.canonical(
                        Map.of("nodeAffinity", Map.of("preferredDuringSchedulingIgnoredDuringExecution", List.of())),
                        "V1Affinity"))
                .containsKey("nodeAffinity");
    }
}
