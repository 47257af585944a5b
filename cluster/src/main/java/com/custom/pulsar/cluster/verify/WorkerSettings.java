package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import com.custom.pulsar.securitycustomizer.PolicyOfSettings;
import com.custom.pulsar.securitycustomizer.startup.WorkerCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code PF_} variables of a broker, or of a functions worker, say about hardening. They are what the next start of its
 * container will go by; the image's script writes them into {@code functions_worker.yml}, cut at each underscore.
 */
public final class WorkerSettings {
    private static final String PREFIX = "PF_";
    private static final String FACTORY = PREFIX + "functionRuntimeFactoryClassName";
    private static final String KUBERNETES = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory";
    private static final String CUSTOMIZER = PREFIX + "runtimeCustomizerClassName";
    private static final String SETTINGS = PREFIX + "runtimeCustomizerConfig_";
    private static final String SECRETS = PREFIX + "secretsProviderConfiguratorClassName";
    private static final String SECRETS_BY_REFERENCE =
            "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator";
    private static final String MODE = SETTINGS + "mode";

    private final SortedMap<String, String> variables = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<HardeningPolicy> policy = Optional.empty();

    WorkerSettings(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                variables.put(name, value);
            }
        });
        judge();
    }

    /** Whether there are settings of a functions worker at all. */
    static boolean areIn(Map<String, String> environment) {
        return environment.keySet().stream().anyMatch(name -> name.startsWith(PREFIX))
                || "true".equals(environment.get("functionsWorkerEnabled"));
    }

    /** What keeps pods from being hardened. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What pods that are made now are hardened by; empty where they are not, or where the settings cannot be read. */
    public Optional<HardeningPolicy> policy() {
        return policy;
    }

    /** The Kubernetes namespace of their pods, where it is said. */
    public Optional<String> namespaceOfFunctions() {
        return Optional.ofNullable(variables.get(SETTINGS + "jobNamespace"))
                .or(() -> Optional.ofNullable(variables.get(PREFIX + "functionRuntimeFactoryConfigs_jobNamespace")))
                .filter(name -> !name.isEmpty());
    }

    /** What keeps the Secrets of functions and connectors from reaching their pods by reference; empty where nothing does. */
    public Optional<Finding> secretsInClear() {
        String found = variables.get(SECRETS);
        return SECRETS_BY_REFERENCE.equals(found)
                ? Optional.empty()
                : Optional.of(
                        new Finding(Control.CUSTOMIZER.id(), SECRETS, found, "set it to " + SECRETS_BY_REFERENCE));
    }

    private void judge() {
        if (!KUBERNETES.equals(variables.get(FACTORY))) {
            add(
                    FACTORY,
                    variables.get(FACTORY),
                    "set it to " + KUBERNETES + ": else functions are processes of the broker");
        }
        if (!WorkerCheck.CUSTOMIZER.equals(variables.get(CUSTOMIZER))) {
            add(CUSTOMIZER, variables.get(CUSTOMIZER), "set it to " + WorkerCheck.CUSTOMIZER);
            return;
        }
        if ("audit".equals(variables.get(MODE))) {
            add(MODE, "audit", "set it to enforce once the audit in the log names nothing more");
            return;
        }
        settings().ifPresent(settings -> {
            try {
                policy = Optional.of(PolicyOfSettings.read(settings));
            } catch (IllegalArgumentException e) {
                add(SETTINGS + "*", "(refused) " + e.getMessage(), "change what is named");
            }
        });
    }

    /** As the script nests them. */
    private Optional<Map<String, @Nullable Object>> settings() {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : variables.tailMap(SETTINGS).entrySet()) {
            if (!variable.getKey().startsWith(SETTINGS)) {
                break;
            }
            if (!put(root, variable.getKey().substring(SETTINGS.length()).split("_", -1), variable.getValue())) {
                add(variable.getKey(), "(a key below one that has a value)", "remove one of the two variables");
                return Optional.empty();
            }
        }
        return Optional.of(root);
    }

    private static boolean put(Map<String, @Nullable Object> root, String[] path, String value) {
        Map<String, @Nullable Object> at = root;
        for (int depth = 0; depth < path.length - 1; depth++) {
            Object below = at.computeIfAbsent(path[depth], key -> new LinkedHashMap<String, @Nullable Object>());
            if (!(below instanceof Map<?, ?>)) {
                return false;
            }
            at = section(below);
        }
        at.put(path[path.length - 1], value);
        return true;
    }

    @SuppressWarnings("unchecked") // Made above.
    private static Map<String, @Nullable Object> section(Object below) {
        return (Map<String, @Nullable Object>) below;
    }

    private void add(String variable, @Nullable Object found, String fix) {
        findings.add(new Finding(Control.CUSTOMIZER.id(), variable, found, fix));
    }
}
