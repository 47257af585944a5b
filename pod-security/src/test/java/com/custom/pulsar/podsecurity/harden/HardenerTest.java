package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardenerTest {
    private static final HardeningPolicy STANDARD = HardeningPolicy.standard();

    @Test
    void givesABarePodTheStandard() {
        Hardened pod = Hardened.of(STANDARD, """
                apiVersion: v1
                kind: Pod
                metadata: {name: bare}
                spec:
                  containers:
                  - {name: main, image: example}
                """);

        assertThat(pod.object()).isEqualTo(Hardened.yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: bare}
                spec:
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 10000
                    runAsGroup: 10000
                    fsGroup: 10000
                    fsGroupChangePolicy: OnRootMismatch
                    seccompProfile: {type: RuntimeDefault}
                  containers:
                  - name: main
                    image: example
                    securityContext:
                      runAsNonRoot: true
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities: {drop: [ALL]}
                      seccompProfile: {type: RuntimeDefault}
                    volumeMounts:
                    - {name: writable-tmp, mountPath: /tmp}
                  volumes:
                  - {name: writable-tmp, emptyDir: {sizeLimit: 1Gi}}
                """));
        assertThat(pod.report().obstacles()).isEmpty();
        assertThat(pod.report().warnings()).isEmpty();
        assertThat(pod.report().changes())
                .contains(
                        new Change("spec.securityContext.runAsUser", null, 10_000L),
                        new Change("spec.containers[0].securityContext.capabilities.drop", null, List.of("ALL")),
                        new Change(
                                "spec.volumes[0]",
                                null,
                                Map.of("name", "writable-tmp", "emptyDir", Map.of("sizeLimit", "1Gi"))),
                        new Change(
                                "spec.containers[0].volumeMounts[0]",
                                null,
                                Map.of("name", "writable-tmp", "mountPath", "/tmp")))
                .hasSize(15);
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Pod, ''",
        "v1, PodTemplate, template",
        "v1, ReplicationController, spec.template",
        "apps/v1, ReplicaSet, spec.template",
        "apps/v1, Deployment, spec.template",
        "apps/v1, DaemonSet, spec.template",
        "apps/v1, StatefulSet, spec.template",
        "batch/v1, Job, spec.template",
        "batch/v1, CronJob, spec.jobTemplate.spec.template",
        "extensions/v1beta1, Deployment, spec.template",
        "batch/v1beta1, CronJob, spec.jobTemplate.spec.template",
    })
    void hardensEveryWorkload(String apiVersion, String kind, String path) {
        Map<String, Object> object = Hardened.yaml("spec: {containers: [{name: main}]}");
        String[] keys = path.isEmpty() ? new String[0] : path.split("\\.", -1);
        for (int i = keys.length - 1; i >= 0; i--) {
            Map<String, Object> outer = new LinkedHashMap<>();
            outer.put(keys[i], object);
            object = outer;
        }
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);

        Hardened hardened = Hardened.of(STANDARD, object);

        String prefix = path.isEmpty() ? "" : path + ".";
        assertThat(hardened.at(prefix + "spec.securityContext.runAsNonRoot")).isEqualTo(true);
        assertThat(hardened.at(prefix + "spec.containers.0.securityContext.runAsNonRoot"))
                .isEqualTo(true);
        assertThat(hardened.report().changes())
                .allMatch(change -> change.path().startsWith(prefix + "spec."))
                .hasSize(15);
        assertThat(hardened.report().obstacles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: ConfigMap, spec: {containers: [{name: main}]}}",
                "{apiVersion: v1, kind: Service, spec: {containers: [{name: main}]}}",
                "{apiVersion: example.com/v1, kind: Pod, spec: {containers: [{name: main}]}}",
                "{apiVersion: example.com/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: main}]}}}}",
                "{apiVersion: apps/v1, kind: Deployment}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {}}}",
                "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {}}}}",
                "{apiVersion: v1, kind: List}",
                "{apiVersion: v1, kind: List, items: []}",
            })
    void leavesAloneWhatHasNoPod(String yaml) {
        Hardened hardened = Hardened.of(STANDARD, yaml);

        assertThat(hardened.object()).isEqualTo(Hardened.yaml(yaml));
        assertThat(hardened.report().changes()).isEmpty();
    }

    @Test
    void hardensEveryPodInLists() {
        Hardened list = Hardened.of(STANDARD, """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMap, data: {a: b}}
                - {apiVersion: v1, kind: Pod, spec: {containers: [{name: a}]}}
                - apiVersion: apps/v1
                  kind: DeploymentList
                  items:
                  - {spec: {template: {spec: {containers: [{name: b}]}}}}
                - 7
                """);

        assertThat(list.at("items.0"))
                .isEqualTo(Map.of("apiVersion", "v1", "kind", "ConfigMap", "data", Map.of("a", "b")));
        assertThat(list.at("items.1.spec.securityContext.runAsUser")).isEqualTo(10_000L);
        assertThat(list.at("items.2.items.0.spec.template.spec.securityContext.runAsUser"))
                .isEqualTo(10_000L);
        assertThat(list.report().changes())
                .extracting(Change::path)
                .contains(
                        "items[1].spec.securityContext.runAsUser",
                        "items[2].items[0].spec.template.spec.securityContext.runAsUser")
                .hasSize(30);
        assertThat(list.report().obstacles()).singleElement().asString().contains("items[3]");
    }

    @Test
    void hardensInitAndEphemeralContainersAsWell() {
        Hardened pod = Hardened.pod(
                STANDARD,
                "{initContainers: [{name: a}], containers: [{name: b}, {name: c}], ephemeralContainers: [{name: d}]}");

        for (String container : List.of("initContainers.0", "containers.0", "containers.1", "ephemeralContainers.0")) {
            assertThat(pod.at("spec." + container + ".securityContext.allowPrivilegeEscalation"))
                    .isEqualTo(false);
            assertThat(pod.at("spec." + container + ".volumeMounts.0.mountPath"))
                    .isEqualTo("/tmp");
        }
        assertThat(pod.at("spec.volumes"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void thePolicyThatWantsNothingChangesNothing() {
        String spec = "{containers: [{name: a, securityContext: {privileged: true, runAsUser: 0}}], hostNetwork: true}";
        Hardened pod = Hardened.pod(HardeningPolicy.none(), spec);

        assertThat(pod.at("spec")).isEqualTo(Hardened.yaml(spec));
        assertThat(pod.report().changes()).isEmpty();
        assertThat(pod.report().warnings()).isEmpty();
        assertThat(pod.report().obstacles()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hostNetwork: true                                        | hostNamespaces: spec.hostNetwork is true
            hostPID: true                                            | hostNamespaces: spec.hostPID is true
            hostIPC: true                                            | hostNamespaces: spec.hostIPC is true
            volumes: [{name: a, hostPath: {path: /}}]                | spec.volumes[0]
            volumes: [{name: a, nfs: {server: a, path: /}}]          | spec.volumes[0]
            volumes: [{name: a, newSource: {}}]                      | spec.volumes[0]
            securityContext: {seLinuxOptions: {type: spc_t}}         | spec.securityContext.seLinuxOptions.type is "spc_t"
            securityContext: {seLinuxOptions: {user: root}}          | spec.securityContext.seLinuxOptions.user is "root"
            securityContext: {sysctls: [{name: kernel.sem, value: a}]} | spec.securityContext.sysctls[0].name is "kernel.sem"
            initContainers: [{name: a, ports: [{containerPort: 1, hostPort: 1}]}] | spec.initContainers[0].ports[0].hostPort is 1
            initContainers: [{name: a, startupProbe: {httpGet: {port: 1, host: a}}}] | spec.initContainers[0].startupProbe.httpGet.host is "a"
            """)
    void namesWhatItCannotMend(String field, String obstacle) {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main}]\n" + field);

        assertThat(pod.report().obstacles())
                .singleElement()
                .asString()
                .contains(obstacle)
                .doesNotContain("older");
    }

    @Test
    void saysWhenOnlyAnOlderVersionObjects() {
        Hardened pod = Hardened.pod(
                STANDARD,
                "{containers: [{name: a}], securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}}");

        assertThat(pod.report().obstacles())
                .singleElement()
                .asString()
                .startsWith("sysctls: spec.securityContext.sysctls[0].name is \"net.ipv4.tcp_rmem\", allowed: ")
                .endsWith(" (in older versions of Pod Security)");
    }

    @Test
    void changesTheGivenMapButNothingInsideIt() {
        Map<String, Object> container = Map.of("name", "main", "securityContext", Map.of("privileged", true));
        Map<String, Object> spec = Map.of("containers", List.of(container), "volumes", List.of());
        Map<String, Object> pod = new LinkedHashMap<>(Map.of("kind", "Pod", "spec", spec));

        Hardened hardened = Hardened.of(STANDARD, pod);

        assertThat(hardened.at("spec.containers.0.securityContext.privileged")).isEqualTo(false);
        assertThat(container).isEqualTo(Map.of("name", "main", "securityContext", Map.of("privileged", true)));
        assertThat(hardened.report().obstacles()).isEmpty();
    }

    @Test
    void sharesNothingBetweenPlacesThatShareAMap() {
        Map<String, Object> context = new LinkedHashMap<>(Map.of("runAsNonRoot", true));
        Map<String, Object> container = new LinkedHashMap<>(Map.of("name", "main", "securityContext", context));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("securityContext", context);
        spec.put("containers", List.of(container));
        spec.put("initContainers", List.of(container));
        Map<String, Object> pod = new LinkedHashMap<>(Map.of("kind", "Pod", "spec", spec));
        Map<String, Object> list = new LinkedHashMap<>(Map.of("kind", "List", "items", List.of(pod, pod)));

        Hardened hardened = Hardened.of(STANDARD, list);

        for (String item : List.of("items.0.spec", "items.1.spec")) {
            assertThat(hardened.at(item + ".securityContext.fsGroup")).isEqualTo(10_000L);
            assertThat(hardened.at(item + ".securityContext.readOnlyRootFilesystem"))
                    .isNull();
            assertThat(hardened.at(item + ".volumes.0.name")).isEqualTo("writable-tmp");
            for (String containers : List.of(".containers.0", ".initContainers.0")) {
                assertThat(hardened.at(item + containers + ".securityContext.fsGroup"))
                        .isNull();
                assertThat(hardened.at(item + containers + ".securityContext.readOnlyRootFilesystem"))
                        .isEqualTo(true);
                assertThat(hardened.at(item + containers + ".volumeMounts"))
                        .isEqualTo(List.of(Map.of("name", "writable-tmp", "mountPath", "/tmp")));
            }
        }
        assertThat(context).isEqualTo(Map.of("runAsNonRoot", true));
        assertThat(hardened.report().obstacles()).isEmpty();
    }

    @Test
    void anUnmodifiableObjectIsAnObstacle() {
        Map<String, Object> pod = Map.of("kind", "Pod", "spec", Map.of("containers", List.of(Map.of("name", "a"))));

        HardeningReport report = new Hardener(STANDARD).harden(pod);

        assertThat(report)
                .isEqualTo(new HardeningReport(
                        List.of(), List.of("The object cannot be hardened: its map is unmodifiable"), List.of()));
    }

    @Test
    void anUnmodifiableObjectThatIsHardEnoughIsNone() {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main}]");

        HardeningReport report = new Hardener(STANDARD).harden(Map.copyOf(pod.object()));

        assertThat(report).isEqualTo(new HardeningReport(List.of(), List.of(), List.of()));
    }

    @Test
    void keepsTheOrderOfWhatWasThere() {
        Hardened pod =
                Hardened.pod(STANDARD, "{securityContext: {}, nodeName: a, containers: [{image: a, name: main}]}");

        assertThat(pod.at("spec"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys(
                        "securityContext",
                        "nodeName",
                        "containers",
                        "automountServiceAccountToken",
                        "enableServiceLinks",
                        "volumes");
        assertThat(pod.object().toString())
                .contains("spec={securityContext={")
                .contains("}, nodeName=a, containers=[{image=a, name=main,");
    }

    @Test
    void whatItLeavesWithoutObstacleEveryVersionAllows() {
        Hardened pod = Hardened.pod(
                STANDARD,
                "{securityContext: {runAsUser: 0}, containers: [{name: a, securityContext: {privileged: true, procMount: Unmasked}}]}");

        assertThat(pod.report().obstacles()).isEmpty();
        assertThat(PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED)
                        .check(pod.object())
                        .violations())
                .isEmpty();
    }
}
