package com.custom.pulsar.securitycustomizer.startup;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variables {@code PF_a_b_c} of the environment, which the image's {@code gen-yml-from-env.py} writes into the
 * worker's file as {@code a: {b: {c: …}}} in the order of their names. It writes all of them or, where one of them
 * cannot be set, none.
 */
final class WorkerVariables {
    private static final String PREFIX = "PF_";
    /** Switches the script's own output, and is no setting of the worker. */
    private static final String DEBUG = "PF_ENV_DEBUG";

    private static final String CONTAINER_FACTORY = "containerFactory";
    private static final Map<String, Set<String>> DROPPED_SECTIONS = Map.of(
            "k8s", Set.of("processContainerFactory", "threadContainerFactory"),
            "process", Set.of("kubernetesContainerFactory", "threadContainerFactory"),
            "thread", Set.of("kubernetesContainerFactory", "processContainerFactory"));
    /** The keys whose values the script turns into integers, at whatever depth. */
    private static final Set<String> INTEGER_KEYS = Set.of(
            "workerPort",
            "numFunctionPackageReplicas",
            "failureCheckFreqMs",
            "rescheduleTimeoutMs",
            "initialBrokerReconnectMaxRetries",
            "assignmentWriteMaxRetries",
            "instanceLivenessCheckFreqMs");

    private final SortedMap<String, String> variables = new TreeMap<>();

    WorkerVariables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(DEBUG)) {
                variables.put(name, value);
            }
        });
    }

    int count() {
        return expected().size();
    }

    /** The names of the variables that are not in the file, or not with their values. */
    List<String> missingFrom(Map<String, @Nullable Object> file) {
        return expected().stream()
                .filter(name -> !arrived(value(file, path(name)), variables.getOrDefault(name, "")))
                .toList();
    }

    /** What kills the script: the variables that cannot be set in this file. */
    List<StartupProblem> obstacles(Map<String, @Nullable Object> file) {
        List<StartupProblem> obstacles = new ArrayList<>();
        Map<String, @Nullable Object> result = new LinkedHashMap<>(file);
        variables.forEach((name, value) -> {
            String[] path = path(name);
            if (INTEGER_KEYS.contains(path[path.length - 1]) && !isInteger(value)) {
                obstacles.add(
                        new StartupProblem(name + " is not a whole number", "give it one, or remove the variable"));
            } else {
                set(result, name, path, value).ifPresent(obstacles::add);
            }
        });
        return obstacles;
    }

    private Optional<StartupProblem> set(Map<String, @Nullable Object> root, String name, String[] path, String value) {
        Map<String, @Nullable Object> at = root;
        for (int depth = 0; depth < path.length - 1; depth++) {
            Object below = at.containsKey(path[depth]) ? at.get(path[depth]) : Map.of();
            if (!(below instanceof Map<?, ?> section)) {
                List<String> above = List.of(path).subList(0, depth + 1);
                String other = PREFIX + String.join("_", above);
                return Optional.of(new StartupProblem(
                        name + " sets a key below " + String.join(".", above) + ", which is not a section",
                        "remove " + name + (variables.containsKey(other) ? " or " + other : "")));
            }
            // A copy: what is tried out here must not be seen by who looks at the file next.
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            section.forEach((key, old) -> copy.put(String.valueOf(key), old));
            at.put(path[depth], copy);
            at = copy;
        }
        at.put(path[path.length - 1], value);
        return Optional.empty();
    }

    private Set<String> expected() {
        Set<String> dropped =
                DROPPED_SECTIONS.getOrDefault(variables.getOrDefault(PREFIX + CONTAINER_FACTORY, ""), Set.of());
        return variables.keySet().stream()
                .filter(name -> !path(name)[0].equals(CONTAINER_FACTORY) && !dropped.contains(path(name)[0]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String[] path(String name) {
        return name.substring(PREFIX.length()).split("_", -1);
    }

    private static @Nullable Object value(Map<String, @Nullable Object> file, String[] path) {
        Object at = file;
        for (String key : path) {
            if (!(at instanceof Map<?, ?> section)) {
                return null;
            }
            at = section.get(key);
        }
        return at;
    }

    private static boolean arrived(@Nullable Object inFile, String variable) {
        if (inFile == null || inFile instanceof Map<?, ?>) {
            return false;
        }
        if (!isAscii(variable)) {
            // How Java decodes the environment depends on the locale: only presence can be compared.
            return true;
        }
        if (inFile instanceof List<?> list) {
            return list.stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","))
                    .equals(variable);
        }
        if (inFile instanceof Number number) {
            return isSameNumber(number, variable);
        }
        return inFile instanceof Boolean
                ? inFile.toString().equalsIgnoreCase(variable)
                : inFile.toString().equals(variable);
    }

    private static boolean isSameNumber(Number inFile, String variable) {
        try {
            BigDecimal expected = new BigDecimal(variable.strip().replace("_", ""));
            return new BigDecimal(inFile.toString()).compareTo(expected) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isInteger(String value) {
        return value.strip().matches("[-+]?[0-9]+(_[0-9]+)*");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }
}
