package com.custom.pulsar.testsupport.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs pods as a node does, without a container runtime: the command of a pod's only container, under the security context, in
 * the file system and with the variables that the pod asks for, in namespaces of its own for mounts and processes. Needs Linux,
 * root and util-linux.
 *
 * <p>What a pod gets here: user, groups, capabilities, no new privileges, a read-only root with emptyDir and secret volumes,
 * environment, working directory, and the process id 1. What it does not: a network of its own (it is on this machine's, so that
 * it reaches servers on loopback, and its ports are this machine's, on every address), cgroup limits, seccomp and AppArmor
 * profiles, probes, a second start. A volume, a variable, a capability or a user that the sandbox does not have is refused.
 */
public final class PodSandbox {
    private static final List<String> NAMESPACES =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private");
    private static final String PROBE =
            "command -v setpriv pivot_root base64 && mount -t tmpfs probe /tmp && mount -t proc probe /proc";
    private static final long PROBE_SECONDS = 20;

    private final PulsarImage image;
    private final Path folder;

    /** @param folder an existing one, for the logs */
    public PodSandbox(PulsarImage image, Path folder) {
        this.image = image;
        this.folder = folder;
    }

    /** Why no pod can be run on this machine; empty if they can. */
    public static Optional<String> obstacle() {
        List<String> command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of("sh", "-c", PROBE));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("namespaces for mounts and processes are not to be had here: " + said);
        } catch (IOException e) {
            return Optional.of("this machine has no unshare: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts the container of a pod and does not wait for anything.
     *
     * @param pod the whole object, with its name
     * @param secrets what the namespace's Secrets hold, by name and key
     * @throws IllegalArgumentException for what a kubelet refuses, or this sandbox does not do
     */
    public SandboxedPod start(Map<String, Object> pod, Map<String, Map<String, String>> secrets) {
        Map<String, Object> spec = JsonObject.map(pod, "spec");
        Map<String, Object> container = onlyContainer(spec);
        ContainerSecurity security = ContainerSecurity.of(spec, container);
        ContainerFiles files = new ContainerFiles();
        image.addTo(files);
        new PodVolumes(spec, secrets, security.volumeGroup().orElse(0)).mount(container, files);
        if (security.readOnlyRoot()) {
            files.readOnly("/");
        }
        String name = JsonObject.text(pod, "metadata", "name");
        try {
            Path own = Files.createTempDirectory(folder, name + "-");
            Path log = own.resolve("log");
            List<String> command = new ArrayList<>(NAMESPACES);
            command.addAll(List.of("sh", "-c", script(), "container.sh"));
            command.add(Files.createDirectory(own.resolve("root")).toString());
            command.addAll(security.launcher());
            command.addAll(command(container));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(PodEnvironment.of(pod, container, image.environment(), secrets));
            Process process = builder.start();
            try (OutputStream steps = process.getOutputStream()) {
                steps.write(files.script().getBytes(StandardCharsets.UTF_8));
            }
            return new SandboxedPod(name, process, log, gracePeriod(spec));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> onlyContainer(Map<String, Object> spec) {
        List<Map<String, Object>> containers = JsonObject.maps(spec, "containers");
        if (containers.size() != 1 || !JsonObject.maps(spec, "initContainers").isEmpty()) {
            throw new IllegalArgumentException(
                    "containers: the sandbox runs pods with one, and without initContainers");
        }
        return containers.get(0);
    }

    private static List<String> command(Map<String, Object> container) {
        List<String> words = new ArrayList<>(JsonObject.texts(container, "command"));
        words.addAll(JsonObject.texts(container, "args"));
        // A kubelet puts the values of variables in their place.
        if (words.isEmpty() || words.stream().anyMatch(word -> word.contains("$("))) {
            throw new IllegalArgumentException("command: the sandbox needs one, and expands no $(VARIABLE): " + words);
        }
        return words;
    }

    private static long gracePeriod(Map<String, Object> spec) {
        return JsonObject.at(spec, "terminationGracePeriodSeconds") instanceof Number seconds
                ? seconds.longValue()
                : SandboxedPod.DEFAULT_GRACE_SECONDS;
    }

    private static String script() throws IOException {
        try (InputStream in = PodSandbox.class.getResourceAsStream("container.sh")) {
            if (in == null) {
                throw new IOException("the class path has no container.sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
