package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.apache.pulsar.functions.runtime.kubernetes.KubernetesManifestCustomizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The calls that Pulsar makes, in its order: see {@link Admission} for why they differ. */
final class CustomizerCallsTest {
    private static final FunctionDetails LOOSER = Functions.withOptions(
            "{\"containerSecurityContext\":{\"privileged\":true},\"jobNamespace\":\"team\",\"jobName\":\"crm\"}");

    @Test
    void givesBackTheVeryObjectsThatItWasGiven() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        V1Service service = RuntimeManifests.service();
        for (Map<String, Object> config : List.<Map<String, Object>>of(Map.of(), Map.of("mode", "audit"))) {
            KubernetesManifestCustomizer customizer = customizer(config);

            assertThat(customizer.customizeStatefulSet(Functions.orders(), statefulSet))
                    .isSameAs(statefulSet);
            assertThat(customizer.customizeService(Functions.orders(), service)).isSameAs(service);
            assertThat(statefulSet.getMetadata().getName()).isEqualTo("pf-public-default-orders");
        }
    }

    @Test
    void leavesNameAndNamespaceToPulsarUnlessTheyAreSet() {
        KubernetesManifestCustomizer customizer = customizer(Map.of());

        assertThat(customizer.customizeName(Functions.orders(), null)).isNull();
        assertThat(customizer.customizeName(Functions.orders(), "factory")).isEqualTo("factory");
        assertThat(customizer.customizeNamespace(Functions.orders(), "pulsar")).isEqualTo("pulsar");
    }

    @Test
    void setsNameAndNamespace() {
        KubernetesManifestCustomizer customizer = customizer(Map.of("jobName", "cdc", "jobNamespace", "functions"));

        assertThat(customizer.customizeName(Functions.orders(), null)).isEqualTo("cdc");
        assertThat(customizer.customizeNamespace(Functions.orders(), "pulsar")).isEqualTo("functions");
    }

    @Test
    void letsSubmittersChooseNameAndNamespaceWhereThatIsListed() {
        KubernetesManifestCustomizer customizer =
                customizer(Map.of("overrides", "jobName,jobNamespace", "jobNamespace", "x"));
        FunctionDetails function = Functions.withOptions("{\"jobNamespace\":\"team\",\"jobName\":\"crm\"}");

        assertThat(customizer.customizeName(function, null)).isEqualTo("crm");
        assertThat(customizer.customizeNamespace(function, "pulsar")).isEqualTo("team");
    }

    @Test
    void refusesAFunctionBeforePulsarStoresIt() {
        assertThatThrownBy(() -> new RuntimeFactoryCalls(customizer(Map.of())).doAdmissionChecks(LOOSER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("containerSecurityContext.privileged")
                .hasMessageContaining("jobNamespace")
                .hasMessageContaining("jobName");
    }

    @Test
    void refusesBeforePulsarStoresItWhatOnlyTheFinishedPodWouldShow() {
        FunctionDetails function = Functions.withOptions("{\"extraLabels\":{\"name\":\"other\"}}");

        assertThatThrownBy(() -> new RuntimeFactoryCalls(customizer(Map.of("overrides", "extraLabels")))
                        .doAdmissionChecks(function))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("selects the function's pods");
    }

    @Test
    void refusesBeforePulsarStoresItAFunctionWhoseSecretHasTheNameOfTheAdministratorsVariable() {
        KubernetesManifestCustomizer customizer = customizer(Map.of(
                "allowedSecrets",
                "public/*/*=own",
                "secretEnvironment",
                "public/default/orders:DB=orders-db/password"));
        FunctionDetails function = Functions.withSecrets("{\"DB\":{\"path\":\"own\",\"key\":\"k\"}}");

        assertThatThrownBy(() -> new RuntimeFactoryCalls(customizer).doAdmissionChecks(function))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("the variable \"DB\" is set already");
        assertThat(new RuntimeFactoryCalls(customizer)
                        .doAdmissionChecks(
                                Functions.withSecrets("{\"A\":{\"path\":\"own\",\"key\":\"k\"},\"B\":\"clear\"}")))
                .isEqualTo("pulsar/null");
    }

    @Test
    void admitsAFunctionThatAsksForNothing() {
        assertThat(new RuntimeFactoryCalls(customizer(Map.of())).doAdmissionChecks(Functions.orders()))
                .isEqualTo("pulsar/null");
    }

    @Test
    void refusesServiceAndStatefulSetOfARefusedFunctionSoThatNothingIsPosted() {
        KubernetesManifestCustomizer customizer = customizer(Map.of());
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        V1Service service = RuntimeManifests.service();

        assertThatThrownBy(() -> customizer.customizeService(LOOSER, service))
                .isInstanceOf(FunctionRefusedException.class);
        assertThatThrownBy(() -> customizer.customizeStatefulSet(LOOSER, statefulSet))
                .isInstanceOf(FunctionRefusedException.class);
        assertThat(statefulSet).isEqualTo(RuntimeManifests.statefulSet());
        assertThat(service).isEqualTo(RuntimeManifests.service());
    }

    @Test
    void findsWhatRunsOfARefusedFunctionSoThatItCanBeStoppedAndDeleted() {
        KubernetesManifestCustomizer customizer = customizer(Map.of("jobNamespace", "functions"));
        RuntimeFactoryCalls factory = new RuntimeFactoryCalls(customizer);

        assertThat(factory.createContainer(LOOSER)).isEqualTo("team/crm");
        assertThat(factory.createContainer(Functions.withFlags("-Dx"))).isEqualTo("functions/null");
        assertThat(factory.createContainer(Functions.withOptions("{"))).isEqualTo("functions/null");
        assertThat(factory.createContainer(Functions.withOptions("{\"jobNamespace\":\"Not A Name\"}")))
                .isEqualTo("functions/null");
    }

    @Test
    void auditsWithoutChangingOrRefusingAnything() {
        KubernetesManifestCustomizer customizer = customizer(Map.of(
                "mode", "audit", "jobNamespace", "functions", "jobName", "cdc", "extraLabels", Map.of("team", "crm")));
        V1StatefulSet statefulSet = RuntimeManifests.statefulSetWithSecret("PASSWORD", "invoices-db", "password");
        V1Service service = RuntimeManifests.service();
        try (LogCapture log = new LogCapture()) {
            assertThat(new RuntimeFactoryCalls(customizer).doAdmissionChecks(LOOSER))
                    .isEqualTo("pulsar/null");
            customizer.customizeService(LOOSER, service);
            customizer.customizeStatefulSet(LOOSER, statefulSet);

            assertThat(statefulSet)
                    .isEqualTo(RuntimeManifests.statefulSetWithSecret("PASSWORD", "invoices-db", "password"));
            assertThat(service).isEqualTo(RuntimeManifests.service());
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "INFO Audit of public/default/orders: it runs as Pulsar made it. Enforcing would refuse it because ")
                    .contains("containerSecurityContext.privileged: value \"true\" is refused")
                    .contains("Secret \"invoices-db\" key \"password\" is not allowed")
                    .contains("and change metadata.labels.team: null becomes \"crm\"")
                    .contains("spec.template.spec.terminationGracePeriodSeconds: \"0\" becomes \"60\"")
                    .contains("spec.template.spec.containers[0].securityContext: null becomes ")
                    .doesNotContain("\n", "exec java");
        }
    }

    @Test
    void saysInAnAuditThatAFunctionWouldRun() {
        try (LogCapture log = new LogCapture()) {
            KubernetesManifestCustomizer customizer = customizer(Map.of("mode", "audit"));
            log.lines().clear();
            customizer.customizeStatefulSet(Functions.named("a", "b", "c\nd"), RuntimeManifests.statefulSet());

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "INFO Audit of a/b/c\\u000ad: it runs as Pulsar made it. Enforcing would not refuse it, and change ")
                    .endsWith("Notes: none");
        }
    }

    @Test
    void enforcesTenantsThatHaveBeenMovedOver() {
        KubernetesManifestCustomizer customizer = customizer(Map.of("mode", "audit", "enforcedTenants", "finance"));
        FunctionDetails finance = LOOSER.toBuilder().setTenant("finance").build();
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();

        assertThatThrownBy(() -> new RuntimeFactoryCalls(customizer).doAdmissionChecks(finance))
                .isInstanceOf(FunctionRefusedException.class);
        assertThatThrownBy(() -> customizer.customizeStatefulSet(finance, statefulSet))
                .isInstanceOf(FunctionRefusedException.class);
        customizer.customizeStatefulSet(Functions.named("finance", "b", "c"), statefulSet);
        assertThat(RuntimeManifests.pod(statefulSet).getAutomountServiceAccountToken())
                .isFalse();
    }

    @Test
    void logsEachFunctionThatItHardens() {
        KubernetesManifestCustomizer customizer = customizer(Map.of());
        try (LogCapture log = new LogCapture()) {
            customizer.customizeStatefulSet(Functions.orders(), RuntimeManifests.statefulSet());

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("INFO Hardened public/default/orders: \\d+ changes");
        }
    }

    /** Pulsar's own customizer lets the options of one function change the default of all. */
    @Test
    void keepsFunctionsApartThatAreCustomizedAtTheSameTime() throws Exception {
        KubernetesManifestCustomizer customizer = customizer(Map.of(
                "overrides", "resourceRequirements,extraLabels,tolerations,podSecurityContext.runAsUser",
                "resourceRequirements", Map.of("limits", Map.of("memory", "1Gi")),
                "extraLabels", Map.of("team", "default"),
                "tolerations", List.of(Map.of("key", "default", "operator", "Exists"))));
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> results = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                Callable<Void> work = () -> {
                    start.await();
                    for (int round = 0; round < 50; round++) {
                        assertOwn(customizer, own, 20_000L + own * 100L + round);
                    }
                    return null;
                };
                results.add(pool.submit(work));
            }
            for (Future<Void> result : results) {
                result.get();
            }
        } finally {
            pool.shutdownNow();
        }
        V1StatefulSet plain = RuntimeManifests.statefulSet();
        customizer.customizeStatefulSet(Functions.orders(), plain);
        assertThat(RuntimeManifests.container(plain).getResources().getLimits().get("memory"))
                .hasToString("Quantity{number=1073741824, format=BINARY_SI}");
        assertThat(plain.getMetadata().getLabels()).containsEntry("team", "default");
        assertThat(RuntimeManifests.pod(plain).getTolerations()).hasSize(4);
    }

    private static void assertOwn(KubernetesManifestCustomizer customizer, int own, long user) {
        // Every other function asks for nothing: it must get the default.
        boolean asks = own % 2 == 0;
        FunctionDetails function = asks
                ? Functions.withOptions(
                        "{\"podSecurityContext\":{\"runAsUser\":" + user + "},\"extraLabels\":{\"team\":\"t" + user
                                + "\"},\"resourceRequirements\":{\"limits\":{\"memory\":\"" + user + "Mi\"}},"
                                + "\"tolerations\":[{\"key\":\"t" + user + "\",\"operator\":\"Exists\"}]}")
                : Functions.orders();
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        customizer.customizeStatefulSet(function, statefulSet);

        assertThat(RuntimeManifests.pod(statefulSet).getSecurityContext().getRunAsUser())
                .isEqualTo(asks ? user : 10_000L);
        assertThat(statefulSet.getMetadata().getLabels()).containsEntry("team", asks ? "t" + user : "default");
        assertThat(RuntimeManifests.container(statefulSet)
                        .getResources()
                        .getLimits()
                        .get("memory"))
                .hasToString("Quantity{number=" + (asks ? user * 1_048_576 : 1_073_741_824L) + ", format=BINARY_SI}");
        assertThat(RuntimeManifests.pod(statefulSet).getTolerations()).hasSize(asks ? 5 : 4);
    }

    /** What Pulsar 4.0.8's KubernetesRuntimeFactory asks; methods of the same names, as {@code NAMESPACE/NAME}. */
    private record RuntimeFactoryCalls(KubernetesManifestCustomizer customizer) {
        String doAdmissionChecks(FunctionDetails details) {
            @Nullable String name = customizer.customizeName(details, null);
            return customizer.customizeNamespace(details, "pulsar") + "/" + name;
        }

        String createContainer(FunctionDetails details) {
            String namespace = customizer.customizeNamespace(details, "pulsar");
            return namespace + "/" + customizer.customizeName(details, null);
        }
    }

    private static KubernetesManifestCustomizer customizer(Map<String, Object> config) {
        SecurityEnabledKubernetesManifestCustomizer customizer = new SecurityEnabledKubernetesManifestCustomizer();
        customizer.initialize(config);
        return customizer;
    }
}
