package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.FunctionsCluster.NAMESPACE;
import static com.custom.pulsar.integrationtests.FunctionsCluster.javaFunction;
import static com.custom.pulsar.integrationtests.FunctionsCluster.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import com.custom.pulsar.testsupport.kubernetes.JwtIssuer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.policies.data.TenantInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The customizer where clients log in with tokens, while an administrator moves tenants over one by one: the tenant {@code
 * moved} is enforced, all others are only watched.
 */
final class SecurityCustomizerAuthenticationIT {
    private static final String RIGHTS = "functions-worker-rbac.yaml";
    private static final String TOKEN_RIGHTS = "functions-worker-tokens-rbac.yaml";

    private static final JwtIssuer ISSUER = new JwtIssuer("admin");
    private static final String SUBMITTERS_TOKEN = ISSUER.token("submitter");

    private static FunctionsCluster cluster;
    private static PulsarAdmin submitter;

    @BeforeAll
    static void startsABrokerWithTokens() throws Exception {
        cluster = FunctionsCluster.start(
                FunctionsCluster.withCustomizer()
                        .withAuthentication(ISSUER)
                        .withCustomizerSettings(Map.of("mode", "audit", "enforcedTenants", "moved"))
                        .withEnvironment(Map.of(
                                "PF_functionAuthProviderClassName",
                                "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider")),
                RIGHTS,
                TOKEN_RIGHTS);
        submitter = cluster.admin(SUBMITTERS_TOKEN);
        try (PulsarAdmin admin = cluster.admin(ISSUER.superUserToken())) {
            for (String tenant : List.of("moved", "waiting")) {
                admin.tenants()
                        .createTenant(
                                tenant,
                                TenantInfo.builder()
                                        .adminRoles(Set.of("submitter"))
                                        .allowedClusters(Set.of("standalone"))
                                        .build());
                admin.namespaces().createNamespace(tenant + "/default");
            }
        }
    }

    @AfterAll
    static void stops() {
        if (cluster != null) {
            submitter.close();
            cluster.close();
        }
    }

    @Test
    void theSubmittersTokenIsMountedBesideTheWritablePaths() throws Exception {
        submitter
                .functions()
                .createFunction(
                        javaFunction("moved", "logged-in"),
                        cluster.functionJar().toString());
        submitter
                .sources()
                .createSource(
                        source("moved", "logged-in-source"),
                        cluster.connectorArchive().toString());

        for (String name : List.of("logged-in", "logged-in-source")) {
            PodOfStatefulSet pod = PodOfStatefulSet.of(cluster.statefulSet("moved", name));
            assertThat(pod.writablePaths())
                    .isEqualTo(Map.of("/tmp", "1Gi", "/pulsar/download", "1Gi", "/pulsar/logs", "64Mi"));
            assertThat(pod.container()
                            .at("/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .isTrue();
            assertThat(pod.mountedSecrets()).containsOnlyKeys("/etc/auth");
            assertThat(pod.script()).contains("--auth-params file:///etc/auth/token");
            assertThat(token(pod.tokenSecret())).isEqualTo(SUBMITTERS_TOKEN);
            cluster.awaitPods("moved", name, 1);
        }

        submitter.functions().deleteFunction("moved", "default", "logged-in");
        submitter.sources().deleteSource("moved", "default", "logged-in-source");
        for (String name : List.of("logged-in", "logged-in-source")) {
            String secret = PodOfStatefulSet.of(posted("moved", name)).tokenSecret();
            cluster.awaitPods("moved", name, 0);
            cluster.awaitGone("secrets", secret);
        }
    }

    @Test
    void anUpdateKeepsTheTokenAndTheWritablePaths() throws Exception {
        FunctionConfig function = javaFunction("moved", "updated");
        submitter.functions().createFunction(function, cluster.functionJar().toString());
        cluster.awaitPods("moved", "updated", 1);
        String before =
                PodOfStatefulSet.of(cluster.statefulSet("moved", "updated")).tokenSecret();

        function.setParallelism(2);
        submitter.functions().updateFunction(function, null);
        cluster.awaitPods("moved", "updated", 2);

        PodOfStatefulSet pod = PodOfStatefulSet.of(cluster.statefulSet("moved", "updated"));
        assertThat(pod.mountedSecrets()).isEqualTo(Map.of("/etc/auth", before));
        assertThat(pod.writablePaths()).containsKeys("/tmp", "/pulsar/download");
        assertThat(token(before)).isEqualTo(SUBMITTERS_TOKEN);
    }

    @Test
    void aFunctionWhoseTokenCannotBeStoredIsRefused() throws Exception {
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "rbac.authorization.k8s.io/v1",
                        "kind",
                        "Role",
                        "metadata",
                        Map.of("name", "functions-worker-tokens", "namespace", NAMESPACE),
                        "rules",
                        List.of()));
        try {
            assertThatExceptionOfType(PulsarAdminException.class)
                    .isThrownBy(() -> submitter
                            .functions()
                            .createFunction(
                                    javaFunction("moved", "anonymous"),
                                    cluster.functionJar().toString()))
                    .withMessageContaining("secrets");
        } finally {
            cluster.apply(TOKEN_RIGHTS);
        }
        assertThat(cluster.requests("moved", "anonymous")).isEmpty();
        assertThat(submitter.functions().getFunctions("moved", "default")).doesNotContain("anonymous");
        assertThat(cluster.kubernetes().requests())
                .filteredOn(ApiRequest::forbidden)
                .isNotEmpty()
                .allMatch(request -> request.resource().equals("secrets"));
    }

    /** Also what shows that the double refuses what the customizer mends. */
    @Test
    void aTenantThatIsOnlyWatchedGetsWhatPulsarMakesAndSoNoPods() throws Exception {
        FunctionConfig function = javaFunction("waiting", "watched");
        function.setCustomRuntimeOptions("{\"containerSecurityContext\": {\"privileged\": true}}");
        submitter.functions().createFunction(function, cluster.functionJar().toString());

        PodOfStatefulSet pod = PodOfStatefulSet.of(cluster.statefulSet("waiting", "watched"));
        assertThat(pod.spec().has("securityContext")).isFalse();
        assertThat(pod.spec().has("automountServiceAccountToken")).isFalse();
        assertThat(pod.container().has("securityContext")).isFalse();
        assertThat(pod.mountedSecrets()).containsOnlyKeys("/etc/auth");
        assertThat(cluster.pods("waiting", "watched")).isEmpty();
        assertThat(cluster.kubernetes().eventMessages(NAMESPACE))
                .filteredOn(message -> message.contains("pf-waiting-default-watched-0"))
                .singleElement()
                .asString()
                .contains("violates PodSecurity \"restricted:latest\"")
                .contains("allowPrivilegeEscalation");
        assertThat(cluster.pulsar().log().lines().filter(line -> line.contains("waiting/default/watched")))
                .anySatisfy(line -> assertThat(line).contains("containerSecurityContext.privileged"))
                .anySatisfy(line -> assertThat(line).contains("readOnlyRootFilesystem"));
    }

    @Test
    void theStartLineNamesTheModeAndTheEnforcedTenants() {
        assertThat(cluster.pulsar().log().lines().filter(line -> line.contains("audit mode")))
                .singleElement()
                .asString()
                .contains("NOT hardened", "mode audit (enforced: moved)");
    }

    private static Map<String, Object> posted(String tenant, String name) {
        return cluster.requests(tenant, name).stream()
                .filter(request ->
                        request.verb().equals("create") && request.resource().equals("statefulsets"))
                .findFirst()
                .orElseThrow()
                .body();
    }

    private static String token(String secret) {
        String token = new ObjectMapper()
                .valueToTree(
                        cluster.kubernetes().find("secrets", NAMESPACE, secret).orElseThrow())
                .at("/data/token")
                .asText();
        return new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII);
    }
}
