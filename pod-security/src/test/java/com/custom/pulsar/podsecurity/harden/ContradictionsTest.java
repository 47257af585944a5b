package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A policy is written as PATH=VALUE with blanks between, {@code pod.} and {@code container.} short for the two contexts, and
 * {@code ~} before a limit.
 */
class ContradictionsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            pod.runAsNonRoot=true pod.runAsUser=0                                  | podSecurityContext.runAsNonRoot true and podSecurityContext.runAsUser 0: the kubelet
            pod.runAsNonRoot=true container.runAsUser=0                            | podSecurityContext.runAsNonRoot true and containerSecurityContext.runAsUser 0: the kubelet
            container.runAsNonRoot=true pod.runAsUser=0                            | containerSecurityContext.runAsNonRoot true and podSecurityContext.runAsUser 0: the kubelet
            container.runAsNonRoot=true container.runAsUser=0                      | containerSecurityContext.runAsNonRoot true and containerSecurityContext.runAsUser 0: the kubelet
            pod.runAsNonRoot=true pod.runAsUser=0 container.runAsUser=1            | podSecurityContext.runAsNonRoot true and podSecurityContext.runAsUser 0: the kubelet
            ~pod.runAsNonRoot=true pod.runAsUser=0                                 | podSecurityContext.runAsNonRoot true and podSecurityContext.runAsUser 0: the kubelet
            pod.runAsNonRoot=true container.windowsOptions.runAsUserName=ContainerAdministrator | podSecurityContext.runAsNonRoot true and containerSecurityContext.windowsOptions.runAsUserName ContainerAdministrator: the kubelet
            container.runAsNonRoot=true pod.windowsOptions.runAsUserName=containeradministrator | containerSecurityContext.runAsNonRoot true and podSecurityContext.windowsOptions.runAsUserName ContainerAdministrator: the kubelet
            container.privileged=true container.allowPrivilegeEscalation=false     | containerSecurityContext.allowPrivilegeEscalation false and containerSecurityContext.privileged true: Kubernetes refuses
            container.capabilities.drop=ALL container.capabilities.add=ALL         | containerSecurityContext.capabilities.add and containerSecurityContext.capabilities.drop both have ALL
            container.capabilities.drop=ALL,KILL container.capabilities.add=KILL   | both have KILL
            pod.seccompProfile.type=Localhost                                      | podSecurityContext.seccompProfile.type Localhost without podSecurityContext.seccompProfile.localhostProfile
            container.seccompProfile.type=Localhost pod.seccompProfile.type=Localhost pod.seccompProfile.localhostProfile=a | containerSecurityContext.seccompProfile.type Localhost without containerSecurityContext.seccompProfile.localhostProfile
            pod.appArmorProfile.type=Localhost                                     | podSecurityContext.appArmorProfile.type Localhost without podSecurityContext.appArmorProfile.localhostProfile
            container.appArmorProfile.type=Localhost                               | containerSecurityContext.appArmorProfile.type Localhost without containerSecurityContext.appArmorProfile.localhostProfile
            pod.seccompProfile.localhostProfile=a                                  | podSecurityContext.seccompProfile.localhostProfile with podSecurityContext.seccompProfile.type unset
            container.seccompProfile.type=RuntimeDefault container.seccompProfile.localhostProfile=a | containerSecurityContext.seccompProfile.localhostProfile with containerSecurityContext.seccompProfile.type RuntimeDefault
            container.appArmorProfile.type=Unconfined container.appArmorProfile.localhostProfile=a | containerSecurityContext.appArmorProfile.localhostProfile with containerSecurityContext.appArmorProfile.type Unconfined
            container.procMount=Unmasked                                           | containerSecurityContext.procMount Unmasked without hostUsers false
            container.procMount=Unmasked hostUsers=true                            | containerSecurityContext.procMount Unmasked without hostUsers false
            hostUsers=false pod.runAsUser=65536                                    | hostUsers false and podSecurityContext.runAsUser 65536
            hostUsers=false container.runAsGroup=70000                             | hostUsers false and containerSecurityContext.runAsGroup 70000
            hostUsers=false pod.supplementalGroups=1,70000                         | hostUsers false and podSecurityContext.supplementalGroups [1, 70000]
            pod.windowsOptions.hostProcess=true container.windowsOptions.hostProcess=false | podSecurityContext.windowsOptions.hostProcess true and containerSecurityContext.windowsOptions.hostProcess false
            ~pod.windowsOptions.hostProcess=false container.windowsOptions.hostProcess=true | podSecurityContext.windowsOptions.hostProcess false and containerSecurityContext.windowsOptions.hostProcess true
            pod.windowsOptions.runAsUserName=me pod.fsGroup=1                      | podSecurityContext.windowsOptions.runAsUserName with podSecurityContext.fsGroup: the former are for Windows alone
            pod.windowsOptions.hostProcess=true writablePaths=/tmp=1Gi             | podSecurityContext.windowsOptions.hostProcess with writablePaths: the former are for Windows alone
            pod.runAsUser=-1                                                       | podSecurityContext.runAsUser: -1 is no id that Kubernetes takes; it must be between 0 and 2147483647
            container.runAsGroup=2147483648                                        | containerSecurityContext.runAsGroup: 2147483648 is no id
            pod.fsGroup=-5                                                         | podSecurityContext.fsGroup: -5 is no id
            pod.supplementalGroups=1,-2                                            | podSecurityContext.supplementalGroups: -2 is no id
            terminationGracePeriodSeconds=-1                                       | terminationGracePeriodSeconds: -1 is negative
            container.capabilities.add=CAP_NET_RAW                                 | containerSecurityContext.capabilities.add: 'CAP_NET_RAW' is no capability
            container.capabilities.drop=all                                        | containerSecurityContext.capabilities.drop: 'all' is no capability
            container.capabilities.drop=net_raw                                    | 'net_raw' is no capability
            container.capabilities.add=NET_ROW                                     | 'NET_ROW' is no capability
            pod.sysctls=Net.core=1                                                 | podSecurityContext.sysctls: 'Net.core' is no name of a kernel parameter
            pod.sysctls=net..core=1                                                | 'net..core' is no name of a kernel parameter
            pod.sysctls=vm.swappiness=1                                            | 'vm.swappiness' is a parameter of the whole node
            pod.sysctls=kernel.panic=1                                             | 'kernel.panic' is a parameter of the whole node
            pod.seLinuxOptions.type=                                               | podSecurityContext.seLinuxOptions.type: is empty
            pod.seccompProfile.type=Localhost pod.seccompProfile.localhostProfile=/a | podSecurityContext.seccompProfile.localhostProfile: '/a' must be a path below
            container.seccompProfile.type=Localhost container.seccompProfile.localhostProfile=a/../b | containerSecurityContext.seccompProfile.localhostProfile: 'a/../b' must be a path below
            container.windowsOptions.gmsaCredentialSpecName=Up                     | containerSecurityContext.windowsOptions.gmsaCredentialSpecName: 'Up' must be the name of a Kubernetes object
            pod.windowsOptions.gmsaCredentialSpecName=a..b                         | 'a..b' must be the name of a Kubernetes object
            pod.windowsOptions.runAsUserName=a/b                                   | podSecurityContext.windowsOptions.runAsUserName: 'a/b' must be USER or DOMAIN\\USER
            container.windowsOptions.runAsUserName=a\\b\\c                         | must be USER or DOMAIN\\USER
            container.windowsOptions.runAsUserName=...                             | must be USER or DOMAIN\\USER
            container.windowsOptions.runAsUserName=a\\                             | must be USER or DOMAIN\\USER
            writablePaths=/tmp=1Gi,/tmp=1Mi                                        | writablePaths: /tmp is there more than once
            """)
    void finds(String policy, String contradiction) {
        assertThat(policy(policy).contradictions()).singleElement().asString().contains(contradiction);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            pod.runAsNonRoot=true pod.runAsUser=1
            pod.runAsNonRoot=false pod.runAsUser=0
            pod.runAsNonRoot=true container.runAsNonRoot=false container.runAsUser=0
            pod.runAsUser=0 container.runAsUser=1 container.runAsNonRoot=true
            container.runAsUser=0
            pod.runAsUser=2147483647 pod.fsGroup=0 terminationGracePeriodSeconds=0
            terminationGracePeriodSeconds=4000000000
            pod.runAsNonRoot=true container.windowsOptions.runAsUserName=ContainerUser
            pod.runAsNonRoot=false container.windowsOptions.runAsUserName=ContainerAdministrator
            container.privileged=true container.allowPrivilegeEscalation=true
            container.privileged=false container.allowPrivilegeEscalation=false
            container.capabilities.add=SYS_ADMIN container.allowPrivilegeEscalation=false
            container.capabilities.add=NET_BIND_SERVICE container.capabilities.drop=ALL
            container.capabilities.add=ALL container.capabilities.drop=KILL
            container.readOnlyRootFilesystem=true
            container.readOnlyRootFilesystem=false writablePaths=/tmp=1Gi
            writablePaths=/tmp=1Gi,/tmp/a=1Gi
            pod.seccompProfile.type=Localhost pod.seccompProfile.localhostProfile=a/..b.json
            container.appArmorProfile.type=Localhost container.appArmorProfile.localhostProfile=/a
            container.procMount=Unmasked hostUsers=false
            container.procMount=Default
            hostUsers=false pod.runAsUser=65535 pod.supplementalGroups=65535
            hostUsers=true pod.runAsUser=65536
            pod.sysctls=kernel.shm_rmid_forced=1,kernel.sem=1,kernel.msgmax=1,fs.mqueue.msg_max=1,net/ipv4/tcp_syncookies=1
            pod.windowsOptions.runAsUserName=DOMAIN\\me container.windowsOptions.gmsaCredentialSpecName=a-1.b pod.runAsNonRoot=true
            pod.windowsOptions.hostProcess=true container.windowsOptions.hostProcess=true
            pod.windowsOptions.hostProcess=false pod.fsGroup=1
            pod.windowsOptions.runAsUserName=me ~pod.fsGroup=1
            ~pod.windowsOptions.runAsUserName=me pod.fsGroup=1
            """)
    void findsNothingIn(String policy) {
        assertThat(policy(policy).contradictions()).isEmpty();
    }

    @Test
    void findsTheCapabilityThatKubernetesRefusesByItsWrongName() {
        assertThat(policy("container.capabilities.add=CAP_SYS_ADMIN container.allowPrivilegeEscalation=false")
                        .contradictions())
                .containsExactly(
                        "containerSecurityContext.capabilities.add: 'CAP_SYS_ADMIN' is no capability; write the kernel's"
                                + " name in upper case and without CAP_, such as NET_RAW, or ALL",
                        "containerSecurityContext.allowPrivilegeEscalation false and"
                                + " containerSecurityContext.capabilities.add with CAP_SYS_ADMIN: Kubernetes refuses both"
                                + " together; set one of them otherwise");
    }

    @Test
    void knowsEveryCapabilityOfTheKernel() {
        List<String> names = Arrays.asList(
                ("CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE"
                                + " NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO"
                                + " SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME"
                                + " SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG"
                                + " WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE")
                        .split(" ", -1));
        assertThat(names).hasSize(41);
        assertThat(HardeningPolicy.none()
                        .with(PolicyField.CONTAINER_CAPABILITIES_ADD, names)
                        .contradictions())
                .isEmpty();
    }

    static List<HardeningPolicy> tooLong() {
        HardeningPolicy localhost = policy("container.appArmorProfile.type=Localhost");
        return List.of(
                HardeningPolicy.none().with(PolicyField.POD_WINDOWS_GMSA_CREDENTIAL_SPEC, "ä".repeat(32 * 1_024 + 1)),
                HardeningPolicy.none().with(PolicyField.CONTAINER_WINDOWS_GMSA_CREDENTIAL_SPEC_NAME, "a".repeat(254)),
                HardeningPolicy.none().with(PolicyField.POD_WINDOWS_RUN_AS_USER_NAME, "a".repeat(105)),
                HardeningPolicy.none().with(PolicyField.POD_WINDOWS_RUN_AS_USER_NAME, "a".repeat(256) + "\\a"),
                HardeningPolicy.none().with(PolicyField.POD_SYSCTLS, Map.of("net." + "a".repeat(250), "1")),
                localhost.with(PolicyField.CONTAINER_APP_ARMOR_LOCALHOST_PROFILE, "a".repeat(4_096)),
                localhost.with(PolicyField.CONTAINER_APP_ARMOR_LOCALHOST_PROFILE, " a"));
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void findsWhatIsTooLong(HardeningPolicy policy) {
        assertThat(policy.contradictions()).hasSize(1);
    }

    @Test
    void takesWhatIsJustNotTooLong() {
        assertThat(HardeningPolicy.none()
                        .with(PolicyField.POD_WINDOWS_GMSA_CREDENTIAL_SPEC, "ä".repeat(32 * 1_024))
                        .with(PolicyField.CONTAINER_WINDOWS_GMSA_CREDENTIAL_SPEC_NAME, "a".repeat(253))
                        .with(PolicyField.POD_WINDOWS_RUN_AS_USER_NAME, "a".repeat(255) + "\\" + "a".repeat(104))
                        .contradictions())
                .isEmpty();
        assertThat(policy("container.appArmorProfile.type=Localhost")
                        .with(PolicyField.CONTAINER_APP_ARMOR_LOCALHOST_PROFILE, "a".repeat(4_095))
                        .with(PolicyField.POD_SYSCTLS, Map.of("net." + "a".repeat(249), "1"))
                        .contradictions())
                .isEmpty();
    }

    @Test
    void findsAllAtOnceAndEachOnce() {
        assertThat(policy("pod.runAsNonRoot=true pod.runAsUser=0 container.privileged=true"
                                + " container.allowPrivilegeEscalation=false pod.fsGroup=-1")
                        .contradictions())
                .hasSize(3);
    }

    @Test
    void aHardenerRefusesAPolicyThatContradictsItself() {
        HardeningPolicy policy = policy("pod.fsGroup=-1 pod.runAsUser=-1");
        assertThatThrownBy(() -> new Hardener(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(String.join("\n", policy.contradictions()))
                .hasMessageContaining("podSecurityContext.fsGroup: -1");
    }

    private static HardeningPolicy policy(String text) {
        HardeningPolicy policy = HardeningPolicy.none();
        for (String setting : text.split(" ", -1)) {
            boolean isLimit = setting.startsWith("~");
            String path = setting.substring(isLimit ? 1 : 0, setting.indexOf('='))
                    .replaceFirst("^pod\\.", "podSecurityContext.")
                    .replaceFirst("^container\\.", "containerSecurityContext.");
            PolicyField field = Values.field(path);
            Object value = Values.of(field, setting.substring(setting.indexOf('=') + 1));
            policy = isLimit ? policy.withLimit(field, value) : policy.with(field, value);
        }
        return policy;
    }
}
