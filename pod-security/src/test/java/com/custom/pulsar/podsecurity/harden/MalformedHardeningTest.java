package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedHardeningTest {
    private static final HardeningPolicy STANDARD = HardeningPolicy.standard();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            securityContext: 7                             | spec.securityContext
            securityContext: {runAsNonRoot: 'true'}        | spec.securityContext.runAsNonRoot
            securityContext: {runAsUser: '0'}              | spec.securityContext.runAsUser
            securityContext: {runAsUser: 1.5}              | spec.securityContext.runAsUser
            securityContext: {fsGroup: []}                 | spec.securityContext.fsGroup
            securityContext: {fsGroupChangePolicy: 1}      | spec.securityContext.fsGroupChangePolicy
            securityContext: {seccompProfile: x}           | spec.securityContext.seccompProfile
            securityContext: {seccompProfile: {type: x}}   | spec.securityContext.seccompProfile.type
            securityContext: {appArmorProfile: 1}          | spec.securityContext.appArmorProfile
            automountServiceAccountToken: 'false'          | spec.automountServiceAccountToken
            volumes: {}                                    | spec.volumes
            initContainers: [7]                            | spec.initContainers[0]
            initContainers: [{name: a, securityContext: []}] | spec.initContainers[0].securityContext
            initContainers: [{name: a, volumeMounts: {}}]  | spec.initContainers[0].volumeMounts
            initContainers: [{name: a, securityContext: {capabilities: []}}] | spec.initContainers[0].securityContext.capabilities
            initContainers: [{name: a, securityContext: {capabilities: {drop: [1]}}}] | spec.initContainers[0].securityContext.capabilities.drop
            initContainers: [{name: a, securityContext: {capabilities: {add: x}}}] | spec.initContainers[0].securityContext.capabilities.add
            """)
    void whatCannotBeReadStaysAndIsAnObstacle(String field, String path) {
        String keys = path.replaceAll("\\[(\\d)]", ".$1");
        String spec = "containers: [{name: main}]\n" + field;
        Object before = Hardened.pod(HardeningPolicy.none(), spec).at(keys);

        Hardened pod = Hardened.pod(STANDARD, spec);

        assertThat(pod.at(keys)).isEqualTo(before).isNotNull();
        assertThat(pod.report().obstacles())
                .isNotEmpty()
                .allSatisfy(obstacle -> assertThat(obstacle).contains(path));
        assertThat(pod.report().changes())
                .isNotEmpty()
                .noneMatch(change -> change.path().equals(path));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {fsGroupChangePolicy: Never} | spec.securityContext.fsGroupChangePolicy is Never, not one of OnRootMismatch, Always, and is left as it is
            {runAsUser: 1.0e30}          | spec.securityContext.runAsUser
            """)
    void aValueThatPodSecurityDoesNotLookAtIsAnObstacleAsWell(String context, String obstacle) {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main}]\nsecurityContext: " + context);
        assertThat(pod.report().obstacles()).singleElement().asString().contains(obstacle);
    }

    @Test
    void aListWithHolesIsAnObstacleAsWell() {
        HardeningPolicy policy = STANDARD.withLimit(PolicyField.POD_SUPPLEMENTAL_GROUPS, List.of());
        Hardened pod = Hardened.pod(policy, "{containers: [], securityContext: {supplementalGroups: [null]}}");
        assertThat(pod.report().obstacles())
                .containsExactly(
                        "spec.securityContext.supplementalGroups is [null], not a list of whole numbers, and is"
                                + " left as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata: 7", "metadata: {annotations: 7}", "metadata: {annotations: [a]}"})
    void annotationsThatAreNoneAreLeftAlone(String metadata) {
        Map<String, Object> pod = Hardened.yaml("kind: Pod\nspec: {containers: [{name: a}]}\n" + metadata);
        Object before = pod.get("metadata");

        Hardened hardened = Hardened.of(STANDARD.with(PolicyField.CONTAINER_APP_ARMOR_TYPE, "RuntimeDefault"), pod);

        assertThat(hardened.object().get("metadata")).isEqualTo(before);
        assertThat(hardened.report().obstacles()).singleElement().asString().contains("metadata");
    }

    @Test
    void anAnnotationThatIsNoTextIsLeftAlone() {
        Hardened pod = Hardened.of(STANDARD.with(PolicyField.CONTAINER_APP_ARMOR_TYPE, "RuntimeDefault"), """
                kind: Pod
                metadata:
                  annotations:
                    container.apparmor.security.beta.kubernetes.io/a: 7
                    seccomp.security.alpha.kubernetes.io/pod: 8
                spec: {containers: [{name: a}, {name: 7}, {}]}
                """);

        assertThat(pod.annotation("container.apparmor.security.beta.kubernetes.io/a"))
                .isEqualTo(7L);
        assertThat(pod.annotation("seccomp.security.alpha.kubernetes.io/pod")).isEqualTo(8L);
        assertThat(pod.report().obstacles()).isNotEmpty();
    }

    @Test
    void kernelParametersThatAreNoneAreLeftAlone() {
        HardeningPolicy policy = HardeningPolicy.none().withLimit(PolicyField.POD_SYSCTLS, Map.of());
        for (String sysctls : List.of("7", "[7]", "[{name: a}]", "[{value: '1'}]", "[{name: a, value: 1}]")) {
            Hardened pod = Hardened.pod(policy, "{containers: [], securityContext: {sysctls: " + sysctls + "}}");
            assertThat(pod.report().changes()).isEmpty();
            assertThat(pod.report().obstacles()).isNotEmpty();
        }
    }

    @Test
    void takesMapsWhoseKeysAreNoTexts() {
        Map<Object, Object> keys = new TreeMap<>(Map.of(1, "a", 2, "b"));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("securityContext", keys);
        spec.put("containers", List.of(keys));
        spec.put("volumes", List.of(keys));
        Map<String, Object> pod = new LinkedHashMap<>();
        pod.put("kind", "Pod");
        pod.put("metadata", Map.of("annotations", keys));
        pod.put("spec", spec);

        Hardened hardened = Hardened.of(STANDARD, pod);

        assertThat(hardened.report().obstacles()).isNotEmpty();
        assertThat(keys).isEqualTo(Map.of(1, "a", 2, "b"));
    }

    @Test
    void takesAListThatHoldsItself() {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("kind", "List");
        list.put(
                "items", new ArrayList<>(List.of(Hardened.yaml("{kind: Pod, spec: {containers: [{name: a}]}}"), list)));

        HardeningReport report = new Hardener(STANDARD).harden(list);

        assertThat(report.obstacles()).isNotEmpty();
        assertThat(report.changes()).isNotEmpty();
    }

    @Test
    void takesListsThatStandForBillionsOfPods() {
        Map<String, Object> list = Hardened.yaml("{kind: Pod, spec: {containers: []}}");
        for (int depth = 0; depth < 15; depth++) {
            list = new LinkedHashMap<>(Map.of("kind", "List", "items", Collections.nCopies(10, list)));
        }

        HardeningReport report = new Hardener(STANDARD).harden(list);

        assertThat(report)
                .isEqualTo(new HardeningReport(
                        List.of(),
                        List.of("The object cannot be hardened: it has more pods than can be hardened at once"),
                        List.of()));
    }
}
