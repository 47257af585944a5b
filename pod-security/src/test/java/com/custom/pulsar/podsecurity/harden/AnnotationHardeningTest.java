package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_APP_ARMOR_LOCALHOST_PROFILE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_APP_ARMOR_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_SECCOMP_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_APP_ARMOR_LOCALHOST_PROFILE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_APP_ARMOR_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SECCOMP_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationHardeningTest {
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String SECCOMP_OF_THE_POD = "seccomp.security.alpha.kubernetes.io/pod";

    private static final HardeningPolicy NONE = HardeningPolicy.none();
    private static final HardeningPolicy STANDARD = HardeningPolicy.standard();
    private static final HardeningPolicy DEFAULT_PROFILE = NONE.with(CONTAINER_APP_ARMOR_TYPE, "RuntimeDefault");
    private static final HardeningPolicy PROFILE_OF_THE_NODE =
            NONE.with(POD_APP_ARMOR_TYPE, "Localhost").with(POD_APP_ARMOR_LOCALHOST_PROFILE, "tight");

    private static Hardened pod(HardeningPolicy policy, String annotations, String spec) {
        return Hardened.of(
                policy,
                Hardened.yaml("apiVersion: v1\nkind: Pod\nmetadata: {annotations: {" + annotations + "}}\nspec: {"
                        + spec + "}"));
    }

    @Test
    void theStandardAsksForNoAppArmorWhereANodeMayHaveNone() {
        Hardened pod = pod(STANDARD, "", "containers: [{name: a}]");
        assertThat(pod.at("metadata.annotations")).isEqualTo(Map.of());
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            unconfined      | runtime/default
            runtime/default | runtime/default
            localhost/a     | localhost/a
            ''              | ''
            """)
    void theStandardReplacesUnconfinedAppArmorOnly(String before, String after) {
        Hardened pod = pod(STANDARD, APP_ARMOR + "a: '" + before + "'", "containers: [{name: a}]");

        assertThat(pod.annotation(APP_ARMOR + "a")).isEqualTo(after);
        assertThat(pod.report().obstacles()).isEmpty();
        assertThat(pod.report().warnings()).hasSize(before.equals(after) ? 0 : 1);
    }

    @Test
    void writesAnAnnotationForEveryContainer() {
        Hardened pod = Hardened.of(DEFAULT_PROFILE, """
                apiVersion: apps/v1
                kind: Deployment
                spec: {template: {spec: {initContainers: [{name: a}], containers: [{name: b}], ephemeralContainers: [{name: c}]}}}
                """);

        assertThat(pod.at("spec.template.metadata.annotations"))
                .isEqualTo(Map.of(
                        APP_ARMOR + "a",
                        "runtime/default",
                        APP_ARMOR + "b",
                        "runtime/default",
                        APP_ARMOR + "c",
                        "runtime/default"));
        assertThat(pod.at("metadata")).isNull();
        assertThat(pod.report().changes())
                .contains(
                        new Change("spec.template.metadata.annotations[" + APP_ARMOR + "a]", null, "runtime/default"));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            unconfined      | localhost/tight
            runtime/default | runtime/default
            localhost/other | localhost/other
            ''              | localhost/tight
            nonsense        | nonsense
            """)
    void aProfileForThePodIsOneForEachContainer(String before, String after) {
        Hardened pod =
                pod(PROFILE_OF_THE_NODE, APP_ARMOR + "a: '" + before + "'", "containers: [{name: a}, {name: b}]");

        assertThat(pod.annotation(APP_ARMOR + "a")).isEqualTo(after);
        assertThat(pod.annotation(APP_ARMOR + "b")).isEqualTo("localhost/tight");
        assertThat(pod.at("spec.securityContext")).isNull();
    }

    @Test
    void aProfileForContainersGoesBeforeOneForThePod() {
        HardeningPolicy policy = PROFILE_OF_THE_NODE
                .with(CONTAINER_APP_ARMOR_TYPE, "Localhost")
                .with(CONTAINER_APP_ARMOR_LOCALHOST_PROFILE, "tighter");
        assertThat(pod(policy, "", "containers: [{name: a}]").annotation(APP_ARMOR + "a"))
                .isEqualTo("localhost/tighter");
        HardeningPolicy unconfined = NONE.with(POD_APP_ARMOR_TYPE, "Unconfined");
        assertThat(pod(unconfined, "", "containers: [{name: a}]").annotation(APP_ARMOR + "a"))
                .isEqualTo("unconfined");
        HardeningPolicy limited = unconfined.withLimit(CONTAINER_APP_ARMOR_TYPE, "RuntimeDefault");
        assertThat(pod(limited, "", "containers: [{name: a}]").annotation(APP_ARMOR + "a"))
                .isEqualTo("runtime/default");
    }

    @Test
    void aPodThatUsesTheFieldsIsHardenedInTheFields() {
        Hardened ofThePod = pod(
                DEFAULT_PROFILE,
                "",
                "securityContext: {appArmorProfile: {type: Unconfined}}, containers: [{name: a},"
                        + " {name: b, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: c}}},"
                        + " {name: c, securityContext: {appArmorProfile: {type: Unconfined}}}]");
        assertThat(ofThePod.at("metadata.annotations")).isEqualTo(Map.of());
        assertThat(ofThePod.at("spec.containers.0.securityContext.appArmorProfile"))
                .isEqualTo(Map.of("type", "RuntimeDefault"));
        assertThat(ofThePod.at("spec.containers.1.securityContext.appArmorProfile"))
                .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "c"));
        assertThat(ofThePod.at("spec.containers.2.securityContext.appArmorProfile"))
                .isEqualTo(Map.of("type", "RuntimeDefault"));

        Hardened standard = pod(
                STANDARD,
                "",
                "securityContext: {appArmorProfile: {type: Unconfined}}, containers: [{name: a},"
                        + " {name: b, securityContext: {appArmorProfile: {type: Unconfined}}}]");
        assertThat(standard.at("spec.securityContext.appArmorProfile")).isEqualTo(Map.of("type", "RuntimeDefault"));
        assertThat(standard.at("spec.containers.0.securityContext.appArmorProfile"))
                .isNull();
        assertThat(standard.at("spec.containers.1.securityContext.appArmorProfile.type"))
                .isEqualTo("RuntimeDefault");
        assertThat(standard.report().obstacles()).isEmpty();
    }

    @Test
    void aContainerKeepsTheProfileThatItInheritsByField() {
        Hardened pod = pod(
                DEFAULT_PROFILE,
                "",
                "securityContext: {appArmorProfile: {type: Localhost, localhostProfile: a}}, containers: [{name: a},"
                        + " {name: b, securityContext: {appArmorProfile: {}}}]");

        assertThat(pod.at("spec.containers.0.securityContext")).isNull();
        assertThat(pod.at("spec.containers.1.securityContext.appArmorProfile.type"))
                .isEqualTo("RuntimeDefault");
    }

    @Test
    void aFieldOfOneContainerGivesThePodAFieldOfItsOwn() {
        Hardened pod = pod(
                PROFILE_OF_THE_NODE,
                "",
                "containers: [{name: a}, {name: b, securityContext: {appArmorProfile: {type: RuntimeDefault}}}]");

        assertThat(pod.at("spec.securityContext.appArmorProfile"))
                .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "tight"));
        assertThat(pod.at("spec.containers.0.securityContext")).isNull();
        assertThat(pod.at("metadata.annotations")).isEqualTo(Map.of());
    }

    @Test
    void anAnnotationBesideAFieldSaysTheSame() {
        Hardened pod = pod(
                STANDARD,
                APP_ARMOR + "a: unconfined, " + APP_ARMOR + "b: unconfined, " + APP_ARMOR + "c: unconfined, "
                        + APP_ARMOR + "d: runtime/default",
                "containers: [{name: a, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: x}}},"
                        + " {name: b, securityContext: {appArmorProfile: {type: Unconfined}}}, {name: c},"
                        + " {name: d, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: y}}}]");

        assertThat(pod.annotation(APP_ARMOR + "a")).isEqualTo("localhost/x");
        assertThat(pod.annotation(APP_ARMOR + "b")).isEqualTo("runtime/default");
        assertThat(pod.annotation(APP_ARMOR + "c")).isEqualTo("runtime/default");
        assertThat(pod.annotation(APP_ARMOR + "d")).isEqualTo("localhost/y");
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void anUnconfinedAnnotationForNoContainerGoes() {
        Hardened pod = pod(
                STANDARD,
                APP_ARMOR + "gone: unconfined, " + APP_ARMOR + "other: runtime/default, note: unconfined",
                "containers: [{name: a}]");

        assertThat(pod.at("metadata.annotations"))
                .isEqualTo(Map.of(APP_ARMOR + "other", "runtime/default", "note", "unconfined"));
        assertThat(pod.report().changes())
                .contains(new Change("metadata.annotations[" + APP_ARMOR + "gone]", "unconfined", null));
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void appArmorStaysAsItIsWhereThePolicyHasNone() {
        Hardened pod =
                pod(NONE, APP_ARMOR + "a: unconfined, " + APP_ARMOR + "b: unconfined", "containers: [{name: a}]");
        assertThat(pod.report().changes()).isEmpty();
    }

    @ParameterizedTest(name = "the pod''s {0}, the container''s {1}")
    @CsvSource(delimiter = '|', textBlock = """
            unconfined      | unconfined      | RuntimeDefault | RuntimeDefault |                 |
            runtime/default | docker/default  | RuntimeDefault | RuntimeDefault | runtime/default | docker/default
            localhost/a     | localhost/b     | Localhost      | Localhost      | localhost/a     | localhost/b
            nonsense        | ''              | RuntimeDefault | RuntimeDefault |                 |
            """)
    void aSeccompAnnotationAndTheFieldSayTheSame(
            String ofThePod,
            String ofTheContainer,
            String podType,
            String containerType,
            String podAnnotation,
            String containerAnnotation) {
        Hardened pod = pod(
                STANDARD,
                SECCOMP_OF_THE_POD + ": '" + ofThePod + "', " + SECCOMP + "a: '" + ofTheContainer + "'",
                "containers: [{name: a}]");

        assertThat(pod.at("spec.securityContext.seccompProfile.type")).isEqualTo(podType);
        assertThat(pod.at("spec.containers.0.securityContext.seccompProfile.type"))
                .isEqualTo(containerType);
        assertThat(pod.annotation(SECCOMP_OF_THE_POD)).isEqualTo(podAnnotation);
        assertThat(pod.annotation(SECCOMP + "a")).isEqualTo(containerAnnotation);
        if (podType.equals("Localhost")) {
            assertThat(pod.at("spec.securityContext.seccompProfile.localhostProfile"))
                    .isEqualTo("a");
            assertThat(pod.at("spec.containers.0.securityContext.seccompProfile.localhostProfile"))
                    .isEqualTo("b");
        }
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void aSeccompAnnotationLeavesAFieldThatIsThere() {
        Hardened pod = pod(
                STANDARD,
                SECCOMP + "a: runtime/default",
                "containers: [{name: a, securityContext: {seccompProfile: {type: Localhost, localhostProfile: x}}}]");
        assertThat(pod.at("spec.containers.0.securityContext.seccompProfile"))
                .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "x"));
        assertThat(pod.annotation(SECCOMP + "a")).isEqualTo("runtime/default");
    }

    @Test
    void aSeccompAnnotationMakesNoFieldThatThePolicyDoesNotWrite() {
        Hardened limited = pod(
                NONE.withLimit(CONTAINER_SECCOMP_TYPE, "RuntimeDefault"),
                SECCOMP + "a: localhost/x",
                "containers: [{name: a}]");
        assertThat(limited.report().changes()).isEmpty();
        Hardened ofThePod = pod(
                NONE.with(POD_SECCOMP_TYPE, "RuntimeDefault"),
                SECCOMP + "a: localhost/x, " + SECCOMP + "b: unconfined",
                "containers: [{name: a}, {name: b}]");
        assertThat(ofThePod.at("spec.containers.0.securityContext")).isNull();
        assertThat(ofThePod.annotation(SECCOMP + "b")).isNull();
        Hardened none = pod(NONE, SECCOMP + "a: unconfined", "containers: [{name: a}]");
        assertThat(none.report().changes()).isEmpty();
    }
}
