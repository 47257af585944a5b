package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ForwardedPort;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.custom.pulsar.operations.OperationException;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pipeline's Pulsar, reached at its address, or through its proxy's pod where the address is one inside of the cluster. */
final class ClusterPulsar implements AutoCloseable {
    /** Where the chart's proxy listens. */
    private static final int BINARY_PORT = 6650;

    private static final int HTTP_PORT = 8080;
    /** What has the rights that are needed in the namespace of the proxy. */
    private static final String ROLE = "deploy/manifests/proxy-rbac.yaml";

    private static final Pattern SERVICE =
            Pattern.compile("[a-z+]+://[a-z0-9-]+\\.(?<namespace>[a-z0-9-]+)\\.svc(\\.[a-z0-9.-]+)?(:[0-9]+)?(/.*)?");

    private final PulsarConnection connection;
    private final Optional<String> way;
    private final ClosingStack open;

    private ClusterPulsar(PulsarConnection connection, Optional<String> way, ClosingStack open) {
        this.connection = connection;
        this.way = way;
        this.open = open;
    }

    /** The namespace of the service that the address names; empty where it is the address of something else. */
    static Optional<String> namespace(PulsarAddress address) {
        Matcher matcher = SERVICE.matcher(address.serviceUrl());
        return matcher.matches() ? Optional.of(matcher.group("namespace")) : Optional.empty();
    }

    static ClusterPulsar open(ClusterConnection cluster, PulsarAddress address, SecretLookup secrets) {
        Optional<String> namespace = namespace(address).filter(unused -> !isKnownHere(address.serviceUrl()));
        return namespace.isPresent()
                ? forwarded(cluster, namespace.get(), address, secrets)
                : new ClusterPulsar(PulsarConnection.open(address, secrets), Optional.empty(), new ClosingStack());
    }

    private static ClusterPulsar forwarded(
            ClusterConnection cluster, String namespace, PulsarAddress address, SecretLookup secrets) {
        if (address.serviceUrl().startsWith("pulsar+ssl:") || address.adminUrl().startsWith("https:")) {
            throw new ClusterException(
                    "Pulsar's address " + address.serviceUrl()
                            + " is one inside of the cluster, and behind a forwarded port no certificate has the right name; give"
                            + " pulsar.serviceUrl and pulsar.adminUrl that are reached from here, or run this inside of the cluster");
        }
        cluster.require("list", "", "pods", namespace, ROLE);
        String pod = proxy(cluster, namespace);
        ClosingStack open = new ClosingStack();
        try {
            ForwardedPort binary = cluster.forward(namespace, pod, BINARY_PORT, ROLE);
            open.add(binary, binary::close);
            ForwardedPort http = cluster.forward(namespace, pod, HTTP_PORT, ROLE);
            open.add(http, http::close);
            String way = "through the pod " + namespace + "/" + pod;
            PulsarAddress here = new PulsarAddress(
                    "pulsar://127.0.0.1:" + binary.localPort(),
                    "http://127.0.0.1:" + http.localPort(),
                    address.token());
            return new ClusterPulsar(connected(here, secrets, way, List.of(http, binary)), Optional.of(way), open);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static PulsarConnection connected(
            PulsarAddress here, SecretLookup secrets, String way, List<ForwardedPort> ports) {
        try {
            return PulsarConnection.open(here, secrets);
        } catch (OperationException e) {
            // What Pulsar's client sees is a connection that is closed; why, only the forwarded port knows.
            String problem = ports.stream()
                    .flatMap(port -> port.problem().stream())
                    .findFirst()
                    .map(text -> " (" + text + ")")
                    .orElse("");
            throw new ClusterException(way + problem + ": " + e.getMessage());
        }
    }

    private static String proxy(ClusterConnection cluster, String namespace) {
        return cluster.list(ResourceType.PODS, namespace, "component=proxy", "status.phase=Running").stream()
                .map(pod ->
                        pod.get("metadata") instanceof Map<?, ?> metadata ? String.valueOf(metadata.get("name")) : "")
                .findFirst()
                .orElseThrow(() -> new ClusterException("no pod of Pulsar's proxy runs in the namespace " + namespace
                        + " (component=proxy); see kubectl get pods -n " + namespace
                        + ", or give pulsar.serviceUrl and pulsar.adminUrl that are reached from here"));
    }

    private static boolean isKnownHere(String url) {
        return HostName.isKnownHere(url.replaceFirst("^[^:]+://", "").replaceFirst("[:/].*", ""));
    }

    PulsarConnection connection() {
        return connection;
    }

    /** How it is reached, where that is not by its address. */
    Optional<String> way() {
        return way;
    }

    @Override
    public void close() {
        connection.close();
        open.close();
    }
}
