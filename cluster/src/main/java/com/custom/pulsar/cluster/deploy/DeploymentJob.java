package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Job that deploys a pipeline from within the cluster, and what it needs: an account with the Roles of who deploys, a network policy,
 * and the pipeline's file in a ConfigMap. The Job runs {@code deploy} as a tenant would. Its name has a digest of all that it is made
 * of, since a Job cannot be changed: whatever changes makes a new one, and nothing else does. No I/O.
 */
public final class DeploymentJob {
    private static final String DEPLOY_ROLE = "pulsar-cdc-deploy";
    private static final String VERIFY_ROLE = "pulsar-cdc-verify";
    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final String FOLDER = "/pipeline";
    private static final String PIPELINE_VOLUME = "pipeline";
    private static final String TMP_VOLUME = "tmp";
    /** The image's user and group. */
    private static final int USER = 10_000;

    /** Where API servers listen, behind a service whose addresses no policy can name. */
    private static final List<Integer> API_PORTS = List.of(443, 6443);

    /** Policies, Secrets and rights may be applied after the Job. */
    private static final int RETRIES = 4;

    private static final int DIGEST_LENGTH = 10;
    private static final Pattern PORT = Pattern.compile(":(?<port>[0-9]+)(?=,|/|$)");

    private final TenantObjects tenant;
    private final Pipeline pipeline;
    private final PulsarAddress pulsar;
    private final Optional<String> pulsarNamespace;
    private final MountedFiles files;
    private final JobImage image;
    private final ClusterTarget target;
    private final String name;

    /**
     * @param pulsarNamespace the namespace of the service that Pulsar's address names; empty where it is reached otherwise
     * @throws IllegalArgumentException if the pipeline names no Pulsar or PostgreSQL, or a token that a pod does not have
     */
    public DeploymentJob(
            Pipeline pipeline,
            Optional<String> pulsarNamespace,
            MountedFiles files,
            JobImage image,
            ClusterTarget target) {
        this.tenant = new TenantObjects(pipeline, target);
        this.pipeline = pipeline;
        this.pulsar = pipeline.pulsar().orElseThrow(() -> new IllegalArgumentException("pulsar.serviceUrl is missing"));
        this.pulsarNamespace = pulsarNamespace;
        this.files = files;
        this.image = image;
        this.target = target;
        pulsar.token().ifPresent(DeploymentJob::requireSecret);
        this.name = tenant.name() + "-" + digest();
    }

    private static void requireSecret(SecretReference token) {
        if (!(token instanceof SecretReference.ClusterSecret)) {
            throw new IllegalArgumentException(
                    "pulsar.auth.token is " + token.describe()
                            + ", which a pod does not have; make a Secret in the namespace of the pods and give {secret: NAME, key: KEY}");
        }
    }

    /** Everything that is applied for the pipeline, by the name of its file, in that order: the Job is the last. */
    public Map<String, String> manifests() {
        Map<String, String> manifests = new LinkedHashMap<>();
        manifests.put("job-serviceaccount.yaml", ManifestText.of(account()));
        manifests.put("job-rolebinding.yaml", ManifestText.of(binding(target.namespace(), tenant.name(), DEPLOY_ROLE)));
        // Another tenant may have a pipeline of that name, and bind in the broker's namespace too.
        manifests.put(
                "job-rolebinding-broker.yaml",
                ManifestText.of(
                        binding(target.brokerNamespace(), tenant.name() + "." + target.namespace(), VERIFY_ROLE)));
        for (TenantObject object : tenant.all()) {
            manifests.put(file(object.type(), manifests), ManifestText.of(object.manifest()));
        }
        manifests.put("job-networkpolicy.yaml", ManifestText.of(networkPolicy()));
        manifests.put("job-configmap.yaml", ManifestText.of(configMap()));
        manifests.put("job.yaml", ManifestText.of(job(name)));
        return manifests;
    }

    private static String file(ResourceType type, Map<String, ?> taken) {
        String kind = type.kind().toLowerCase(Locale.ROOT);
        String file = kind + ".yaml";
        for (int number = 2; taken.containsKey(file); number++) {
            file = kind + "-" + number + ".yaml";
        }
        return file;
    }

    /** Such as {@code pulsar-cdc-customers-0f3a5c7e91}. */
    public String name() {
        return name;
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ManifestText.of(job("")).getBytes(StandardCharsets.UTF_8));
            digest.update(ManifestText.of(new LinkedHashMap<>(files.contents())).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Map<String, Object> account() {
        Map<String, Object> account = object(ResourceType.SERVICE_ACCOUNTS, target.namespace(), tenant.name());
        account.put("automountServiceAccountToken", false);
        return account;
    }

    private Map<String, Object> binding(String namespace, String bindingName, String role) {
        Map<String, Object> binding = object(ResourceType.ROLE_BINDINGS, namespace, bindingName);
        Map<String, Object> reference = TenantObjects.ordered("apiGroup", RBAC, "kind", "Role");
        reference.put("name", role);
        Map<String, Object> subject = TenantObjects.ordered("kind", "ServiceAccount", "name", tenant.name());
        subject.put("namespace", target.namespace());
        binding.put("roleRef", reference);
        binding.put("subjects", List.of(subject));
        return binding;
    }

    private Map<String, Object> configMap() {
        Map<String, Object> map = object(ResourceType.CONFIG_MAPS, target.namespace(), name);
        map.put("data", files.contents());
        map.put("immutable", true);
        return map;
    }

    /**
     * Its name has a dot, which no pipeline's name has, so that it is not that of another pipeline's policy. Needed where pods may
     * reach nothing but what a policy names, as in {@code deploy/manifests/functions-network.yaml}.
     */
    private Map<String, Object> networkPolicy() {
        Map<String, Object> policy = object(ResourceType.NETWORK_POLICIES, target.namespace(), tenant.name() + ".job");
        List<Object> dns = new ArrayList<>(TenantObjects.ports("UDP", List.of(TenantObjects.DNS_PORT)));
        dns.addAll(TenantObjects.ports("TCP", List.of(TenantObjects.DNS_PORT)));
        List<Object> egress = new ArrayList<>();
        egress.add(
                TenantObjects.rule(List.of(Map.of("namespaceSelector", TenantObjects.labelled("kube-system"))), dns));
        egress.add(Map.of("ports", TenantObjects.ports("TCP", API_PORTS)));
        egress.add(toPulsar());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", Map.of("matchLabels", podLabels()));
        spec.put("policyTypes", List.of("Ingress", "Egress"));
        spec.put("egress", egress);
        policy.put("spec", spec);
        return policy;
    }

    private Map<String, Object> toPulsar() {
        if (pulsarNamespace.isEmpty()) {
            return Map.of("ports", TenantObjects.ports("TCP", addressPorts()));
        }
        return TenantObjects.rule(
                List.of(TenantObjects.ordered(
                        "namespaceSelector",
                        TenantObjects.labelled(pulsarNamespace.get()),
                        "podSelector",
                        Map.of(
                                "matchExpressions",
                                List.of(TenantObjects.in("component", List.of("broker", "proxy")))))),
                TenantObjects.ports("TCP", TenantObjects.BROKER_PORTS));
    }

    private List<Integer> addressPorts() {
        List<Integer> ports = new ArrayList<>();
        for (String url : List.of(pulsar.serviceUrl(), pulsar.adminUrl())) {
            Matcher matcher = PORT.matcher(url);
            boolean named = false;
            while (matcher.find()) {
                ports.add(Integer.parseInt(matcher.group("port")));
                named = true;
            }
            if (!named) {
                ports.add(defaultPort(url));
            }
        }
        return ports.stream().distinct().sorted().toList();
    }

    private static int defaultPort(String url) {
        return switch (url.replaceFirst(":.*", "")) {
            case "pulsar" -> 6650;
            case "pulsar+ssl" -> 6651;
            case "http" -> 80;
            default -> 443;
        };
    }

    private Map<String, Object> job(String jobName) {
        Map<String, Object> job = object(ResourceType.JOBS, target.namespace(), jobName);
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("metadata", Map.of("labels", podLabels()));
        template.put("spec", pod(jobName));
        job.put("spec", TenantObjects.ordered("backoffLimit", RETRIES, "template", template));
        return job;
    }

    private Map<String, Object> pod(String configMap) {
        Map<String, Object> context = TenantObjects.ordered("runAsNonRoot", true, "runAsUser", USER);
        context.put("runAsGroup", USER);
        context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
        Map<String, Object> pod = new LinkedHashMap<>();
        pod.put("serviceAccountName", tenant.name());
        // What it does is done over the Kubernetes API: the one pod that needs its account's token.
        pod.put("automountServiceAccountToken", true);
        pod.put("enableServiceLinks", false);
        pod.put("restartPolicy", "Never");
        pod.put("securityContext", context);
        pod.put("containers", List.of(container()));
        pod.put(
                "volumes",
                List.of(
                        TenantObjects.ordered("name", PIPELINE_VOLUME, "configMap", Map.of("name", configMap)),
                        TenantObjects.ordered("name", TMP_VOLUME, "emptyDir", Map.of("sizeLimit", "64Mi"))));
        return pod;
    }

    private Map<String, Object> container() {
        Map<String, Object> container = TenantObjects.ordered("name", "deploy", "image", image.name());
        container.put(
                "args",
                List.of(
                        "deploy",
                        FOLDER + "/" + MountedFiles.PIPELINE_FILE,
                        "--namespace",
                        target.namespace(),
                        "--broker-namespace",
                        target.brokerNamespace()));
        pulsar.token()
                .map(SecretReference.ClusterSecret.class::cast)
                .ifPresent(token -> container.put("env", List.of(variable(token))));
        container.put(
                "resources",
                TenantObjects.ordered(
                        "requests",
                        TenantObjects.ordered("cpu", "100m", "memory", "256Mi"),
                        "limits",
                        TenantObjects.ordered("cpu", "1", "memory", "768Mi")));
        Map<String, Object> context =
                TenantObjects.ordered("allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true);
        context.put("runAsNonRoot", true);
        context.put("capabilities", Map.of("drop", List.of("ALL")));
        container.put("securityContext", context);
        Map<String, Object> mount = TenantObjects.ordered("name", PIPELINE_VOLUME, "mountPath", FOLDER);
        mount.put("readOnly", true);
        container.put("volumeMounts", List.of(mount, TenantObjects.ordered("name", TMP_VOLUME, "mountPath", "/tmp")));
        return container;
    }

    private static Map<String, Object> variable(SecretReference.ClusterSecret secret) {
        return TenantObjects.ordered(
                "name",
                secret.variable(),
                "valueFrom",
                Map.of("secretKeyRef", TenantObjects.ordered("name", secret.name(), "key", secret.key())));
    }

    /** None that a policy or a budget for functions and sources selects. */
    private Map<String, Object> podLabels() {
        Map<String, Object> labels = labels();
        labels.put("app.kubernetes.io/component", "deploy");
        return labels;
    }

    private Map<String, Object> labels() {
        return TenantObjects.ordered(
                "app.kubernetes.io/managed-by", "pulsar-cdc", "app.kubernetes.io/instance", pipeline.name());
    }

    private Map<String, Object> object(ResourceType type, String namespace, String objectName) {
        Map<String, Object> metadata = TenantObjects.ordered("name", objectName, "namespace", namespace);
        metadata.put("labels", labels());
        metadata.put(
                "annotations", Map.of(TenantObjects.PIPELINE, pipeline.names().namespace() + "/" + pipeline.name()));
        Map<String, Object> object = TenantObjects.ordered("apiVersion", type.apiVersion(), "kind", type.kind());
        object.put("metadata", metadata);
        return object;
    }
}
