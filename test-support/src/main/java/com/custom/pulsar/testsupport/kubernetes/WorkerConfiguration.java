package com.custom.pulsar.testsupport.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions worker's configuration as Pulsar's image makes it at the start of a container: the distribution's {@code
 * functions_worker.yml} with the environment variables {@code PF_…} put into it, which an underscore nests. All values are
 * texts, but for a few keys whose values are whole numbers or lists.
 */
public final class WorkerConfiguration {
    private static final String PREFIX = "PF_";
    private static final Set<String> NUMBERS = Set.of(
            "workerPort",
            "numFunctionPackageReplicas",
            "failureCheckFreqMs",
            "rescheduleTimeoutMs",
            "initialBrokerReconnectMaxRetries",
            "assignmentWriteMaxRetries",
            "instanceLivenessCheckFreqMs");
    private static final Set<String> LISTS = Set.of(
            "additionalEnabledConnectorUrlPatterns",
            "additionalEnabledFunctionsUrlPatterns",
            "additionalJavaRuntimeArguments",
            "authenticationProviders",
            "brokerClientTlsCiphers",
            "brokerClientTlsProtocols",
            "brokerInterceptors",
            "messagingProtocols",
            "proxyRoles",
            "schemaRegistryCompatibilityCheckers",
            "superUserRoles",
            "tlsCiphers",
            "tlsProtocols",
            "webServiceTlsCiphers",
            "webServiceTlsProtocols");

    /** What the image's YAML writer leaves without quotes as a text, and the worker's YAML reader takes for a number. */
    private static final Pattern READ_AS_NUMBER = Pattern.compile("[-+]?[0-9]+[eE][-+]?[0-9]+");

    private static final YAMLMapper YAML = new YAMLMapper();

    private WorkerConfiguration() {}

    /**
     * The configuration with the variables in it.
     *
     * @param environment all variables of the container, others than {@code PF_…} too
     * @throws IllegalArgumentException for a variable below one that is no map; the image leaves the file as it was then, and
     *     goes on
     */
    public static String with(String yaml, Map<String, String> environment) {
        try {
            Map<String, @Nullable Object> configuration =
                    YAML.readValue(yaml, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
            SortedMap<String, String> sorted = new TreeMap<>(environment);
            sorted.forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    put(configuration, List.of(name.substring(PREFIX.length()).split("_", -1)), value);
                }
            });
            configuration.remove("containerFactory");
            return YAML.writeValueAsString(configuration);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("functions_worker.yml: " + e.getMessage(), e);
        }
    }

    private static void put(Map<String, @Nullable Object> configuration, List<String> path, String value) {
        Map<String, @Nullable Object> parent = configuration;
        for (String key : path.subList(0, path.size() - 1)) {
            if (!parent.containsKey(key)) {
                parent.put(key, new LinkedHashMap<String, @Nullable Object>());
            }
            parent = map(parent.get(key), path);
        }
        String key = path.get(path.size() - 1);
        parent.put(key, value(key, value));
    }

    private static Object value(String key, String value) {
        if (NUMBERS.contains(key)) {
            return Integer.valueOf(value);
        }
        if (LISTS.contains(key)) {
            return List.of(value.split(",", -1));
        }
        return READ_AS_NUMBER.matcher(value).matches() ? Double.valueOf(value) : value;
    }

    @SuppressWarnings("unchecked") // Every key of the file is a String.
    private static Map<String, @Nullable Object> map(@Nullable Object value, List<String> path) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException(
                PREFIX + String.join("_", path) + " is below '" + value + "', which is no map");
    }
}
