package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pulsar.functions.runtime.kubernetes.KubernetesManifestCustomizer;

/** Calls the customizer as Pulsar does, with whatever Pulsar its class loader has; gives the manifests as JSON. */
public final class LinkedProbe implements Supplier<String> {
    @Override
    public String get() {
        SecurityEnabledKubernetesManifestCustomizer linked = new SecurityEnabledKubernetesManifestCustomizer();
        linked.initialize(Map.of(
                "extraLabels", Map.of("team", "crm"),
                "allowedSecrets", "public/default/orders=orders-db/password",
                "resourceRequirements", Map.of("limits", Map.of("memory", "2Gi")),
                "topologySpreadConstraints",
                        List.of(Map.of("maxSkew", "1", "topologyKey", "zone", "whenUnsatisfiable", "DoNotSchedule")),
                "containerSecurityContext", Map.of("appArmorProfile", Map.of("type", "RuntimeDefault"))));
        KubernetesManifestCustomizer customizer = linked;
        V1StatefulSet statefulSet = RuntimeManifests.statefulSetWithSecret("PASSWORD", "orders-db", "password");
        V1Service service = RuntimeManifests.service();
        String namespace = customizer.customizeNamespace(Functions.orders(), "pulsar");
        String name = customizer.customizeName(Functions.orders(), "cdc");
        customizer.customizeStatefulSet(Functions.orders(), statefulSet);
        customizer.customizeService(Functions.orders(), service);
        ManifestBridge bridge = new ManifestBridge();
        return namespace + " " + name + " " + bridge.read(statefulSet) + " " + bridge.read(service);
    }
}
