package com.custom.pulsar.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a double of the API server that holds the tenant to the Role that the project ships for a database. */
class ServiceEndpointIT {
    private static final String NAMESPACE = "data";
    private static final String POD = "postgres-1";

    @TempDir
    private Path folder;

    private DeployedCluster cluster;

    @BeforeEach
    void makesAService() {
        cluster = new DeployedCluster(folder);
        cluster.kubernetes.namespace(NAMESPACE, Map.of());
        cluster.grant("database-rbac.yaml", NAMESPACE);
        service(Map.of("ports", List.of(port("metrics", 9187), port("postgres", 5432)), "clusterIP", "10.0.0.7"));
        slice(
                List.of(port("metrics", 9187), port("postgres", 15432)),
                List.of(endpoint("postgres-0", false), endpoint(POD, true)));
    }

    @AfterEach
    void closesIt() {
        cluster.close();
    }

    @Test
    void aPodThatIsReadyIsFoundWithItsOwnPort() {
        assertThat(find("postgres.data", 5432)).contains(new ServiceEndpoint.Pod(NAMESPACE, POD, 15432));
    }

    /** A name of a port is one of the pod's, which may have another number in each slice. */
    @Test
    void thePortIsTheOneOfThatNameInTheSliceOfTheReadyPod() {
        slice("postgres-b", List.of(port("postgres", 25432)), List.of(endpoint("postgres-9", false)));

        assertThat(find("postgres.data", 5432)).contains(new ServiceEndpoint.Pod(NAMESPACE, POD, 15432));
    }

    @Test
    void aServiceWithoutAnAddressOfItsOwnHasThePortsOfItsPods() {
        service(Map.of("ports", List.of(port("postgres", 5432)), "clusterIP", "None"));
        slice(List.of(port("postgres", 5432)), List.of(endpoint("postgres-0", true), endpoint(POD, true)));

        assertThat(find("postgres.data.svc", 6432)).contains(new ServiceEndpoint.Pod(NAMESPACE, "postgres-0", 6432));
        assertThat(find("postgres-1.postgres.data.svc", 6432)).contains(new ServiceEndpoint.Pod(NAMESPACE, POD, 6432));
    }

    @Test
    void aServiceMayStandForWhatIsElsewhere() {
        service(Map.of("type", "ExternalName", "externalName", "db.example.com"));
        assertThat(find("postgres.data", 5432)).contains(new ServiceEndpoint.Elsewhere("db.example.com", 5432));

        service(Map.of("ports", List.of(Map.of("port", 5432)), "clusterIP", "10.0.0.7"));
        slice(List.of(Map.of("port", 5433)), List.of(Map.of("addresses", List.of("192.0.2.7"))));
        assertThat(find("postgres.data", 5432)).contains(new ServiceEndpoint.Elsewhere("192.0.2.7", 5433));
    }

    @Test
    void whatIsNotThereIsTold() {
        assertThat(find("other.data", 5432)).isEmpty();
        assertThatThrownBy(() -> find("postgres.data", 5433))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "the Service data/postgres has no port 5433 (it has 9187, 5432); correct source.postgres.port");
        slice(List.of(port("postgres", 15432)), List.of(endpoint(POD, false)));
        assertThatThrownBy(() -> find("postgres.data", 5432))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "nothing behind the Service data/postgres is ready for its port 5432; see kubectl get pods -n data"
                                + " and kubectl get endpointslices -n data -l kubernetes.io/service-name=postgres");
    }

    @Test
    void aRightThatIsMissingIsNamedByVerbAndResource() {
        Map<String, Object> role = new LinkedHashMap<>(DeployedCluster.role("database-rbac.yaml"));
        List<?> rules = (List<?>) Objects.requireNonNull(role.get("rules"));
        role.put("rules", rules.subList(0, 1));
        cluster.grant(role, NAMESPACE);
        assertThatThrownBy(() -> find("postgres.data", 5432))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "may not list endpointslices in the namespace data; ask the cluster's administrator for that right:"
                                + " kubectl apply -n data -f deploy/manifests/database-rbac.yaml has all that are needed");
        role.put("rules", List.of());
        cluster.grant(role, NAMESPACE);
        assertThatThrownBy(() -> find("postgres.data", 5432))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("may not get services in the namespace data; ask");
    }

    /** So that no right is in it that is not needed, and none is asked for that it does not have. */
    @Test
    void theRoleThatIsShippedHasEveryRightThatIsUsedAndNoOther() throws Exception {
        cluster.kubernetes.apply(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", POD, "namespace", NAMESPACE),
                "spec",
                Map.of("containers", List.of(Map.of("name", "postgres", "image", "postgres:17.6-alpine")))));
        ServiceEndpoint.Pod pod =
                (ServiceEndpoint.Pod) find("postgres.data", 5432).orElseThrow();
        try (var forwarded = cluster.connection().forward(NAMESPACE, pod.name(), pod.port(), ServiceEndpoint.ROLE);
                var socket = new Socket(InetAddress.getLoopbackAddress(), forwarded.localPort())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        Set<String> used = cluster.requests().stream()
                .filter(request -> request.namespace().equals(NAMESPACE))
                .filter(request -> !request.forbidden())
                .map(ServiceEndpointIT::right)
                .collect(Collectors.toCollection(TreeSet::new));
        // Newer servers ask for both where a port is forwarded over a WebSocket.
        used.add("create /pods/portforward");
        assertThat(used).isEqualTo(granted());
    }

    private static String right(ApiRequest request) {
        return request.verb() + " " + request.group() + "/" + request.resource();
    }

    private static Set<String> granted() {
        Set<String> granted = new TreeSet<>();
        for (JsonNode rule : new ObjectMapper()
                .<JsonNode>valueToTree(DeployedCluster.role("database-rbac.yaml"))
                .path("rules")) {
            for (JsonNode verb : rule.path("verbs")) {
                granted.add(verb.asText() + " " + rule.path("apiGroups").path(0).asText() + "/"
                        + rule.path("resources").path(0).asText());
            }
        }
        return granted;
    }

    private Optional<ServiceEndpoint> find(String hostname, int port) {
        return ServiceEndpoint.find(
                cluster.connection(), ServiceName.of(hostname, "functions").orElseThrow(), port);
    }

    private void service(Map<String, Object> spec) {
        cluster.kubernetes.apply(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", "postgres", "namespace", NAMESPACE),
                "spec",
                spec));
    }

    private void slice(List<Map<String, Object>> ports, List<Map<String, Object>> endpoints) {
        slice("postgres-a", ports, endpoints);
    }

    private void slice(String name, List<Map<String, Object>> ports, List<Map<String, Object>> endpoints) {
        cluster.kubernetes.apply(Map.of(
                "apiVersion",
                "discovery.k8s.io/v1",
                "kind",
                "EndpointSlice",
                "metadata",
                Map.of(
                        "name",
                        name,
                        "namespace",
                        NAMESPACE,
                        "labels",
                        Map.of("kubernetes.io/service-name", "postgres")),
                "addressType",
                "IPv4",
                "ports",
                ports,
                "endpoints",
                endpoints));
    }

    private static Map<String, Object> port(String name, int number) {
        return Map.of("name", name, "port", number);
    }

    private static Map<String, Object> endpoint(String pod, boolean ready) {
        return Map.of(
                "addresses",
                List.of("10.1.0.1"),
                "hostname",
                pod,
                "conditions",
                Map.of("ready", ready),
                "targetRef",
                Map.of("kind", "Pod", "name", pod, "namespace", NAMESPACE));
    }
}
