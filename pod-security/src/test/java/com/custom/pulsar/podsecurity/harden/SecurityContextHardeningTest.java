package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_ALLOW_PRIVILEGE_ESCALATION;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_CAPABILITIES_ADD;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_CAPABILITIES_DROP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_PRIVILEGED;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_RUN_AS_NON_ROOT;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_RUN_AS_USER;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_SECCOMP_LOCALHOST_PROFILE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_SECCOMP_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_SE_LINUX_LEVEL;
import static com.custom.pulsar.podsecurity.harden.PolicyField.HOST_USERS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_NON_ROOT;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_USER;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SECCOMP_LOCALHOST_PROFILE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SECCOMP_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SE_LINUX_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SUPPLEMENTAL_GROUPS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SYSCTLS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.TERMINATION_GRACE_PERIOD_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityContextHardeningTest {
    private static final HardeningPolicy NONE = HardeningPolicy.none();
    private static final HardeningPolicy STANDARD = HardeningPolicy.standard();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {runAsUser: 999}
            {runAsGroup: 0}
            {fsGroup: 0}
            {fsGroupChangePolicy: Always}
            {supplementalGroups: [1, 2]}
            {seccompProfile: {type: Localhost, localhostProfile: a}}
            {seLinuxOptions: {level: 's0:c1'}}
            {sysctls: [{name: kernel.shm_rmid_forced, value: '1'}]}
            """)
    void keepsWhatAPodHasThatIsAsTight(String context) {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main}]\nsecurityContext: " + context);

        Hardened.yaml(context)
                .forEach((key, value) ->
                        assertThat(pod.at("spec.securityContext." + key)).isEqualTo(value));
        assertThat(pod.report().warnings()).isEmpty();
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {runAsUser: 999}
            {runAsUser: 999.0}
            {runAsGroup: 0}
            {capabilities: {drop: [ALL]}}
            {capabilities: {drop: [KILL, ALL]}}
            {capabilities: {add: [], drop: [ALL]}}
            {procMount: Default}
            {privileged: false}
            {seccompProfile: {type: Localhost, localhostProfile: a}}
            {seLinuxOptions: {type: container_t}}
            """)
    void keepsWhatAContainerHasThatIsAsTight(String context) {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main, securityContext: " + context + "}]");

        Hardened.yaml(context)
                .forEach((key, value) -> assertThat(pod.at("spec.containers.0.securityContext." + key))
                        .isEqualTo(value));
        assertThat(pod.report().warnings()).isEmpty();
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            runAsNonRoot: false                     | runAsNonRoot             | true
            runAsUser: 0                            | runAsUser                |
            allowPrivilegeEscalation: true          | allowPrivilegeEscalation | false
            privileged: true                        | privileged               | false
            readOnlyRootFilesystem: false           | readOnlyRootFilesystem   | true
            procMount: Unmasked                     | procMount                | Default
            capabilities: {add: [NET_ADMIN]}        | capabilities.add         | []
            capabilities: {add: [all]}              | capabilities.add         | []
            capabilities: {add: [NET_BIND_SERVICE]} | capabilities.add         | []
            capabilities: {drop: [NET_RAW]}         | capabilities.drop        | [ALL, NET_RAW]
            capabilities: {drop: [all]}             | capabilities.drop        | [ALL, all]
            seccompProfile: {type: Unconfined}      | seccompProfile.type      | RuntimeDefault
            windowsOptions: {hostProcess: true}     | windowsOptions.hostProcess | false
            """)
    void replacesWhatAContainerAskedForThatIsLooserAndSaysSo(String context, String field, String expected) {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main, securityContext: {" + context + "}}]");

        String path = "spec.containers.0.securityContext." + field;
        assertThat(String.valueOf(pod.at(path))).isEqualTo(String.valueOf(expected));
        assertThat(pod.report().warnings())
                .singleElement()
                .asString()
                .startsWith("spec.containers[0].securityContext." + field + " was ")
                .contains(" and is " + (expected == null ? "unset" : expected) + " now: what runs there");
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            securityContext: {runAsNonRoot: false}                | securityContext.runAsNonRoot | true
            securityContext: {runAsUser: 0}                       | securityContext.runAsUser    | 10000
            securityContext: {seccompProfile: {type: Unconfined}} | securityContext.seccompProfile.type | RuntimeDefault
            securityContext: {windowsOptions: {hostProcess: true}} | securityContext.windowsOptions.hostProcess | false
            automountServiceAccountToken: true                    | automountServiceAccountToken | false
            enableServiceLinks: true                              | enableServiceLinks           | false
            """)
    void replacesWhatAPodAskedForThatIsLooserAndSaysSo(String spec, String field, String expected) {
        Hardened pod = Hardened.pod(STANDARD, "containers: [{name: main}]\n" + spec);

        assertThat(pod.at("spec." + field)).hasToString(expected);
        assertThat(pod.report().warnings()).singleElement().asString().startsWith("spec." + field + " was ");
        assertThat(pod.report().changes())
                .filteredOn(change -> change.path().equals("spec." + field))
                .singleElement()
                .satisfies(change -> assertThat(change.before()).isNotNull());
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void treatsNullAsAbsent() {
        Hardened pod = Hardened.pod(
                STANDARD,
                "{securityContext: null, hostUsers: null, volumes: null, containers: [{name: main, volumeMounts: null,"
                        + " securityContext: {privileged: null, capabilities: null, runAsNonRoot: null}}]}");

        assertThat(pod.at("spec.securityContext.runAsUser")).isEqualTo(10_000L);
        assertThat(pod.at("spec.containers.0.securityContext.runAsNonRoot")).isEqualTo(true);
        assertThat(pod.at("spec.containers.0.securityContext.privileged")).isNull();
        assertThat(pod.at("spec.volumes.0.name")).isEqualTo("writable-tmp");
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void aContainerKeepsWhatItInheritsFromWhatThePodAskedFor() {
        HardeningPolicy policy = STANDARD.with(CONTAINER_RUN_AS_USER, 20_000L);
        Hardened pod = Hardened.pod(policy, """
                securityContext: {runAsUser: 999, runAsNonRoot: true, seccompProfile: {type: Localhost, localhostProfile: a}}
                containers: [{name: main}, {name: own, securityContext: {seccompProfile: {}}}]
                """);

        assertThat(pod.at("spec.containers.0.securityContext.runAsUser")).isNull();
        assertThat(pod.at("spec.containers.0.securityContext.runAsNonRoot")).isNull();
        assertThat(pod.at("spec.containers.0.securityContext.seccompProfile")).isNull();
        assertThat(pod.at("spec.containers.1.securityContext.seccompProfile.type"))
                .isEqualTo("RuntimeDefault");
        assertThat(pod.report().obstacles()).isEmpty();
    }

    @Test
    void aContainerDoesNotKeepWhatThePodHasFromThePolicyOrHadLooser() {
        Hardened bare = Hardened.pod(STANDARD.with(CONTAINER_RUN_AS_USER, 20_000L), "containers: [{name: main}]");
        assertThat(bare.at("spec.containers.0.securityContext.runAsUser")).isEqualTo(20_000L);

        Hardened loose = Hardened.pod(
                STANDARD, "{securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: main}]}");
        assertThat(loose.at("spec.containers.0.securityContext.seccompProfile.type"))
                .isEqualTo("RuntimeDefault");
    }

    @Test
    void whatIsWantedOfThePodLimitsItsContainers() {
        HardeningPolicy policy = NONE.with(POD_RUN_AS_NON_ROOT, true)
                .with(POD_SECCOMP_TYPE, "RuntimeDefault")
                .with(POD_RUN_AS_USER, 7L);
        Hardened pod = Hardened.pod(
                policy,
                "containers: [{name: a, securityContext: {runAsNonRoot: false, seccompProfile: {type: Unconfined},"
                        + " runAsUser: 8}}, {name: b}]");

        assertThat(pod.at("spec.containers.0.securityContext"))
                .isEqualTo(Map.of(
                        "runAsNonRoot", true, "seccompProfile", Map.of("type", "RuntimeDefault"), "runAsUser", 8L));
        assertThat(pod.at("spec.containers.1.securityContext")).isNull();
    }

    @Test
    void rootBecomesTheUserOfThePolicyOrOfThePodOrNobody() {
        HardeningPolicy nonRoot = NONE.with(CONTAINER_RUN_AS_NON_ROOT, true);
        String root = "{securityContext: {runAsUser: 0}, containers: [{name: a, securityContext: {runAsUser: 0}}]}";

        Hardened none = Hardened.pod(nonRoot, root);
        assertThat(none.at("spec.securityContext.runAsUser")).isNull();
        assertThat(none.at("spec.containers.0.securityContext.runAsUser")).isNull();
        assertThat(none.report().changes()).contains(new Change("spec.securityContext.runAsUser", 0L, null));

        Hardened both = Hardened.pod(nonRoot.with(POD_RUN_AS_USER, 7L).with(CONTAINER_RUN_AS_USER, 8L), root);
        assertThat(both.at("spec.securityContext.runAsUser")).isEqualTo(7L);
        assertThat(both.at("spec.containers.0.securityContext.runAsUser")).isEqualTo(8L);

        Hardened inherited = Hardened.pod(
                nonRoot.with(CONTAINER_RUN_AS_USER, 8L), "{securityContext: {runAsUser: 0}, containers: [{name: a}]}");
        assertThat(inherited.at("spec.securityContext.runAsUser")).isNull();
        assertThat(inherited.at("spec.containers.0.securityContext.runAsUser")).isEqualTo(8L);

        Hardened ofThePod = Hardened.pod(NONE.with(POD_RUN_AS_NON_ROOT, true), root);
        assertThat(ofThePod.at("spec.containers.0.securityContext.runAsUser")).isNull();
    }

    @Test
    void rootStaysWhereItIsNotForbidden() {
        Hardened pod = Hardened.pod(
                NONE.with(CONTAINER_RUN_AS_NON_ROOT, false).with(CONTAINER_RUN_AS_USER, 8L),
                "containers: [{name: a, securityContext: {runAsUser: 0}}]");
        assertThat(pod.at("spec.containers.0.securityContext.runAsUser")).isEqualTo(0L);

        Hardened inherited = Hardened.pod(
                NONE.with(CONTAINER_RUN_AS_USER, 8L), "{securityContext: {runAsUser: 0}, containers: [{name: a}]}");
        assertThat(inherited.at("spec.containers.0.securityContext")).isNull();

        Hardened inContainers = Hardened.pod(
                NONE.with(POD_RUN_AS_NON_ROOT, true).with(CONTAINER_RUN_AS_NON_ROOT, false),
                "{securityContext: {runAsUser: 0}, containers: [{name: a, securityContext: {runAsUser: 0}}]}");
        assertThat(inContainers.at("spec.containers.0.securityContext.runAsUser"))
                .isEqualTo(0L);
        assertThat(inContainers.at("spec.securityContext.runAsUser")).isNull();

        Hardened notInThePod = Hardened.pod(
                NONE.with(POD_RUN_AS_NON_ROOT, true)
                        .with(CONTAINER_RUN_AS_NON_ROOT, false)
                        .with(CONTAINER_RUN_AS_USER, 8L),
                "{securityContext: {runAsUser: 0}, containers: [{name: a}]}");
        assertThat(notInThePod.at("spec.containers.0.securityContext.runAsUser"))
                .isEqualTo(8L);

        Hardened ofThePolicy = Hardened.pod(
                NONE.with(CONTAINER_RUN_AS_NON_ROOT, true)
                        .with(POD_RUN_AS_USER, 0L)
                        .with(CONTAINER_RUN_AS_USER, 8L),
                "{securityContext: {runAsUser: 0}, containers: [{name: a}]}");
        assertThat(ofThePolicy.at("spec.securityContext.runAsUser")).isEqualTo(0L);
    }

    @Test
    void capabilitiesThatArePermittedStayAndOthersGo() {
        HardeningPolicy policy = NONE.withLimit(CONTAINER_CAPABILITIES_ADD, List.of("NET_BIND_SERVICE", "CHOWN"))
                .with(CONTAINER_CAPABILITIES_DROP, List.of("NET_RAW", "KILL"));
        Hardened pod = Hardened.pod(policy, """
                containers:
                - {name: a, securityContext: {capabilities: {add: [NET_ADMIN, CHOWN], drop: [MKNOD, KILL]}}}
                - {name: b, securityContext: {capabilities: {add: [ALL], drop: [ALL]}}}
                - {name: c}
                """);

        assertThat(pod.at("spec.containers.0.securityContext.capabilities"))
                .isEqualTo(Map.of("add", List.of("CHOWN"), "drop", List.of("NET_RAW", "KILL", "MKNOD")));
        assertThat(pod.at("spec.containers.1.securityContext.capabilities"))
                .isEqualTo(Map.of("add", List.of("NET_BIND_SERVICE", "CHOWN"), "drop", List.of("ALL")));
        assertThat(pod.at("spec.containers.2.securityContext.capabilities"))
                .isEqualTo(Map.of("drop", List.of("NET_RAW", "KILL")));
    }

    @Test
    void groupsAndKernelParametersThatAreNotPermittedGo() {
        HardeningPolicy policy = NONE.withLimit(POD_SUPPLEMENTAL_GROUPS, List.of(1L, 2L))
                .withLimit(POD_SYSCTLS, Map.of("net.a", "1", "net.b", "2"));
        Hardened pod = Hardened.pod(policy, """
                securityContext:
                  supplementalGroups: [2, 3]
                  sysctls: [{name: net.a, value: '1'}, {name: net.b, value: '9'}, {name: net.c, value: '3'}]
                """);

        assertThat(pod.at("spec.securityContext.supplementalGroups")).isEqualTo(List.of(2L));
        assertThat(pod.at("spec.securityContext.sysctls"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder(
                        Map.of("name", "net.a", "value", "1"), Map.of("name", "net.b", "value", "2"));
    }

    @Test
    void valuesOfListsAreWrittenWhereThereAreNone() {
        HardeningPolicy policy =
                NONE.with(POD_SUPPLEMENTAL_GROUPS, List.of(1L)).with(POD_SYSCTLS, Map.of("net.a", "1"));
        Hardened pod = Hardened.pod(policy, "containers: []");

        assertThat(pod.at("spec.securityContext"))
                .isEqualTo(Map.of(
                        "supplementalGroups", List.of(1L), "sysctls", List.of(Map.of("name", "net.a", "value", "1"))));
    }

    @Test
    void aLongerGracePeriodStaysAndAShorterOneGrows() {
        HardeningPolicy policy = NONE.with(TERMINATION_GRACE_PERIOD_SECONDS, 60L);
        assertThat(Hardened.pod(policy, "{}").at("spec.terminationGracePeriodSeconds"))
                .isEqualTo(60L);
        assertThat(Hardened.pod(policy, "terminationGracePeriodSeconds: 61").at("spec.terminationGracePeriodSeconds"))
                .isEqualTo(61L);
        Hardened grown = Hardened.pod(policy, "terminationGracePeriodSeconds: 0");
        assertThat(grown.at("spec.terminationGracePeriodSeconds")).isEqualTo(60L);
        assertThat(grown.report().changes()).containsExactly(new Change("spec.terminationGracePeriodSeconds", 0L, 60L));
        assertThat(grown.report().warnings()).isEmpty();
    }

    @Test
    void aSeccompProfileOfTheNodeComesWithItsName() {
        HardeningPolicy policy = NONE.with(POD_SECCOMP_TYPE, "Localhost")
                .with(POD_SECCOMP_LOCALHOST_PROFILE, "pod.json")
                .with(CONTAINER_SECCOMP_TYPE, "Localhost")
                .with(CONTAINER_SECCOMP_LOCALHOST_PROFILE, "container.json");
        Hardened pod = Hardened.pod(policy, """
                securityContext: {seccompProfile: {type: Unconfined}}
                containers:
                - {name: absent}
                - {name: looser, securityContext: {seccompProfile: {type: Unconfined}}}
                - {name: other, securityContext: {seccompProfile: {type: Localhost, localhostProfile: other.json}}}
                - {name: default, securityContext: {seccompProfile: {type: RuntimeDefault}}}
                - {name: half, securityContext: {seccompProfile: {localhostProfile: half.json}}}
                """);

        assertThat(pod.at("spec.securityContext.seccompProfile"))
                .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "pod.json"));
        Map<String, String> ofThePolicy = Map.of("type", "Localhost", "localhostProfile", "container.json");
        assertThat(pod.at("spec.containers.0.securityContext.seccompProfile")).isEqualTo(ofThePolicy);
        assertThat(pod.at("spec.containers.1.securityContext.seccompProfile")).isEqualTo(ofThePolicy);
        assertThat(pod.at("spec.containers.2.securityContext.seccompProfile.localhostProfile"))
                .isEqualTo("other.json");
        assertThat(pod.at("spec.containers.3.securityContext.seccompProfile"))
                .isEqualTo(Map.of("type", "RuntimeDefault"));
        assertThat(pod.at("spec.containers.4.securityContext.seccompProfile")).isEqualTo(ofThePolicy);
    }

    @Test
    void aContainersUnconfinedSeccompBecomesThePodsProfile() {
        HardeningPolicy policy = NONE.with(POD_SECCOMP_TYPE, "Localhost").with(POD_SECCOMP_LOCALHOST_PROFILE, "a");
        Hardened pod =
                Hardened.pod(policy, "containers: [{name: a, securityContext: {seccompProfile: {type: Unconfined}}}]");
        assertThat(pod.at("spec.containers.0.securityContext.seccompProfile"))
                .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "a"));
    }

    @Test
    void theNameOfASeccompProfileGoesWhereItsTypeChanges() {
        Hardened pod = Hardened.pod(
                STANDARD,
                "containers: [{name: a, securityContext: {seccompProfile: {type: Unconfined, localhostProfile: a}}}]");

        assertThat(pod.at("spec.containers.0.securityContext.seccompProfile"))
                .isEqualTo(Map.of("type", "RuntimeDefault"));
        assertThat(pod.report().changes())
                .contains(new Change("spec.containers[0].securityContext.seccompProfile.localhostProfile", "a", null));
    }

    @Test
    void seLinuxOptionsOfAContainerDoNotReplaceThoseThatThePodAskedFor() {
        HardeningPolicy policy = NONE.with(CONTAINER_SE_LINUX_LEVEL, "s0").with(POD_SE_LINUX_TYPE, "container_t");
        Hardened asked = Hardened.pod(
                policy,
                "{securityContext: {seLinuxOptions: {type: container_kvm_t}}, containers: [{name: a},"
                        + " {name: b, securityContext: {seLinuxOptions: {type: container_t}}}]}");
        assertThat(asked.at("spec.containers.0.securityContext")).isNull();
        assertThat(asked.at("spec.containers.1.securityContext.seLinuxOptions"))
                .isEqualTo(Map.of("type", "container_t", "level", "s0"));

        Hardened bare = Hardened.pod(policy, "containers: [{name: a}]");
        assertThat(bare.at("spec.containers.0.securityContext.seLinuxOptions.level"))
                .isEqualTo("s0");
        assertThat(bare.at("spec.securityContext.seLinuxOptions.type")).isEqualTo("container_t");
    }

    @ParameterizedTest
    @CsvSource({"hostNetwork", "hostPID", "hostIPC"})
    void aUserNamespaceIsNotSetBesideAHostNamespace(String namespace) {
        HardeningPolicy policy = NONE.with(HOST_USERS, false);
        Hardened host = Hardened.pod(policy, namespace + ": true");
        assertThat(host.at("spec.hostUsers")).isNull();
        assertThat(host.report().warnings())
                .containsExactly(
                        "spec.hostUsers is not set to false, which Kubernetes refuses: spec." + namespace + " is true");
        assertThat(Hardened.pod(policy, namespace + ": false").at("spec.hostUsers"))
                .isEqualTo(false);
        assertThat(Hardened.pod(policy, "{hostUsers: false, " + namespace + ": true}")
                        .report()
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            privileged: true                     | privileged is true
            capabilities: {add: [CAP_SYS_ADMIN]} | capabilities.add has CAP_SYS_ADMIN
            """)
    void escalationIsNotForbiddenWhereKubernetesWouldRefuseThat(String context, String reason) {
        HardeningPolicy policy = NONE.with(CONTAINER_ALLOW_PRIVILEGE_ESCALATION, false);
        Hardened pod = Hardened.pod(policy, "containers: [{name: a, securityContext: {" + context + "}}]");

        assertThat(pod.at("spec.containers.0.securityContext.allowPrivilegeEscalation"))
                .isNull();
        assertThat(pod.report().warnings())
                .containsExactly(
                        "spec.containers[0].securityContext.allowPrivilegeEscalation is not set to false, which"
                                + " Kubernetes refuses: spec.containers[0].securityContext." + reason);
    }

    @Test
    void escalationIsForbiddenOnceWhatNeededItIsGone() {
        Hardened pod = Hardened.pod(
                STANDARD,
                "containers: [{name: a, securityContext: {privileged: true, capabilities: {add: [CAP_SYS_ADMIN]},"
                        + " allowPrivilegeEscalation: true}}]");
        assertThat(pod.at("spec.containers.0.securityContext.allowPrivilegeEscalation"))
                .isEqualTo(false);
        assertThat(pod.report().warnings()).hasSize(3);

        Hardened permitted = Hardened.pod(
                NONE.with(CONTAINER_PRIVILEGED, true).with(CONTAINER_ALLOW_PRIVILEGE_ESCALATION, true),
                "containers: [{name: a}]");
        assertThat(permitted.at("spec.containers.0.securityContext"))
                .isEqualTo(Map.of("privileged", true, "allowPrivilegeEscalation", true));
    }
}
