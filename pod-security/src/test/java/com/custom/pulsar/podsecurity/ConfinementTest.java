package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.restricted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AppArmor, seccomp and SELinux stay on. */
final class ConfinementTest {

    private static final String POD = """
            kind: Pod
            metadata: {annotations: {%s}}
            spec:
              %s
              securityContext: {runAsNonRoot: true, %s}
              containers:
              - name: app
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, %s}
            """;
    private static final String NOTHING = "runAsUser: null";

    private static String pod(String ofThePod, String ofTheContainer) {
        return POD.formatted("", "", ofThePod, ofTheContainer);
    }

    private static String annotated(String annotation) {
        return POD.formatted(annotation, "", NOTHING, NOTHING);
    }

    @Nested
    final class AppArmorIs {

        private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/app";

        @ParameterizedTest
        @ValueSource(strings = {"RuntimeDefault", "Localhost"})
        void allowedByField(String type) {
            String field = "appArmorProfile: {type: " + type + "}";

            assertThat(baseline(pod(field, field))).isEmpty();
        }

        @Test
        void forbiddenByFieldWithAnyOtherTypeOrNone() {
            assertThat(baseline(pod("appArmorProfile: {type: Unconfined}", "appArmorProfile: {}")))
                    .containsExactly(
                            "appArmorProfile: spec.securityContext.appArmorProfile.type is \"Unconfined\","
                                    + " allowed: RuntimeDefault or Localhost",
                            "appArmorProfile: spec.containers[0].securityContext.appArmorProfile.type is not set,"
                                    + " allowed: RuntimeDefault or Localhost");
        }

        @ParameterizedTest
        @ValueSource(strings = {"runtime/default", "localhost/", "localhost/mine", "''", "null"})
        void allowedByAnnotation(String profile) {
            assertThat(baseline(annotated(ANNOTATION + ": " + profile))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"unconfined", "localhost", "docker/default", "Runtime/default"})
        void forbiddenByAnnotation(String profile) {
            assertThat(baseline("1.0", annotated(ANNOTATION + ": " + profile)))
                    .containsExactly("appArmorProfile: metadata.annotations[" + ANNOTATION + "] is \"" + profile
                            + "\", allowed: runtime/default or localhost/...");
        }

        @Test
        void judgedByAnnotationsOfContainersThatAreNotThere() {
            assertThat(baseline(annotated("container.apparmor.security.beta.kubernetes.io/: unconfined")))
                    .hasSize(1);
            assertThat(baseline(annotated("container.apparmor.security.beta.kubernetes.io: unconfined")))
                    .isEmpty();
        }
    }

    @Nested
    final class SeccompIs {

        private static final String OF_THE_POD = "spec.securityContext.seccompProfile.type";
        private static final String OF_THE_CONTAINER = "spec.containers[0].securityContext.seccompProfile.type";
        private static final String RUNTIME_DEFAULT = "seccompProfile: {type: RuntimeDefault}";
        private static final String LOCALHOST = "seccompProfile: {type: Localhost}";
        private static final String UNCONFINED = "seccompProfile: {type: Unconfined}";

        @Test
        void allowedByThePodsWordOrTheContainers() {
            assertThat(restricted(pod(RUNTIME_DEFAULT, NOTHING))).isEmpty();
            assertThat(restricted(pod(NOTHING, LOCALHOST))).isEmpty();
        }

        @Test
        void forbiddenToBeLeftOutInRestrictedOnly() {
            assertThat(restricted(pod(NOTHING, NOTHING)))
                    .containsExactly(
                            "seccompProfile_restricted: " + OF_THE_CONTAINER
                                    + " is not set, allowed: RuntimeDefault or Localhost, here or in the pod's security context");
            assertThat(baseline(pod(NOTHING, NOTHING))).isEmpty();
        }

        @Test
        void forbiddenToBeSwitchedOff() {
            assertThat(baseline("1.19", pod(UNCONFINED, "seccompProfile: {}")))
                    .containsExactly(
                            "seccompProfile_baseline: " + OF_THE_POD
                                    + " is \"Unconfined\", allowed: RuntimeDefault or Localhost",
                            "seccompProfile_baseline: " + OF_THE_CONTAINER
                                    + " is not set, allowed: RuntimeDefault or Localhost");
        }

        @Test
        void forbiddenToBeSwitchedOffEvenWhereTheOtherIsRight() {
            assertThat(restricted(pod(UNCONFINED, LOCALHOST)))
                    .containsExactly("seccompProfile_restricted: " + OF_THE_POD
                            + " is \"Unconfined\", allowed: RuntimeDefault or Localhost");
            assertThat(restricted(pod(LOCALHOST, UNCONFINED)))
                    .containsExactly("seccompProfile_restricted: " + OF_THE_CONTAINER
                            + " is \"Unconfined\", allowed: RuntimeDefault or Localhost");
        }

        @Test
        void blamedOnThePodWhereContainersSayNothing() {
            assertThat(restricted(pod(UNCONFINED, NOTHING))).hasSize(1).allMatch(line -> line.contains(OF_THE_POD));
        }

        @Test
        void notJudgedByFieldBefore119() {
            assertThat(baseline("1.18", pod(UNCONFINED, UNCONFINED))).isEmpty();
            assertThat(restricted("1.18", pod(UNCONFINED, UNCONFINED))).isEmpty();
        }

        @Test
        void notJudgedOnWindowsByRestrictedSince125() {
            String pod = POD.formatted("", "os: {name: windows}", NOTHING, UNCONFINED);

            assertThat(restricted("1.24", pod)).hasSize(1);
            assertThat(restricted("1.25", pod)).isEmpty();
            assertThat(baseline("1.25", pod)).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({
            "seccomp.security.alpha.kubernetes.io/pod, unconfined, 1",
            "seccomp.security.alpha.kubernetes.io/pod, '', 1",
            "seccomp.security.alpha.kubernetes.io/pod, localhost, 1",
            "seccomp.security.alpha.kubernetes.io/pod, runtime/default, 0",
            "seccomp.security.alpha.kubernetes.io/pod, docker/default, 0",
            "seccomp.security.alpha.kubernetes.io/pod, localhost/x, 0",
            "container.seccomp.security.alpha.kubernetes.io/app, unconfined, 1",
            "container.seccomp.security.alpha.kubernetes.io/app, localhost/, 0",
            "container.seccomp.security.alpha.kubernetes.io/other, unconfined, 0",
            "seccomp.security.alpha.kubernetes.io/pods, unconfined, 0",
        })
        void judgedByAnnotationBefore119(String key, String value, int violations) {
            String pod = annotated(key + ": '" + value + "'");

            assertThat(baseline("1.18", pod))
                    .hasSize(violations)
                    .isSubsetOf("seccompProfile_baseline: metadata.annotations[" + key + "] is \"" + value
                            + "\", allowed: unset, runtime/default, docker/default or localhost/...");
            assertThat(baseline("1.19", pod)).isEmpty();
        }
    }

    @Nested
    final class SeLinuxOptionsAre {

        @ParameterizedTest
        @ValueSource(strings = {"''", "null", "container_t", "container_init_t", "container_kvm_t"})
        void allowedWithTypesOfContainers(String type) {
            String options = "seLinuxOptions: {type: " + type + ", user: '', role: null, level: 's0:c1'}";

            assertThat(baseline("1.0", pod(options, options))).isEmpty();
        }

        @Test
        void allowedWithTheEnginesTypeSince131() {
            String options = pod("seLinuxOptions: {type: container_engine_t}", NOTHING);

            assertThat(baseline("1.30", options))
                    .containsExactly(
                            "seLinuxOptions: spec.securityContext.seLinuxOptions.type is \"container_engine_t\","
                                    + " allowed: unset or one of container_init_t, container_kvm_t, container_t");
            assertThat(baseline("1.31", options)).isEmpty();
        }

        @Test
        void forbiddenWithAnotherTypeOrAnyUserOrRole() {
            assertThat(baseline(pod(NOTHING, "seLinuxOptions: {type: spc_t, user: u, role: r}")))
                    .containsExactly(
                            "seLinuxOptions: spec.containers[0].securityContext.seLinuxOptions.type is \"spc_t\", allowed:"
                                    + " unset or one of container_engine_t, container_init_t, container_kvm_t, container_t",
                            "seLinuxOptions: spec.containers[0].securityContext.seLinuxOptions.user is \"u\", allowed: unset",
                            "seLinuxOptions: spec.containers[0].securityContext.seLinuxOptions.role is \"r\", allowed: unset");
        }
    }
}
