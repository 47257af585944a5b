package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WritablePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/tmp", "/pulsar/download", "/a b", "/.cache", "/..a", "/a..", "/dev/shm", "/processes", "/ä"})
    void takesAnAbsolutePath(String path) {
        assertThat(new WritablePath(path, "1Gi").path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tmp",
                "./tmp",
                "/tmp/",
                "//tmp",
                "/a//b",
                "/a/./b",
                "/a/../b",
                "/..",
                "/.",
                "/a:b",
                "/a\nb",
                "/a\u0000"
            })
    void refusesAnyOtherPath(String path) {
        assertThatThrownBy(() -> new WritablePath(path, "1Gi"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Writable path '" + path + "' must be absolute");
    }

    @Test
    void refusesAPathThatIsTooLong() {
        assertThat(new WritablePath("/" + "a".repeat(4_095), "1").path()).hasSize(4_096);
        assertThatThrownBy(() -> new WritablePath("/" + "a".repeat(4_096), "1"))
                .hasMessageContaining("must be absolute");
    }

    @Test
    void refusesTheRootItself() {
        assertThatThrownBy(() -> new WritablePath("/", "1Gi")).hasMessageContaining("whole root file system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/sys", "/sys", "/sys/fs", "/dev"})
    void refusesThePathsOfTheKernel(String path) {
        assertThatThrownBy(() -> new WritablePath(path, "1Gi")).hasMessageContaining("belongs to the kernel");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0.5, 1",
        ".5, 1",
        "5., 5",
        "1m, 1",
        "1500m, 2",
        "1n, 1",
        "1u, 1",
        "+1k, 1000",
        "1Ki, 1024",
        "1M, 1000000",
        "64Mi, 67108864",
        "1G, 1000000000",
        "1Gi, 1073741824",
        "1.5Gi, 1610612736",
        "1T, 1000000000000",
        "1Ti, 1099511627776",
        "1P, 1000000000000000",
        "1Pi, 1125899906842624",
        "1E, 1000000000000000000",
        "1Ei, 1152921504606846976",
        "1e3, 1000",
        "1E3, 1000",
        "1e+3, 1000",
        "5000e-3, 5",
        "9223372036854775807, 9223372036854775807",
    })
    void readsTheSizeAsKubernetesDoes(String size, long bytes) {
        assertThat(new WritablePath("/tmp", size).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Gi", ".", "-1", "1 Gi", "1gi", "1KI", "1K", "1GB", "1Gi ", "0x10", "1e", "1,5Gi", "١", "1i"
            })
    void refusesWhatIsNoQuantity(String size) {
        assertThatThrownBy(() -> new WritablePath("/tmp", size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Writable path '/tmp': size '" + size
                        + "' is not a Kubernetes quantity: write a number with a unit, such as 64Mi or 1Gi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0Gi", "0.0", "0e9", "9223372036854775808", "8Ei", "1e999"})
    void refusesASizeThatIsNoLimit(String size) {
        assertThatThrownBy(() -> new WritablePath("/tmp", size)).hasMessageContaining("is no size limit");
    }

    @Test
    void isReadFromOneText() {
        assertThat(WritablePath.parse("/pulsar/logs=64Mi")).isEqualTo(new WritablePath("/pulsar/logs", "64Mi"));
        assertThat(WritablePath.parse("/a=b=1")).isEqualTo(new WritablePath("/a=b", "1"));
        assertThat(WritablePath.parse("/a=b=1")).hasToString("/a=b=1");
        assertThatThrownBy(() -> WritablePath.parse("/tmp")).hasMessageContaining("'/tmp' has no size");
        assertThatThrownBy(() -> WritablePath.parse("=1Gi")).hasMessageContaining("'' must be absolute");
    }
}
