package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.ShellPage.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code deploy}, {@code verify} and {@code undeploy} in a {@link PlainCluster}, whose nodes take no pods for a while.
 */
@Tag("cluster")
@Timeout(value = 1, unit = TimeUnit.HOURS)
@ExtendWith(PlainCluster.Extension.class)
final class ClusterDeployIT {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String DEPLOY = "./pulsar-cdc deploy pipeline.yaml --namespace pulsar";
    private static final String UNDEPLOY = "./pulsar-cdc undeploy pipeline.yaml --namespace pulsar ";
    private static final String SOURCE = "pf-public-default-debezium-postgres-source";
    private static final String FUNCTION = "pf-public-default-cdc-enrichment";
    private static final String SLOT = "pulsar_cdc_customers";
    private static final String PREFIX = "persistent://public/default/";
    private static final List<String> TOPICS = List.of(
            PREFIX + "dbserver1.public.customers",
            PREFIX + "dbserver1.public.customers-enriched",
            PREFIX + "debezium-postgres-source-offsets");
    private static final String IN_CLEAR = "canary-4c1f70ab92";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PlainCluster cluster;

    @BeforeAll
    static void aClusterWithPulsar(PlainCluster given) {
        cluster = given;
    }

    @AfterEach
    void takesThePipelineAway() throws Exception {
        cluster.write(cluster.pipeline());
        expect(0, run(UNDEPLOY + "--keep-slot"));
    }

    @Test
    void whatIsDeployedAgainIsLeftAloneAndOfAnEditedFileOnlyWhatWasEditedIsMadeAnew() throws Exception {
        expect(0, run(DEPLOY));
        List<String> before = identities();
        assertThat(before).as("pods, StatefulSets and disruption budget").hasSize(5);

        Outcome again = expect(0, run(DEPLOY));
        assertThat(again.out())
                .contains("  keep    PodDisruptionBudget pulsar-cdc-customers")
                .contains("  keep    function cdc-enrichment", "  keep    source debezium-postgres-source")
                .doesNotContain("  create ", "  update ");
        assertThat(identities()).isEqualTo(before);

        cluster.write(cluster.pipeline().replace("team: crm", "team: sales"));
        Outcome edited = expect(0, run(DEPLOY));
        assertThat(edited.out())
                .contains("  update  function cdc-enrichment", "  keep    source debezium-postgres-source");
        List<String> after = identities();
        assertThat(after).hasSameSizeAs(before);
        assertThat(before)
                .allSatisfy(
                        object -> assertThat(after.contains(object)).as(object).isEqualTo(!object.contains(FUNCTION)));
        cluster.insertCustomer("Larch Lamps");
        assertThat(cluster.eventsUpTo("Larch Lamps"))
                .last(InstanceOfAssertFactories.STRING)
                .contains("\"enriched\":true", "\"team\":\"sales\"");
    }

    @Test
    void whatFailsHalfWayTakesAwayOnlyWhatItCreated() throws Exception {
        expect(0, run(DEPLOY));
        cluster.ask("kubectl exec -n pulsar pulsar-broker-0 -- bin/pulsar-admin sources delete --tenant public"
                + " --namespace default --name debezium-postgres-source");
        cluster.ask(
                "kubectl wait -n pulsar --for=delete --timeout=60s statefulset/" + SOURCE + " pod/" + SOURCE + "-0");
        List<String> before = identities();
        cluster.ask("kubectl create quota full -n pulsar --hard=pods=$(kubectl get pods -n pulsar -o name"
                + " --field-selector=status.phase=Running | wc -l)");
        try {
            Outcome failed = expect(1, run(DEPLOY));
            assertThat(failed.out())
                    .contains("  keep    function cdc-enrichment", "  create  source debezium-postgres-source")
                    .contains("removing source debezium-postgres-source")
                    .doesNotContain("removing function", "removed PodDisruptionBudget");
            assertThat(failed.err()).contains("exceeded quota: full");
        } finally {
            cluster.ask("kubectl delete quota full -n pulsar");
        }
        cluster.ask("kubectl wait -n pulsar --for=delete --timeout=60s statefulset/" + SOURCE);
        assertThat(identities()).isEqualTo(before);
        assertThat(topics()).containsAll(TOPICS);
        assertThat(slots()).containsExactly(SLOT);
    }

    @Test
    void whyASourceDoesNotRunIsToldInTheWordsOfKubernetes() throws Exception {
        String password = password();
        cluster.ask("kubectl delete secret postgres-credentials -n pulsar");
        try {
            assertThat(expect(1, run(DEPLOY)).err())
                    .contains(
                            SOURCE + "-0 does not start: CreateContainerConfigError",
                            "secret \"postgres-credentials\" not found");
        } finally {
            cluster.ask(
                    "kubectl create secret generic postgres-credentials -n pulsar --from-literal=password=" + password);
        }

        cluster.ask("kubectl get nodes -o name | xargs kubectl cordon");
        try {
            assertThat(expect(1, run(DEPLOY)).err()).contains("nodes are available", "unschedulable");
        } finally {
            cluster.ask("kubectl get nodes -o name | xargs kubectl uncordon");
        }

        // What Pulsar made is made to end at once, behind its back.
        Outcome crashing = expect(
                1,
                run(DEPLOY + " & DEPLOY=$!;"
                        + " kubectl wait -n pulsar --for=create --timeout=300s statefulset/" + SOURCE + ";"
                        + " kubectl patch statefulset " + SOURCE + " -n pulsar --type=json -p '["
                        + replace("command", "[\"sh\",\"-c\",\"exit 3\"]") + "]';"
                        + " kubectl delete pod " + SOURCE + "-0 -n pulsar --ignore-not-found --now;"
                        + " wait $DEPLOY"));
        assertThat(crashing.err()).contains("pod pulsar/" + SOURCE + "-0 ", "CrashLoopBackOff", "exit code 3");
        // Pulsar answers before Kubernetes has ended the pods.
        cluster.ask("kubectl wait -n pulsar --for=delete --timeout=120s statefulset/" + SOURCE + " pod/" + SOURCE
                + "-0 statefulset/" + FUNCTION + " pod/" + FUNCTION + "-0");
        assertThat(identities()).isEmpty();
    }

    @Test
    void verifyTellsWhatWasLoosenedBehindPulsarsBack() throws Exception {
        expect(0, run(DEPLOY));
        expect(0, run("./pulsar-cdc verify --namespace pulsar"));
        cluster.ask("kubectl patch statefulset " + SOURCE + " -n pulsar --type=json -p '["
                + String.join(
                        ",",
                        replace("image", "\"apachepulsar/pulsar:latest\""),
                        replace("securityContext/readOnlyRootFilesystem", "false"),
                        "{\"op\":\"remove\",\"path\":\"/spec/template/spec/containers/0/resources/limits\"}",
                        "{\"op\":\"add\",\"path\":\"/spec/template/spec/automountServiceAccountToken\",\"value\":true}",
                        "{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/0/env/-\","
                                + "\"value\":{\"name\":\"DATABASE_PASSWORD\",\"value\":\"" + IN_CLEAR + "\"}}")
                + "]'");
        cluster.ask("kubectl patch statefulset " + FUNCTION + " -n pulsar -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"securityContext\":{\"runAsNonRoot\":false}}}}}'");
        cluster.ask("kubectl wait -n pulsar --for=delete --timeout=60s pod/" + FUNCTION + "-0"
                + " && kubectl delete networkpolicy functions -n pulsar");
        cluster.ask("until kubectl get events -n pulsar --field-selector=reason=FailedCreate -o name | grep -q "
                + FUNCTION + "; do :; done");
        try {
            Outcome found = expect(1, run("./pulsar-cdc verify --namespace pulsar --output json"));
            JsonNode verdict = JSON.readTree(found.out());
            assertThat(verdict.path("passed").asBoolean(true)).isFalse();
            assertThat(controls(verdict, "StatefulSet", SOURCE))
                    .contains(
                            "secretsInClear",
                            "readOnlyRootFilesystem",
                            "serviceAccountToken",
                            "imagePinned",
                            "resourceLimits",
                            "networkPolicy",
                            "drift");
            assertThat(controls(verdict, "StatefulSet", FUNCTION)).contains("runAsNonRoot", "admitted", "drift");
            assertThat(found.told()).contains("violates PodSecurity").doesNotContain(IN_CLEAR);

            cluster.ask("kubectl label namespace pulsar pod-security.kubernetes.io/enforce=baseline --overwrite");
            Outcome loose = expect(1, run("./pulsar-cdc verify --namespace pulsar --output json"));
            assertThat(controls(JSON.readTree(loose.out()), "Namespace", "pulsar"))
                    .contains("namespaceEnforces");
        } finally {
            cluster.ask("kubectl apply -n pulsar -f deploy/manifests/functions-network.yaml;"
                    + " kubectl label namespace pulsar pod-security.kubernetes.io/enforce=restricted --overwrite");
        }
    }

    @Test
    void topicsAndSlotStayOrGoAsUndeployIsTold() throws Exception {
        expect(0, run(DEPLOY));
        expect(
                0,
                run("PULSAR_CDC_SECRET_POSTGRES_CREDENTIALS_PASSWORD=" + password() + " " + UNDEPLOY
                        + "--drop-slot --delete-topics"));
        assertThat(slots()).isEmpty();
        assertThat(topics()).doesNotContainAnyElementsOf(TOPICS);

        expect(0, run(DEPLOY));
        expect(0, run(UNDEPLOY + "--keep-slot"));
        assertThat(slots()).containsExactly(SLOT);
        assertThat(topics()).containsAll(TOPICS);
        assertThat(identities()).isEmpty();

        cluster.insertCustomer("Maple Mats");
        expect(0, run(DEPLOY));
        assertThat(cluster.eventsUpTo("Maple Mats"))
                .as("no second snapshot")
                .filteredOn(event -> event.contains("Aster Bakery"))
                .hasSize(1);
    }

    @Test
    void anUpgradeRestartsWhatHasOtherSettingsAndLeavesThePipelinesPods() throws Exception {
        expect(0, run(DEPLOY));
        List<String> pipeline = identities();
        List<String> pulsar = pulsarsPods();

        Outcome upgrade = expect(0, cluster.upgrade("""
                        broker:
                          configData:
                            PF_runtimeCustomizerConfig_allowedSecrets: >-
                              public/default/debezium-postgres-source=postgres-credentials/password,public/default/other=other/key
                        """));
        assertThat(upgrade.out()).contains("  keep    ConfigMap pulsar-security-customizer");
        List<String> upgraded = pulsarsPods();
        assertThat(upgraded).hasSameSizeAs(pulsar);
        assertThat(pulsar)
                .allSatisfy(
                        pod -> assertThat(upgraded.contains(pod)).as(pod).isEqualTo(!pod.startsWith("pulsar-broker-")));
        assertThat(identities()).isEqualTo(pipeline);
        cluster.insertCustomer("Rowan Ropes");
        assertThat(cluster.eventsUpTo("Rowan Ropes"))
                .last(InstanceOfAssertFactories.STRING)
                .contains("\"op\":\"c\"", "\"enriched\":true");
        expect(0, run(DEPLOY));
        assertThat(identities()).isEqualTo(pipeline);
    }

    private static Outcome run(String script) throws Exception {
        return cluster.run(script, LIMIT);
    }

    private static Outcome expect(int exitCode, Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.told()).isEqualTo(exitCode);
        return outcome;
    }

    /** Of all that there is of the pipeline, name and identity, which is another one once it is made anew. */
    private static List<String> identities() throws Exception {
        return cluster.ask("kubectl get statefulsets,pods,poddisruptionbudgets -n pulsar -o"
                        + " jsonpath='{range .items[*]}{.kind} {.metadata.name} {.metadata.uid}{\"\\n\"}{end}'")
                .lines()
                .filter(object ->
                        object.contains(SOURCE) || object.contains(FUNCTION) || object.contains("pulsar-cdc-customers"))
                .toList();
    }

    /** Name and identity of those of Pulsar's chart, which another one has once it is made anew. */
    private static List<String> pulsarsPods() throws Exception {
        return cluster.ask(
                        "kubectl get pods -n pulsar -l app=pulsar,component -o"
                                + " jsonpath='{range .items[?(@.status.phase==\"Running\")]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}'")
                .lines()
                .toList();
    }

    private static List<String> slots() throws Exception {
        return cluster.sql("SELECT slot_name FROM pg_replication_slots");
    }

    private static List<String> topics() throws Exception {
        return cluster.ask("kubectl exec -n pulsar pulsar-broker-0 -- bin/pulsar-admin topics list public/default")
                .lines()
                .toList();
    }

    private static String password() throws Exception {
        return cluster.ask(
                "kubectl get secret postgres-credentials -n pulsar -o jsonpath='{.data.password}' | base64 -d");
    }

    private static String replace(String path, String json) {
        return "{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/" + path + "\",\"value\":" + json + "}";
    }

    private static List<String> controls(JsonNode verdict, String kind, String name) {
        List<String> controls = new ArrayList<>();
        for (JsonNode workload : verdict.path("workloads")) {
            if (workload.path("kind").asText().equals(kind)
                    && workload.path("name").asText().equals(name)) {
                workload.path("violations")
                        .forEach(violation ->
                                controls.add(violation.path("control").asText()));
            }
        }
        return controls;
    }
}
