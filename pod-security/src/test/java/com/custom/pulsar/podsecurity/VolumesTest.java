package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VolumesTest {

    private static final String ALLOWED =
            ", allowed: a volume from one of configMap, csi, downwardAPI, emptyDir, ephemeral,"
                    + " image, persistentVolumeClaim, projected, secret";

    private static String pod(String volume) {
        return "{kind: Pod, spec: {volumes: [" + volume + "]}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "configMap",
                "csi",
                "downwardAPI",
                "emptyDir",
                "ephemeral",
                "image",
                "persistentVolumeClaim",
                "projected",
                "secret"
            })
    void restrictedAllowsSourcesThatBringNothingOfTheNode(String source) {
        assertThat(restricted("1.0", pod("{" + source + ": {}}"))).isEmpty();
        assertThat(restricted(pod("{" + source + ": {}}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "storageos"
            })
    void restrictedForbidsAllOthers(String source) {
        assertThat(restricted("1.0", pod("{" + source + ": {}}")))
                .containsExactly("restrictedVolumes: spec.volumes[0]." + source + " is \"" + source + "\"" + ALLOWED);
    }

    @Test
    void restrictedForbidsSourcesThatItDoesNotKnow() {
        assertThat(restricted(pod("{name: v, nvme: {}}")))
                .containsExactly("restrictedVolumes: spec.volumes[0] is \"nvme\"" + ALLOWED);
        assertThat(restricted(pod("{name: v}")))
                .containsExactly("restrictedVolumes: spec.volumes[0] is not set" + ALLOWED);
        assertThat(restricted(pod("{name: v, emptyDir: null}"))).hasSize(1);
        assertThat(baseline(pod("{name: v, nvme: {}}"))).isEmpty();
    }

    @Test
    void aVolumeWithSeveralSourcesPassesByAnAllowedOneAsInKubernetes() {
        assertThat(restricted(pod("{hostPath: {path: /}, emptyDir: {}}"))).isEmpty();
        assertThat(baseline(pod("{hostPath: {path: /}, emptyDir: {}}"))).hasSize(1);
    }

    @Test
    void restrictedTakesTheBaselinesPlaceInEveryVersion() {
        for (PodSecurityVersion version : PodSecurityVersion.all()) {
            assertThat(restricted(version.toString(), pod("{hostPath: {path: /}}")))
                    .singleElement()
                    .asString()
                    .startsWith("restrictedVolumes: spec.volumes[0].hostPath");
        }
    }
}
