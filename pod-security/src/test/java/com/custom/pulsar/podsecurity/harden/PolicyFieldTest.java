package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyFieldTest {
    /** What the API of Kubernetes' Java client 18 has, and AppArmor. */
    private static final List<String> OF_BOTH_CONTEXTS = List.of(
            "runAsNonRoot",
            "runAsUser",
            "runAsGroup",
            "seccompProfile.type",
            "seccompProfile.localhostProfile",
            "appArmorProfile.type",
            "appArmorProfile.localhostProfile",
            "seLinuxOptions.level",
            "seLinuxOptions.role",
            "seLinuxOptions.type",
            "seLinuxOptions.user",
            "windowsOptions.gmsaCredentialSpec",
            "windowsOptions.gmsaCredentialSpecName",
            "windowsOptions.hostProcess",
            "windowsOptions.runAsUserName");

    private static final List<String> OF_THE_PODS_CONTEXT =
            List.of("fsGroup", "fsGroupChangePolicy", "supplementalGroups", "sysctls");

    private static final List<String> OF_A_CONTAINERS_CONTEXT = List.of(
            "allowPrivilegeEscalation",
            "privileged",
            "readOnlyRootFilesystem",
            "procMount",
            "capabilities.add",
            "capabilities.drop");

    @Test
    void theTableHasEveryFieldOfTheSecurityContexts() {
        Stream<String> pod = Stream.concat(OF_BOTH_CONTEXTS.stream(), OF_THE_PODS_CONTEXT.stream())
                .map("podSecurityContext."::concat);
        Stream<String> container = Stream.concat(OF_BOTH_CONTEXTS.stream(), OF_A_CONTAINERS_CONTEXT.stream())
                .map("containerSecurityContext."::concat);
        Stream<String> others = Stream.of(
                "automountServiceAccountToken",
                "enableServiceLinks",
                "hostUsers",
                "terminationGracePeriodSeconds",
                "writablePaths");

        assertThat(PolicyField.values())
                .extracting(PolicyField::path)
                .containsExactlyInAnyOrderElementsOf(Stream.of(pod, container, others)
                        .flatMap(paths -> paths)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsPathAndDescribed(PolicyField field) {
        assertThat(PolicyField.byPath(field.path())).contains(field);
        assertThat(field.description()).endsWith(".");
        assertThat(field.tightening().description()).isNotBlank();
        assertThat(field.type().description()).isNotBlank();
    }

    @Test
    void isNotFoundByAnotherSpelling() {
        assertThat(PolicyField.byPath("hostusers")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} to {2} is {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # absent runAsNonRoot may be the other context's true, and an explicit false would override it
            podSecurityContext.runAsNonRoot                | -      | true   | TIGHTER
            podSecurityContext.runAsNonRoot                | -      | false  | LOOSER
            podSecurityContext.runAsNonRoot                | false  | true   | TIGHTER
            podSecurityContext.runAsNonRoot                | true   | false  | LOOSER
            podSecurityContext.runAsNonRoot                | true   | true   | EQUAL
            containerSecurityContext.runAsNonRoot          | -      | true   | TIGHTER
            containerSecurityContext.runAsNonRoot          | -      | false  | LOOSER
            # ids, and root's as well, have no direction
            podSecurityContext.runAsUser                   | -      | 10000  | INCOMPARABLE
            podSecurityContext.runAsUser                   | 0      | 10000  | INCOMPARABLE
            podSecurityContext.runAsUser                   | 10000  | 10000  | EQUAL
            containerSecurityContext.runAsUser             | 10000  | 0      | INCOMPARABLE
            podSecurityContext.runAsGroup                  | 10000  | 10001  | INCOMPARABLE
            containerSecurityContext.runAsGroup            | -      | 10001  | INCOMPARABLE
            podSecurityContext.fsGroup                     | 0      | 1      | INCOMPARABLE
            podSecurityContext.fsGroupChangePolicy         | -      | Always | INCOMPARABLE
            podSecurityContext.fsGroupChangePolicy         | OnRootMismatch | Always         | INCOMPARABLE
            podSecurityContext.fsGroupChangePolicy         | Always         | OnRootMismatch | INCOMPARABLE
            podSecurityContext.fsGroupChangePolicy         | Always         | Always         | EQUAL
            podSecurityContext.supplementalGroups          | -      | []     | EQUAL
            podSecurityContext.supplementalGroups          | -      | 1      | LOOSER
            podSecurityContext.supplementalGroups          | 1,2    | 2      | TIGHTER
            podSecurityContext.supplementalGroups          | 1,2    | []     | TIGHTER
            podSecurityContext.supplementalGroups          | 1,2    | 2,1,2  | EQUAL
            podSecurityContext.supplementalGroups          | 1,2    | 1,2,3  | LOOSER
            podSecurityContext.supplementalGroups          | 1,2    | 1,3    | INCOMPARABLE
            podSecurityContext.sysctls                     | -      | []     | EQUAL
            podSecurityContext.sysctls                     | -      | a=1    | LOOSER
            podSecurityContext.sysctls                     | a=1,b=2 | b=2   | TIGHTER
            podSecurityContext.sysctls                     | a=1,b=2 | b=2,a=1 | EQUAL
            podSecurityContext.sysctls                     | a=1    | a=1,b=2 | LOOSER
            podSecurityContext.sysctls                     | a=1    | a=2    | INCOMPARABLE
            podSecurityContext.sysctls                     | a=1,b=2 | a=2   | INCOMPARABLE
            # an absent profile is the kubelet's default, Unconfined, or for a container the pod's
            podSecurityContext.seccompProfile.type         | -              | RuntimeDefault | TIGHTER
            podSecurityContext.seccompProfile.type         | -              | Unconfined     | LOOSER
            podSecurityContext.seccompProfile.type         | -              | Localhost      | INCOMPARABLE
            podSecurityContext.seccompProfile.type         | Unconfined     | RuntimeDefault | TIGHTER
            podSecurityContext.seccompProfile.type         | Unconfined     | Localhost      | INCOMPARABLE
            podSecurityContext.seccompProfile.type         | Unconfined     | Unconfined     | EQUAL
            podSecurityContext.seccompProfile.type         | RuntimeDefault | Unconfined     | LOOSER
            podSecurityContext.seccompProfile.type         | RuntimeDefault | Localhost      | INCOMPARABLE
            podSecurityContext.seccompProfile.type         | Localhost      | RuntimeDefault | INCOMPARABLE
            podSecurityContext.seccompProfile.type         | Localhost      | Unconfined     | LOOSER
            podSecurityContext.seccompProfile.type         | Localhost      | Localhost      | EQUAL
            containerSecurityContext.seccompProfile.type   | -              | RuntimeDefault | TIGHTER
            containerSecurityContext.seccompProfile.type   | Localhost      | RuntimeDefault | INCOMPARABLE
            podSecurityContext.seccompProfile.localhostProfile       | a | a | EQUAL
            podSecurityContext.seccompProfile.localhostProfile       | a | b | INCOMPARABLE
            containerSecurityContext.seccompProfile.localhostProfile | - | b | INCOMPARABLE
            podSecurityContext.appArmorProfile.type        | -              | RuntimeDefault | TIGHTER
            podSecurityContext.appArmorProfile.type        | -              | Unconfined     | LOOSER
            podSecurityContext.appArmorProfile.type        | -              | Localhost      | INCOMPARABLE
            containerSecurityContext.appArmorProfile.type  | RuntimeDefault | Unconfined     | LOOSER
            containerSecurityContext.appArmorProfile.type  | RuntimeDefault | Localhost      | INCOMPARABLE
            containerSecurityContext.appArmorProfile.type  | Localhost      | Unconfined     | LOOSER
            containerSecurityContext.appArmorProfile.type  | Unconfined     | RuntimeDefault | TIGHTER
            containerSecurityContext.appArmorProfile.localhostProfile | a | b | INCOMPARABLE
            podSecurityContext.seLinuxOptions.type         | -       | spc_t | INCOMPARABLE
            containerSecurityContext.seLinuxOptions.level  | s0:c1   | s0    | INCOMPARABLE
            podSecurityContext.windowsOptions.hostProcess  | -       | false | EQUAL
            podSecurityContext.windowsOptions.hostProcess  | -       | true  | LOOSER
            containerSecurityContext.windowsOptions.hostProcess | -     | false | EQUAL
            containerSecurityContext.windowsOptions.hostProcess | true  | false | TIGHTER
            containerSecurityContext.windowsOptions.runAsUserName | -   | me    | INCOMPARABLE
            containerSecurityContext.privileged            | -       | false | EQUAL
            containerSecurityContext.privileged            | -       | true  | LOOSER
            containerSecurityContext.privileged            | true    | false | TIGHTER
            containerSecurityContext.privileged            | false   | true  | LOOSER
            containerSecurityContext.allowPrivilegeEscalation | -    | true  | EQUAL
            containerSecurityContext.allowPrivilegeEscalation | -    | false | TIGHTER
            containerSecurityContext.allowPrivilegeEscalation | false | true | LOOSER
            containerSecurityContext.readOnlyRootFilesystem | -      | false | EQUAL
            containerSecurityContext.readOnlyRootFilesystem | -      | true  | TIGHTER
            containerSecurityContext.readOnlyRootFilesystem | true   | false | LOOSER
            containerSecurityContext.capabilities.add      | -               | []            | EQUAL
            containerSecurityContext.capabilities.add      | -               | CHOWN         | LOOSER
            containerSecurityContext.capabilities.add      | CHOWN,KILL      | CHOWN         | TIGHTER
            containerSecurityContext.capabilities.add      | CHOWN           | CHOWN,KILL    | LOOSER
            containerSecurityContext.capabilities.add      | CHOWN           | KILL          | INCOMPARABLE
            containerSecurityContext.capabilities.add      | ALL             | SYS_ADMIN     | TIGHTER
            containerSecurityContext.capabilities.add      | SYS_ADMIN       | ALL           | LOOSER
            # runtimes take ALL in any case, so any case of it is everything that can be added
            containerSecurityContext.capabilities.add      | ALL             | all           | EQUAL
            containerSecurityContext.capabilities.add      | all             | ALL           | EQUAL
            containerSecurityContext.capabilities.add      | SYS_ADMIN       | all           | LOOSER
            containerSecurityContext.capabilities.add      | all             | SYS_ADMIN     | TIGHTER
            containerSecurityContext.capabilities.add      | NET_RAW         | net_raw       | INCOMPARABLE
            containerSecurityContext.capabilities.add      | NET_RAW         | CAP_NET_RAW   | INCOMPARABLE
            containerSecurityContext.capabilities.drop     | -               | []            | EQUAL
            containerSecurityContext.capabilities.drop     | -               | ALL           | TIGHTER
            containerSecurityContext.capabilities.drop     | ALL             | []            | LOOSER
            containerSecurityContext.capabilities.drop     | NET_RAW         | ALL           | TIGHTER
            containerSecurityContext.capabilities.drop     | ALL             | NET_RAW       | LOOSER
            containerSecurityContext.capabilities.drop     | NET_RAW         | NET_RAW,KILL  | TIGHTER
            containerSecurityContext.capabilities.drop     | NET_RAW,KILL    | KILL          | LOOSER
            containerSecurityContext.capabilities.drop     | NET_RAW         | KILL          | INCOMPARABLE
            containerSecurityContext.capabilities.drop     | ALL             | KILL,ALL      | EQUAL
            # but only the very text ALL drops all for Pod Security
            containerSecurityContext.capabilities.drop     | ALL             | all           | LOOSER
            containerSecurityContext.capabilities.drop     | all             | ALL           | TIGHTER
            containerSecurityContext.capabilities.drop     | NET_RAW         | all           | INCOMPARABLE
            containerSecurityContext.capabilities.drop     | NET_RAW         | CAP_NET_RAW   | INCOMPARABLE
            containerSecurityContext.procMount             | -               | Default       | EQUAL
            containerSecurityContext.procMount             | -               | Unmasked      | LOOSER
            containerSecurityContext.procMount             | Unmasked        | Default       | TIGHTER
            containerSecurityContext.procMount             | Default         | Unmasked      | LOOSER
            # an absent automountServiceAccountToken leaves it to the service account
            automountServiceAccountToken                   | -       | false | TIGHTER
            automountServiceAccountToken                   | -       | true  | LOOSER
            automountServiceAccountToken                   | true    | false | TIGHTER
            enableServiceLinks                             | -       | true  | EQUAL
            enableServiceLinks                             | -       | false | TIGHTER
            hostUsers                                      | -       | true  | EQUAL
            hostUsers                                      | -       | false | TIGHTER
            hostUsers                                      | false   | true  | LOOSER
            terminationGracePeriodSeconds                  | -       | 30    | EQUAL
            terminationGracePeriodSeconds                  | -       | 29    | LOOSER
            terminationGracePeriodSeconds                  | -       | 31    | INCOMPARABLE
            terminationGracePeriodSeconds                  | 60      | 0     | LOOSER
            terminationGracePeriodSeconds                  | 60      | 61    | INCOMPARABLE
            writablePaths                                  | -       | []        | EQUAL
            writablePaths                                  | -       | /tmp=1Gi  | LOOSER
            writablePaths                                  | /tmp=1Gi | []       | TIGHTER
            writablePaths                                  | /tmp=1Gi | /tmp=1Mi | TIGHTER
            writablePaths                                  | /tmp=1Gi | /tmp=1024Mi | EQUAL
            writablePaths                                  | /tmp=1Gi | /tmp=1025Mi | LOOSER
            writablePaths                                  | /tmp=1Gi,/a=1Mi | /tmp=1Gi | TIGHTER
            writablePaths                                  | /tmp=1Gi | /tmp=1Gi,/a=1Mi | LOOSER
            writablePaths                                  | /tmp=1Gi | /tmp=1Mi,/a=1Mi | INCOMPARABLE
            writablePaths                                  | /tmp=1Gi | /tmp/a=1Mi | INCOMPARABLE
            """)
    void saysWhichOfTwoValuesIsTighter(String path, String current, String proposed, Comparison expected) {
        PolicyField field = Values.field(path);

        assertThat(field.compare(Values.orAbsent(field, current), Values.of(field, proposed)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsBothTighterOneWayAndNotLooserTheOther(PolicyField field) {
        List<Object> values = samples(field);
        for (Object one : values) {
            assertThat(field.compare(one, one)).isEqualTo(Comparison.EQUAL);
            for (Object other : values) {
                Comparison there = field.compare(one, other);
                Comparison back = field.compare(other, one);
                if (there == Comparison.TIGHTER) {
                    assertThat(back).as("%s back to %s", other, one).isEqualTo(Comparison.LOOSER);
                }
                if (there == Comparison.EQUAL) {
                    assertThat(back).as("%s back to %s", other, one).isEqualTo(Comparison.EQUAL);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noChainOfTighteningsEndsLooser(PolicyField field) {
        List<Object> values = samples(field);
        for (Object one : values) {
            for (Object two : values) {
                for (Object three : values) {
                    if (field.compare(one, two).keepsOrTightens()
                            && field.compare(two, three).keepsOrTightens()) {
                        assertThat(field.compare(one, three).keepsOrTightens())
                                .as("%s, %s, %s", one, two, three)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static List<Object> samples(PolicyField field) {
        String texts = switch (field.type()) {
            case BOOLEAN -> "true false";
            case INTEGER -> "0 1 30 60 2147483647";
            case TEXT -> "a b";
            case CHOICE -> String.join(" ", field.choices());
            case TEXT_LIST -> "[] ALL all NET_RAW KILL NET_RAW,KILL ALL,KILL all,KILL CAP_KILL kill";
            case INTEGER_LIST -> "[] 1 2 1,2 2,1 1,2,3 3";
            case SYSCTLS -> "[] a=1 a=2 b=1 a=1,b=1 a=2,b=1";
            case WRITABLE_PATHS -> "[] /a=1Mi /a=1Gi /a=1024Mi /b=1Mi /a=1Mi,/b=1Mi /a=1Gi,/b=1Mi";
        };
        return Arrays.stream(texts.split(" "))
                .map(text -> Values.of(field, text))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "hostUsers,                                        'yes',       true or false",
        "podSecurityContext.seccompProfile.type,           'Unlimited', 'RuntimeDefault, Localhost, Unconfined'",
        "containerSecurityContext.procMount,               'default',   'Default, Unmasked'",
    })
    void refusesAValueThatIsNoneOfTheField(String path, String value, String right) {
        assertThatThrownBy(() -> Values.field(path).compare(null, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(right);
    }

    @Test
    void refusesACurrentValueThatIsNoneOfTheField() {
        assertThatThrownBy(() -> PolicyField.HOST_USERS.compare(1, true))
                .hasMessage("hostUsers: '1' is not true or false");
    }

    @Test
    void takesAWholeNumberInAnyJavaClass() {
        for (Number number : List.of(7, 7L, (short) 7, 7.0, 7.0f, BigInteger.valueOf(7), new BigDecimal("7.00"))) {
            assertThat(PolicyField.POD_RUN_AS_USER.typed(number)).isEqualTo(7L);
        }
        for (Object other : List.of(7.5, Double.NaN, BigInteger.ONE.shiftLeft(63), "7", true, List.of(7))) {
            assertThatThrownBy(() -> PolicyField.POD_RUN_AS_USER.typed(other))
                    .hasMessage("podSecurityContext.runAsUser: '" + other + "' is not a whole number");
        }
    }

    @Test
    void refusesListsAndMapsOfOtherThings() {
        assertThatThrownBy(() -> PolicyField.CONTAINER_CAPABILITIES_ADD.typed(List.of(1)))
                .hasMessageContaining("is not a list of texts");
        assertThatThrownBy(() -> PolicyField.CONTAINER_CAPABILITIES_ADD.typed("ALL"))
                .hasMessageContaining("is not a list of texts");
        assertThatThrownBy(() -> PolicyField.POD_SUPPLEMENTAL_GROUPS.typed(Arrays.asList(1, null)))
                .hasMessageContaining("is not a list of whole numbers");
        assertThatThrownBy(() -> PolicyField.WRITABLE_PATHS.typed(List.of("/tmp=1Gi")))
                .hasMessageContaining("is not a list of writable paths");
        assertThatThrownBy(() -> PolicyField.POD_SYSCTLS.typed(Map.of("a", 1)))
                .hasMessageContaining("is not a map from a kernel parameter's name to its value as text");
        assertThatThrownBy(() -> PolicyField.POD_SYSCTLS.typed(Map.of(1, "a"))).hasMessageContaining("is not a map");
        assertThatThrownBy(() -> PolicyField.POD_SYSCTLS.typed(List.of())).hasMessageContaining("is not a map");
        assertThatThrownBy(() -> PolicyField.POD_RUN_AS_USER.typed(null)).hasMessageContaining("'null'");
    }

    @Test
    void aContainerInheritsWhatBothContextsHave() {
        assertThat(PolicyField.CONTAINER_RUN_AS_USER.inherits()).contains(PolicyField.POD_RUN_AS_USER);
        assertThat(PolicyField.CONTAINER_PRIVILEGED.inherits()).isEmpty();
        assertThat(PolicyField.POD_RUN_AS_USER.inherits()).isEmpty();
        assertThat(Arrays.stream(PolicyField.values())
                        .filter(field -> field.inherits().isPresent())
                        .map(field -> field.path().substring("containerSecurityContext.".length())))
                .containsExactlyInAnyOrderElementsOf(OF_BOTH_CONTEXTS);
    }

    @Test
    void saysWhatAbsenceMayStandFor() {
        assertThat(PolicyField.HOST_USERS.absent()).containsExactly(true);
        assertThat(PolicyField.POD_RUN_AS_USER.absent()).isEmpty();
    }
}
