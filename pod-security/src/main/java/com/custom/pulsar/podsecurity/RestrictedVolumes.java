package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Only volumes that bring nothing of the node into the pod. As in Kubernetes a volume with several sources passes if one of
 * them is allowed, and one without a known source does not pass.
 */
final class RestrictedVolumes implements Rule {

    private static final List<String> ALLOWED_SOURCES = List.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final List<String> FORBIDDEN_SOURCES = List.of(
            "hostPath",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "gitRepo",
            "nfs",
            "iscsi",
            "glusterfs",
            "rbd",
            "flexVolume",
            "cinder",
            "cephfs",
            "flocker",
            "fc",
            "azureFile",
            "vsphereVolume",
            "quobyte",
            "azureDisk",
            "photonPersistentDisk",
            "portworxVolume",
            "scaleIO",
            "storageos");
    private static final String ALLOWED = "a volume from one of " + String.join(", ", ALLOWED_SOURCES);

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct volume : pod.spec().structs("volumes")) {
            if (ALLOWED_SOURCES.stream().noneMatch(volume::has)) {
                FORBIDDEN_SOURCES.stream()
                        .filter(volume::has)
                        .findFirst()
                        .ifPresentOrElse(
                                source -> report.forbid(volume.path(source), source, ALLOWED),
                                () -> report.forbid(volume.path(), unknownSources(volume), ALLOWED));
            }
        }
    }

    private static @Nullable String unknownSources(Struct volume) {
        Set<String> unknown = volume.unknownFields();
        return unknown.isEmpty() ? null : String.join(", ", unknown);
    }
}
