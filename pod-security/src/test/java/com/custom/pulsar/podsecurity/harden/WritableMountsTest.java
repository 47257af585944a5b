package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WritableMountsTest {
    private static HardeningPolicy paths(String... paths) {
        return HardeningPolicy.none()
                .with(
                        PolicyField.WRITABLE_PATHS,
                        Arrays.stream(paths).map(WritablePath::parse).toList());
    }

    private static List<String> volumes(Hardened pod) {
        return ((List<?>) Objects.requireNonNull(pod.at("spec.volumes")))
                .stream()
                        .map(volume -> (String) ((Map<?, ?>) volume).get("name"))
                        .toList();
    }

    @Test
    void mountsAVolumeOfItsOwnForEveryPathInEveryContainer() {
        Hardened pod = Hardened.pod(
                paths("/tmp=1Gi", "/pulsar/Logs_x=64Mi"),
                "{initContainers: [{name: a}], containers: [{name: b, volumeMounts: [{name: c, mountPath: /c}]}],"
                        + " volumes: [{name: c, emptyDir: {}}]}");

        assertThat(pod.at("spec.volumes"))
                .isEqualTo(List.of(
                        Map.of("name", "c", "emptyDir", Map.of()),
                        Map.of("name", "writable-tmp", "emptyDir", Map.of("sizeLimit", "1Gi")),
                        Map.of("name", "writable-pulsar-logs-x", "emptyDir", Map.of("sizeLimit", "64Mi"))));
        List<Map<String, String>> mounts = List.of(
                Map.of("name", "writable-tmp", "mountPath", "/tmp"),
                Map.of("name", "writable-pulsar-logs-x", "mountPath", "/pulsar/Logs_x"));
        assertThat(pod.at("spec.initContainers.0.volumeMounts")).isEqualTo(mounts);
        assertThat(pod.at("spec.containers.0.volumeMounts"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .containsAll(mounts);
        assertThat(pod.report().changes())
                .extracting(Change::path)
                .containsExactly(
                        "spec.volumes[1]",
                        "spec.initContainers[0].volumeMounts[0]",
                        "spec.containers[0].volumeMounts[1]",
                        "spec.volumes[2]",
                        "spec.initContainers[0].volumeMounts[1]",
                        "spec.containers[0].volumeMounts[2]");
    }

    @Test
    void aLimitMountsNothing() {
        HardeningPolicy policy =
                HardeningPolicy.none().withLimit(PolicyField.WRITABLE_PATHS, List.of(WritablePath.parse("/tmp=1Gi")));
        assertThat(Hardened.pod(policy, "containers: [{name: a}]").report().changes())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volumeMounts: [{name: v, mountPath: /a/b}]",
                "volumeMounts: [{name: v, mountPath: /a/b/}]",
                "volumeMounts: [{name: v, mountPath: //a/./c/../b}]",
                "volumeMounts: [{name: v, mountPath: a/b}]",
                "volumeMounts: [{name: v, mountPath: /../a/b}]",
                "volumeMounts: [{name: v, mountPath: /a/b, readOnly: true}]",
                "volumeMounts: [{name: v, mountPath: /a}]",
                "volumeMounts: [{name: v, mountPath: /}]",
                "volumeMounts: [{name: v, mountPath: /, readOnly: true}, {name: v, mountPath: /a}]",
                "volumeDevices: [{name: v, devicePath: /a/b}]",
            })
    void leavesAContainerThatHasSomethingThereAlready(String mounts) {
        Hardened pod = Hardened.pod(
                paths("/a/b=1Mi"), "{containers: [{name: a, " + mounts + "}], volumes: [{name: v, emptyDir: {}}]}");

        assertThat(pod.report().changes()).isEmpty();
        assertThat(pod.report().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volumeMounts: [{name: v, mountPath: /a/bc}]",
                "volumeMounts: [{name: v, mountPath: /a/b/c}]",
                "volumeMounts: [{name: v, mountPath: /b}]",
                "volumeMounts: [{name: v, mountPath: ''}]",
                "volumeMounts: [{name: v, mountPath: 7}, null, 8]",
                "volumeMounts: [{name: v}]",
                "volumeDevices: [{name: v, devicePath: /a}]",
            })
    void mountsWhereAContainerHasSomethingElsewhere(String mounts) {
        Hardened pod = Hardened.pod(paths("/a/b=1Mi"), "containers: [{name: a, " + mounts + "}]");

        assertThat(pod.at("spec.containers.0.volumeMounts"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Map.of("name", "writable-a-b", "mountPath", "/a/b"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {name: v, mountPath: /a, readOnly: true} | {name: v, emptyDir: {}}
            {name: v, mountPath: /a} | {name: v, configMap: {name: x}}
            {name: v, mountPath: /a} | {name: v, secret: {secretName: x}}
            {name: v, mountPath: /a} | {name: v, downwardAPI: {}}
            {name: v, mountPath: /a} | {name: v, projected: {}}
            {name: v, mountPath: /a} | {name: v, image: {}}
            {name: v, mountPath: /a} | {name: v, persistentVolumeClaim: {claimName: x, readOnly: true}}
            """)
    void mountsNothingBelowWhatIsReadOnly(String mount, String volume) {
        Hardened pod = Hardened.pod(
                paths("/a/b=1Mi"),
                "{containers: [{name: a, volumeMounts: [" + mount + "]}], volumes: [{name: w}, " + volume + "]}");

        assertThat(pod.report().changes()).isEmpty();
        assertThat(pod.report().warnings())
                .containsExactly("spec.containers[0].volumeMounts: /a/b is not made writable, since it lies below /a,"
                        + " which is mounted read-only");
    }

    @Test
    void anotherVolumesSourceDoesNotCount() {
        Hardened pod = Hardened.pod(
                paths("/a/b=1Mi"),
                "{containers: [{name: a, volumeMounts: [{name: v, mountPath: /a}]}],"
                        + " volumes: [{name: v, persistentVolumeClaim: {claimName: x, readOnly: false}}, {name: w, secret: {}}]}");
        assertThat(pod.report().warnings()).isEmpty();
        assertThat(pod.report().changes()).isEmpty();
    }

    @Test
    void onePathOfThePolicyMayLieInAnother() {
        Hardened pod = Hardened.pod(paths("/a=1Mi", "/a/b=1Mi"), "containers: [{name: a}]");

        assertThat(pod.at("spec.containers.0.volumeMounts"))
                .isEqualTo(List.of(
                        Map.of("name", "writable-a", "mountPath", "/a"),
                        Map.of("name", "writable-a-b", "mountPath", "/a/b")));
    }

    @Test
    void pathsThatLookAlikeGetVolumesOfTheirOwn() {
        Hardened pod =
                Hardened.pod(paths("/a/b=1Mi", "/a-b=1Mi", "/A_b=1Mi", "/é=1Mi", "/ü=1Mi"), "containers: [{name: a}]");

        assertThat(volumes(pod))
                .containsExactly("writable-a-b", "writable-a-b-2", "writable-a-b-3", "writable", "writable-2");
    }

    @Test
    void namesAreLabelsWhateverThePath() {
        Hardened pod = Hardened.pod(
                paths("/" + "ab".repeat(40) + "=1Mi", "/" + "ab".repeat(41) + "=1Mi", "/" + "a".repeat(46) + "/b=1Mi"),
                "containers: [{name: a}]");

        assertThat(volumes(pod))
                .allMatch(name -> name.length() <= 63 && name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"))
                .doesNotHaveDuplicates()
                .startsWith("writable-" + "ab".repeat(23) + "a")
                .contains("writable-" + "a".repeat(46));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: writable-tmp, secret: {secretName: a}}",
                "{name: writable-tmp, emptyDir: {}}",
                "{name: writable-tmp, emptyDir: {sizeLimit: 2Gi}}",
                "{name: writable-tmp, emptyDir: {sizeLimit: 1Gi}}",
            })
    void doesNotTakeAVolumeThatServesSomethingElse(String volume) {
        Hardened pod = Hardened.pod(paths("/tmp=1Gi"), "{containers: [{name: a}], volumes: [" + volume + "]}");

        assertThat(pod.at("spec.volumes.0")).isEqualTo(Hardened.yaml(volume));
        assertThat(pod.at("spec.volumes.1.name")).isEqualTo("writable-tmp-2");
        assertThat(pod.at("spec.containers.0.volumeMounts.0.name")).isEqualTo("writable-tmp-2");
    }

    @Test
    void takesTheVolumeOfAnEarlierRunForAContainerThatWasAdded() {
        Hardened pod = Hardened.pod(paths("/tmp=1Gi"), """
                containers: [{name: a, volumeMounts: [{name: writable-tmp, mountPath: /tmp}]}, {name: added}]
                volumes: [{name: writable-tmp, emptyDir: {sizeLimit: 1Gi}}]
                """);

        assertThat(pod.report().changes())
                .containsExactly(new Change(
                        "spec.containers[1].volumeMounts[0]",
                        null,
                        Map.of("name", "writable-tmp", "mountPath", "/tmp")));
    }

    @Test
    void doesNotTakeAVolumeOfAnotherSizeThatIsMountedThere() {
        Hardened pod = Hardened.pod(paths("/tmp=1Gi"), """
                containers: [{name: a, volumeMounts: [{name: writable-tmp, mountPath: /tmp}]}, {name: added}]
                volumes: [{name: writable-tmp, emptyDir: {sizeLimit: 2Gi}}]
                """);

        assertThat(volumes(pod)).containsExactly("writable-tmp", "writable-tmp-2");
        assertThat(pod.at("spec.containers.1.volumeMounts.0.name")).isEqualTo("writable-tmp-2");
    }

    @Test
    void leavesTheNamesOfClaimTemplatesAlone() {
        Hardened set = Hardened.of(paths("/tmp=1Gi", "/data/x=1Mi"), """
                apiVersion: apps/v1
                kind: StatefulSet
                spec:
                  volumeClaimTemplates: [{metadata: {name: writable-tmp}}, {metadata: {name: 7}}, {}, 8]
                  template:
                    spec: {containers: [{name: a, volumeMounts: [{name: data, mountPath: /data}]}]}
                """);

        assertThat(set.at("spec.template.spec.volumes"))
                .isEqualTo(List.of(Map.of("name", "writable-tmp-2", "emptyDir", Map.of("sizeLimit", "1Gi"))));
    }

    @Test
    void addsNoVolumeThatNobodyMounts() {
        assertThat(Hardened.pod(paths("/tmp=1Gi"), "containers: []").report().changes())
                .isEmpty();
    }
}
