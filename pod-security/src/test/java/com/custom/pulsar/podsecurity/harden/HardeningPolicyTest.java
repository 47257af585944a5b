package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HardeningPolicyTest {
    @Test
    void theStandardIsThis() {
        assertThat(HardeningPolicy.standard().toString().replace(' ', '\n')).isEqualToIgnoringNewLines("""
                        podSecurityContext.runAsNonRoot=true
                        podSecurityContext.runAsUser=10000
                        podSecurityContext.runAsGroup=10000
                        podSecurityContext.fsGroup=10000
                        podSecurityContext.fsGroupChangePolicy=OnRootMismatch
                        podSecurityContext.seccompProfile.type=RuntimeDefault
                        (podSecurityContext.appArmorProfile.type=RuntimeDefault)
                        (podSecurityContext.windowsOptions.hostProcess=false)
                        containerSecurityContext.runAsNonRoot=true
                        (containerSecurityContext.privileged=false)
                        containerSecurityContext.readOnlyRootFilesystem=true
                        (containerSecurityContext.capabilities.add=[])
                        containerSecurityContext.capabilities.drop=[ALL]
                        containerSecurityContext.allowPrivilegeEscalation=false
                        (containerSecurityContext.procMount=Default)
                        containerSecurityContext.seccompProfile.type=RuntimeDefault
                        automountServiceAccountToken=false
                        enableServiceLinks=false
                        writablePaths=[/tmp=1Gi]
                        """);
        assertThat(HardeningPolicy.standard().contradictions()).isEmpty();
    }

    @Test
    void withAndWithoutLeaveThePolicyAsItIs() {
        HardeningPolicy standard = HardeningPolicy.standard();

        HardeningPolicy changed = standard.with(PolicyField.POD_RUN_AS_USER, 7).without(PolicyField.WRITABLE_PATHS);

        assertThat(changed.value(PolicyField.POD_RUN_AS_USER)).contains(7L);
        assertThat(changed.value(PolicyField.WRITABLE_PATHS)).isEmpty();
        assertThat(changed.fields()).contains(PolicyField.POD_RUN_AS_USER).doesNotContain(PolicyField.WRITABLE_PATHS);
        assertThat(standard.value(PolicyField.POD_RUN_AS_USER)).contains(10_000L);
        assertThat(standard.value(PolicyField.WRITABLE_PATHS)).isPresent();
    }

    @Test
    void aLimitBecomesAValueAndAValueALimit() {
        HardeningPolicy policy = HardeningPolicy.none().withLimit(PolicyField.HOST_USERS, false);
        assertThat(policy.isLimit(PolicyField.HOST_USERS)).isTrue();
        assertThat(policy.value(PolicyField.HOST_USERS)).contains(false);
        assertThat(policy.with(PolicyField.HOST_USERS, false).isLimit(PolicyField.HOST_USERS))
                .isFalse();
        assertThat(policy.isLimit(PolicyField.ENABLE_SERVICE_LINKS)).isFalse();
    }

    @Test
    void policiesAreEqualByTheirSettings() {
        HardeningPolicy policy = HardeningPolicy.none().with(PolicyField.HOST_USERS, false);
        assertThat(policy)
                .isEqualTo(HardeningPolicy.none().with(PolicyField.HOST_USERS, false))
                .hasSameHashCodeAs(HardeningPolicy.none().with(PolicyField.HOST_USERS, false))
                .isNotEqualTo(HardeningPolicy.none().withLimit(PolicyField.HOST_USERS, false))
                .isNotEqualTo(HardeningPolicy.none())
                .isNotEqualTo("hostUsers=false");
        assertThat(policy.hashCode()).isNotEqualTo(HardeningPolicy.standard().hashCode());
    }

    @Test
    void keepsACopyOfWhatItIsGiven() {
        List<String> names = new ArrayList<>(List.of("ALL"));
        HardeningPolicy policy = HardeningPolicy.none().with(PolicyField.CONTAINER_CAPABILITIES_DROP, names);
        names.add("more");
        assertThat(policy.value(PolicyField.CONTAINER_CAPABILITIES_DROP)).contains(List.of("ALL"));
        assertThatThrownBy(() -> policy.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
        Map<?, ?> sysctls = (Map<?, ?>) HardeningPolicy.none()
                .with(PolicyField.POD_SYSCTLS, Map.of("a", "1"))
                .value(PolicyField.POD_SYSCTLS)
                .orElseThrow();
        assertThatThrownBy(sysctls::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAValueOfTheWrongType(PolicyField field) {
        Object wrong = field.type() == ValueType.TEXT ? true : "no such value";
        assertThatThrownBy(() -> HardeningPolicy.none().with(field, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field.path() + ": '" + wrong + "' is not ");
        assertThatThrownBy(() -> HardeningPolicy.none().withLimit(field, wrong))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0} {1} against the pod''s {2} and the container''s {3}")
    @CsvSource(delimiter = '|', textBlock = """
            seccompProfile.type             | RuntimeDefault | Localhost  | -              | INCOMPARABLE
            seccompProfile.type             | RuntimeDefault | Unconfined | -              | TIGHTER
            seccompProfile.type             | RuntimeDefault | Localhost  | Unconfined     | TIGHTER
            seccompProfile.type             | RuntimeDefault | -          | -              | TIGHTER
            runAsNonRoot                    | false          | true       | -              | LOOSER
            runAsNonRoot                    | false          | true       | false          | EQUAL
            runAsUser                       | 10000          | 10000      | -              | EQUAL
            runAsUser                       | 10001          | 10000      | -              | INCOMPARABLE
            windowsOptions.hostProcess      | false          | true       | -              | TIGHTER
            """)
    void comparesAContainersValueWithThePodsThatItWouldOverride(
            String name, String proposed, String pod, String container, Comparison expected) {
        PolicyField ofThePod = Values.field("podSecurityContext." + name);
        PolicyField ofTheContainer = Values.field("containerSecurityContext." + name);
        HardeningPolicy policy = HardeningPolicy.none();
        policy = pod.equals("-") ? policy : policy.with(ofThePod, Values.of(ofThePod, pod));
        policy =
                container.equals("-") ? policy : policy.withLimit(ofTheContainer, Values.of(ofTheContainer, container));

        assertThat(policy.compare(ofTheContainer, Values.of(ofTheContainer, proposed)))
                .isEqualTo(expected);
    }
}
