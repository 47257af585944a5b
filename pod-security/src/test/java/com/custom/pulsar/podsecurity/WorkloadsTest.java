package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.malformed;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static com.custom.pulsar.podsecurity.Manifest.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pods are found, and what becomes of objects without. */
final class WorkloadsTest {

    private static final String POD =
            "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/a: unconfined}}, spec: {hostPID: true}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Pod                   | v1       |                           |
                    PodTemplate           | v1       | template                  | template: {
                    ReplicationController | v1       | spec.template             | spec: {template: {
                    ReplicaSet            | apps/v1  | spec.template             | spec: {template: {
                    Deployment            | apps/v1  | spec.template             | spec: {template: {
                    DaemonSet             | apps/v1  | spec.template             | spec: {template: {
                    StatefulSet           | apps/v1  | spec.template             | spec: {template: {
                    Job                   | batch/v1 | spec.template             | spec: {template: {
                    CronJob               | batch/v1 | spec.jobTemplate.spec.template | spec: {jobTemplate: {spec: {template: {
                    """)
    void everyWorkloadIsJudgedByItsPod(String kind, String apiVersion, String path, String opening) {
        String open = opening == null ? "" : opening;
        String closed = "}".repeat((int) open.chars().filter(c -> c == '{').count());
        String yaml = "{kind: %s, apiVersion: %s, %s}".formatted(kind, apiVersion, open + POD + closed);
        String prefix = path == null ? "" : path + ".";

        assertThat(baseline(yaml))
                .containsExactly(
                        "appArmorProfile: " + prefix
                                + "metadata.annotations[container.apparmor.security.beta.kubernetes.io/a] is \"unconfined\","
                                + " allowed: runtime/default or localhost/...",
                        "hostNamespaces: " + prefix + "spec.hostPID is true, allowed: false or unset");
        assertThat(warnings(yaml)).isEmpty();
    }

    @Test
    void annotationsOfTheWorkloadAreNotThePods() {
        assertThat(baseline("{kind: Deployment, metadata: {annotations:"
                        + " {container.apparmor.security.beta.kubernetes.io/a: unconfined}}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pod", "ReplicationController", "Deployment", "CronJob"})
    void aWorkloadWithoutAPodIsAllowed(String kind) {
        assertThat(restricted("kind: " + kind)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: Service, apiVersion: v1}",
                "{kind: ConfigMap}",
                "{kind: Secret, apiVersion: v1}",
                "{kind: ControllerRevision, apiVersion: apps/v1}",
                "{kind: HorizontalPodAutoscaler, apiVersion: autoscaling/v2}",
                "{kind: PodDisruptionBudget, apiVersion: policy/v1}",
                "{kind: NetworkPolicy, apiVersion: networking.k8s.io/v1}",
                "{kind: Ingress, apiVersion: extensions/v1beta1}",
            })
    void kindsOfKubernetesWithoutPodsAreAllowedWithoutAWord(String yaml) {
        assertThat(restricted(yaml)).isEmpty();
        assertThat(warnings(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Rollout, argoproj.io/v1alpha1",
        "Deployment, example.org/v1",
        "JobSet, jobset.x-k8s.io/v1alpha2",
        "AllowList, example.org/v1",
        "Gadget, v1",
        "Gadget, apps/v1",
    })
    void otherKindsAreAllowedWithAWarning(String kind, String apiVersion) {
        String yaml =
                "{kind: %s, apiVersion: %s, spec: {template: {spec: {hostPID: true}}}}".formatted(kind, apiVersion);

        assertThat(restricted(yaml)).isEmpty();
        assertThat(warnings(yaml))
                .containsExactly(
                        "kind: " + kind + " of " + apiVersion + " is not known: pods that it may make are not checked");
    }

    @Test
    void aKindWithoutApiVersionIsNamedAlone() {
        assertThat(warnings("kind: Gadget"))
                .containsExactly("kind: Gadget is not known: pods that it may make are not checked");
    }

    @ParameterizedTest
    @CsvSource({"pod, Pod", "Statefulset, StatefulSet", "CRONJOB, CronJob", "list, List", "podlist, PodList"})
    void aKindInTheWrongCaseIsRefusedSinceItsPodsWouldGoUnseen(String kind, String right) {
        assertThat(malformed("{kind: %s, spec: {hostPID: true}}".formatted(kind)))
                .containsExactly("malformed: kind is \"" + kind + "\", allowed: " + right);
        assertThat(malformed("{kind: %s, apiVersion: example.org/v1}".formatted(kind)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"extensions/v1beta1", "apps/v1beta2", "v1"})
    void workloadsOfVersionsThatAreNoLongerServedAreJudgedWithAWarning(String apiVersion) {
        String yaml =
                "{kind: Deployment, apiVersion: %s, spec: {template: {spec: {hostPID: true}}}}".formatted(apiVersion);

        assertThat(baseline(yaml)).hasSize(1);
        assertThat(warnings(yaml))
                .containsExactly("apiVersion: Kubernetes 1.37 does not serve Deployment of " + apiVersion
                        + "; judged as one of apps/v1");
    }

    @Test
    void anObjectWithoutAKindIsAPodIfItCanBeNothingElse() {
        assertThat(baseline("{spec: {hostPID: true}}")).hasSize(1);
        assertThat(baseline("{kind: '', apiVersion: example.org/v1, spec: {hostPID: true}}"))
                .hasSize(1);
        assertThat(malformed("spec: text")).containsExactly("malformed: spec is \"text\", allowed: an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{metadata: {name: a}}",
                "{spec: null}",
                "{spec: {template: {spec: {}}}}",
                "{spec: {jobTemplate: {}}}",
                "{spec: {}, template: {}}",
                "{spec: {}, items: []}",
            })
    void anyOtherObjectWithoutAKindIsRefused(String yaml) {
        assertThat(malformed(yaml))
                .containsExactly("malformed: kind is not set, allowed: the kind of the object, such as Pod");
    }

    @Test
    void whatAnObjectSaysItIsMustBeText() {
        assertThat(malformed("{kind: 5}")).containsExactly("malformed: kind is 5, allowed: a string");
        assertThat(malformed("{kind: Pod, apiVersion: 1.0}"))
                .containsExactly("malformed: apiVersion is 1.0, allowed: a group and a version such as apps/v1");
        assertThat(malformed("{kind: Pod, apiVersion: a/b/c}"))
                .containsExactly("malformed: apiVersion is \"a/b/c\", allowed: a group and a version such as apps/v1");
    }
}
