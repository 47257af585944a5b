package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1SecretVolumeSource;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeptVolumesTest {
    private final KeptVolumes volumes = new KeptVolumes();

    @Test
    void putsBackWhatWasReplaced() {
        V1StatefulSet statefulSet = withVolume("scratch", "/tmp");

        volumes.during(statefulSet, () -> replace(statefulSet, "token", "/etc/auth"));

        V1StatefulSet expected = withVolume("token", "/etc/auth");
        RuntimeManifests.pod(expected).setVolumes(List.of(volume("token"), volume("scratch")));
        RuntimeManifests.container(expected)
                .setVolumeMounts(List.of(mount("token", "/etc/auth"), mount("scratch", "/tmp")));
        assertThat(statefulSet).isEqualTo(expected);
    }

    @Test
    void changesNothingWhereNothingWasReplaced() {
        V1StatefulSet statefulSet = withVolume("scratch", "/tmp");

        volumes.during(statefulSet, () -> {});

        assertThat(statefulSet).isEqualTo(withVolume("scratch", "/tmp"));
    }

    @Test
    void addsNothingTwiceToWhoAdds() {
        V1StatefulSet statefulSet = withVolume("scratch", "/tmp");

        volumes.during(statefulSet, () -> {
            RuntimeManifests.pod(statefulSet).addVolumesItem(volume("token"));
            RuntimeManifests.container(statefulSet).addVolumeMountsItem(mount("token", "/etc/auth"));
        });

        assertThat(RuntimeManifests.pod(statefulSet).getVolumes()).containsExactly(volume("scratch"), volume("token"));
        assertThat(RuntimeManifests.container(statefulSet).getVolumeMounts())
                .containsExactly(mount("scratch", "/tmp"), mount("token", "/etc/auth"));
    }

    @Test
    void givesEachContainerItsOwnMountsBack() {
        V1StatefulSet statefulSet = withVolume("scratch", "/tmp");
        V1Container sidecar = new V1Container().name("sidecar").addVolumeMountsItem(mount("scratch", "/var/cache"));
        V1Container first = new V1Container().name("first").addVolumeMountsItem(mount("scratch", "/work"));
        RuntimeManifests.pod(statefulSet).addContainersItem(sidecar).addInitContainersItem(first);

        volumes.during(statefulSet, () -> replace(statefulSet, "token", "/etc/auth"));

        assertThat(RuntimeManifests.pod(statefulSet).getContainers().get(1).getVolumeMounts())
                .containsExactly(mount("token", "/etc/auth"), mount("scratch", "/var/cache"));
        assertThat(RuntimeManifests.pod(statefulSet).getInitContainers().get(0).getVolumeMounts())
                .containsExactly(mount("scratch", "/work"));
    }

    @Test
    void addsVolumesWhereThereWereNone() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();

        volumes.during(statefulSet, () -> replace(statefulSet, "token", "/etc/auth"));

        assertThat(statefulSet).isEqualTo(withVolume("token", "/etc/auth"));
    }

    @Test
    void refusesAMountPathThatIsUsedAlready() {
        V1StatefulSet statefulSet = withVolume("scratch", "/etc/auth");

        assertThatThrownBy(() -> volumes.during(statefulSet, () -> replace(statefulSet, "token", "/etc/auth")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mountPath /etc/auth");
    }

    @Test
    void refusesAVolumeNameThatIsUsedAlready() {
        V1StatefulSet statefulSet = withVolume("token", "/tmp");

        assertThatThrownBy(() -> volumes.during(
                        statefulSet,
                        () -> RuntimeManifests.pod(statefulSet)
                                .setVolumes(List.of(new V1Volume()
                                        .name("token")
                                        .secret(new V1SecretVolumeSource().secretName("pf-secret-abc12"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name token");
    }

    private static V1StatefulSet withVolume(String name, String path) {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        replace(statefulSet, name, path);
        return statefulSet;
    }

    /** As Pulsar's auth provider does it: all volumes, and the mounts of all but init containers. */
    private static void replace(V1StatefulSet statefulSet, String name, String path) {
        RuntimeManifests.pod(statefulSet).setVolumes(new ArrayList<>(List.of(volume(name))));
        RuntimeManifests.pod(statefulSet)
                .getContainers()
                .forEach(container -> container.setVolumeMounts(new ArrayList<>(List.of(mount(name, path)))));
    }

    private static V1Volume volume(String name) {
        return new V1Volume().name(name).emptyDir(new V1EmptyDirVolumeSource());
    }

    private static V1VolumeMount mount(String volume, String path) {
        return new V1VolumeMount().name(volume).mountPath(path);
    }
}
