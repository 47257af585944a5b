package com.custom.pulsar.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PodVolumesTest {
    private static final Map<String, Map<String, String>> SECRETS = Map.of("token", Map.of("ca.crt", "hello"));

    @Test
    void anEmptyDirIsWritableForTheGroupUpToItsLimit() {
        assertThat(mounted(
                        Map.of("name", "v", "emptyDir", Map.of("sizeLimit", "64Mi")),
                        Map.of("name", "v", "mountPath", "/tmp")))
                .isEqualTo("memory\t/tmp\tsize=67108864,mode=2777,gid=10000,nosuid,nodev\n");
    }

    @Test
    void aSecretIsReadableForTheGroupAndCannotBeWritten() {
        assertThat(mounted(
                        Map.of("name", "v", "secret", Map.of("secretName", "token")),
                        Map.of("name", "v", "mountPath", "/etc/auth")))
                .isEqualTo("""
                        memory	/etc/auth	size=1048576,mode=755,gid=10000,nosuid,nodev
                        file	/etc/auth/ca.crt	440	aGVsbG8=
                        owner	/etc/auth/ca.crt	0:10000
                        readonly	/etc/auth
                        """);
    }

    @Test
    void refusesWhatItCannotMount() {
        Map<String, Object> mount = Map.of("name", "v", "mountPath", "/data");
        assertThatThrownBy(() -> mounted(Map.of("name", "v", "hostPath", Map.of("path", "/")), mount))
                .hasMessageContaining("hostPath");
        assertThatThrownBy(() -> mounted(Map.of("name", "v", "secret", Map.of("secretName", "other")), mount))
                .hasMessage("secret \"other\" not found");
        assertThatThrownBy(() -> mounted(Map.of("name", "w", "emptyDir", Map.of()), mount))
                .hasMessageContaining("no volume 'v'");
        assertThatThrownBy(() -> mounted(
                        Map.of("name", "v", "emptyDir", Map.of()),
                        Map.of("name", "v", "mountPath", "/data", "subPath", "x")))
                .hasMessageContaining("subPath");
        assertThatThrownBy(() -> mounted(Map.of("name", "v", "emptyDir", Map.of("sizeLimit", "much")), mount))
                .hasMessageContaining("'much'");
    }

    private static String mounted(Map<String, Object> volume, Map<String, Object> mount) {
        ContainerFiles files = new ContainerFiles();
        new PodVolumes(Map.of("volumes", List.of(volume)), SECRETS, 10_000)
                .mount(Map.of("volumeMounts", List.of(mount)), files);
        return files.script();
    }
}
