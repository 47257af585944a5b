package com.custom.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1StatefulSetSpec;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.broker.authentication.AuthenticationDataSource;
import org.apache.pulsar.functions.auth.FunctionAuthData;
import org.apache.pulsar.functions.instance.AuthenticationConfig;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.junit.jupiter.api.Test;

final class SecurityEnabledKubernetesSecretsTokenAuthProviderTest {
    private static final String NAMESPACE = "functions";
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl";
    private static final FunctionDetails DETAILS = FunctionDetails.newBuilder()
            .setTenant("public")
            .setNamespace("default")
            .setName("orders")
            .build();

    private final SecretsInMemory secrets = new SecretsInMemory();
    private final SecurityEnabledKubernetesSecretsTokenAuthProvider provider =
            new SecurityEnabledKubernetesSecretsTokenAuthProvider();

    SecurityEnabledKubernetesSecretsTokenAuthProviderTest() {
        provider.initialize(secrets, new byte[0], details -> NAMESPACE, Map.of());
    }

    @Test
    void addsTheTokenToTheVolumesOfTheCustomizer() {
        V1StatefulSet statefulSet = hardened();

        provider.configureAuthDataStatefulSet(statefulSet, data("abc12"));

        V1PodSpec pod = pod(statefulSet);
        assertThat(pod.getVolumes()).extracting(V1Volume::getName).containsExactly("function-auth", "writable-0");
        assertThat(pod.getVolumes().get(0).getSecret().getSecretName()).isEqualTo("pf-secret-abc12");
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .extracting(V1VolumeMount::getMountPath)
                .containsExactly("/etc/auth", "/tmp");
    }

    @Test
    void storesTheTokenOfTheCreatorInASecretOfTheFunctionsNamespace() {
        Optional<FunctionAuthData> stored = provider.cacheAuthData(DETAILS, caller(TOKEN));

        assertThat(secrets.tokens()).containsExactly(Map.entry(NAMESPACE + "/pf-secret-" + text(stored), TOKEN));
    }

    @Test
    void givesEveryFunctionASecretOfItsOwn() {
        assertThat(provider.cacheAuthData(DETAILS, caller(TOKEN)))
                .isNotEqualTo(provider.cacheAuthData(DETAILS, caller(TOKEN)));
        assertThat(secrets.tokens()).hasSize(2);
    }

    @Test
    void refusesToCreateAFunctionForACallerWithoutToken() {
        assertThatThrownBy(() -> provider.cacheAuthData(DETAILS, caller("")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("public/default/orders is refused")
                .hasMessageContaining("--auth-plugin");
        assertThat(secrets.tokens()).isEmpty();
    }

    @Test
    void refusesToCreateAFunctionWhoseSecretMayNotBeWritten() {
        secrets.forbidWriting();

        assertThatThrownBy(() -> provider.cacheAuthData(DETAILS, caller(TOKEN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("public/default/orders is refused")
                .hasMessageContaining("create, update, get and delete on secrets")
                .hasMessageContaining(NAMESPACE);
        assertThat(secrets.tokens()).isEmpty();
    }

    @Test
    void leavesNoSecretBehindWhenTheAnswerToItsWritingWasLost() {
        secrets.loseAnswersToWrites();

        assertThatThrownBy(() -> provider.cacheAuthData(DETAILS, caller(TOKEN)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(secrets.tokens()).isEmpty();
    }

    @Test
    void anUpdateReplacesTheTokenInTheSameSecret() {
        Optional<FunctionAuthData> stored = provider.cacheAuthData(DETAILS, caller("old"));

        Optional<FunctionAuthData> updated = provider.updateAuthData(DETAILS, stored, caller(TOKEN));

        assertThat(updated).isEqualTo(stored);
        assertThat(secrets.tokens()).containsExactly(Map.entry(NAMESPACE + "/pf-secret-" + text(stored), TOKEN));
    }

    @Test
    void anUpdateByACallerWithoutTokenIsRefusedAndTheSecretKept() {
        Optional<FunctionAuthData> stored = provider.cacheAuthData(DETAILS, caller(TOKEN));
        Map<String, String> before = secrets.tokens();

        assertThatThrownBy(() -> provider.updateAuthData(DETAILS, stored, caller("")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no token");
        assertThat(secrets.tokens()).isEqualTo(before).hasSize(1);
    }

    @Test
    void anUpdateThatCannotBeWrittenIsRefusedAndTheSecretKept() {
        Optional<FunctionAuthData> stored = provider.cacheAuthData(DETAILS, caller(TOKEN));
        Map<String, String> before = secrets.tokens();
        secrets.forbidWriting();

        assertThatThrownBy(() -> provider.updateAuthData(DETAILS, stored, caller("new")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be stored");
        assertThat(secrets.tokens()).isEqualTo(before).hasSize(1);
    }

    @Test
    void anUpdateGivesATokenToAFunctionThatHasNone() {
        Optional<FunctionAuthData> updated = provider.updateAuthData(DETAILS, Optional.empty(), caller(TOKEN));

        assertThat(secrets.tokens()).containsExactly(Map.entry(NAMESPACE + "/pf-secret-" + text(updated), TOKEN));
    }

    @Test
    void doesNotStartAFunctionWithoutToken() {
        V1StatefulSet statefulSet = hardened();

        assertThatThrownBy(() -> provider.configureAuthDataStatefulSet(statefulSet, Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--update-auth-data");
        assertThat(statefulSet).isEqualTo(hardened());
    }

    @Test
    void aFunctionWithoutTokenTakesNoAuthenticationFromTheOthers() {
        AuthenticationConfig shared = AuthenticationConfig.builder().build();
        provider.configureAuthenticationConfig(shared, data("abc12"));

        provider.configureAuthenticationConfig(shared, Optional.empty());

        assertThat(shared.getClientAuthenticationPlugin())
                .isEqualTo("org.apache.pulsar.client.impl.auth.AuthenticationToken");
        assertThat(shared.getClientAuthenticationParameters()).isEqualTo("file:///etc/auth/token");
    }

    @Test
    void deletesTheSecretOfADeletedFunction() throws Exception {
        Optional<FunctionAuthData> stored = provider.cacheAuthData(DETAILS, caller(TOKEN));

        provider.cleanUpAuthData(DETAILS, stored);

        assertThat(secrets.tokens()).isEmpty();
    }

    /** Pulsar's clear-text provider, of the process runtime, stores the token itself. */
    @Test
    void aTokenThatAnotherProviderStoredBecomesNoName() throws Exception {
        Optional<FunctionAuthData> clearText = data(TOKEN);
        V1StatefulSet statefulSet = hardened();

        assertThatThrownBy(() -> provider.configureAuthDataStatefulSet(statefulSet, clearText))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(TOKEN);
        Optional<FunctionAuthData> updated = provider.updateAuthData(DETAILS, clearText, caller(TOKEN));
        provider.cleanUpAuthData(DETAILS, clearText);

        assertThat(text(updated)).doesNotContain(TOKEN);
        assertThat(secrets.tokens()).containsExactly(Map.entry(NAMESPACE + "/pf-secret-" + text(updated), TOKEN));
    }

    private static AuthenticationDataSource caller(String token) {
        return new AuthenticationDataSource() {
            @Override
            public boolean hasDataFromCommand() {
                return true;
            }

            @Override
            public String getCommandData() {
                return token;
            }
        };
    }

    private static Optional<FunctionAuthData> data(String text) {
        return Optional.of(FunctionAuthData.builder()
                .data(text.getBytes(StandardCharsets.UTF_8))
                .build());
    }

    private static String text(Optional<FunctionAuthData> data) {
        return new String(data.orElseThrow().getData(), StandardCharsets.UTF_8);
    }

    private static V1StatefulSet hardened() {
        V1Container container = new V1Container()
                .name("pulsarfunction")
                .addVolumeMountsItem(new V1VolumeMount().name("writable-0").mountPath("/tmp"));
        V1PodSpec pod = new V1PodSpec()
                .addContainersItem(container)
                .addVolumesItem(new V1Volume().name("writable-0").emptyDir(new V1EmptyDirVolumeSource()));
        return new V1StatefulSet().spec(new V1StatefulSetSpec().template(new V1PodTemplateSpec().spec(pod)));
    }

    private static V1PodSpec pod(V1StatefulSet statefulSet) {
        return statefulSet.getSpec().getTemplate().getSpec();
    }
}
