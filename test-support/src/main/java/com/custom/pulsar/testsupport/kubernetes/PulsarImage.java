package com.custom.pulsar.testsupport.kubernetes;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Pulsar's container image has, put together from this machine: the distribution at {@code /pulsar}, Java, Python, a user
 * {@code pulsar}, and the directories that belong to it. Of this machine it shows the programs in {@code /usr}, Java's and
 * Python's, and no data.
 */
public final class PulsarImage {
    /** The image's user, whose primary group is {@link #GROUP}. */
    static final long USER = 10_000;

    static final long GROUP = 0;

    private static final String HOME = "/pulsar/data";
    private static final String PROGRAMS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String PYTHON_PACKAGES = "/opt/python-packages";
    private static final List<String> CONFIGURATION = List.of(
            "alternatives", "ld.so.cache", "nsswitch.conf", "hosts", "resolv.conf", "ssl/certs", "ssl/openssl.cnf");

    private final Path distribution = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
    private final Path java = Path.of(System.getProperty("java.home", ""));
    private final Optional<PythonPackages> python;

    private PulsarImage(Optional<PythonPackages> python) {
        this.python = python;
    }

    public static PulsarImage withJava() {
        return new PulsarImage(Optional.empty());
    }

    /** With the packages that the image has for Python functions. */
    public static PulsarImage withPython(PythonPackages packages) {
        return new PulsarImage(Optional.of(packages));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        String python3 = python.map(packages -> packages.programs() + ":").orElse("");
        environment.put("PATH", java.resolve("bin") + ":" + python3 + PROGRAMS);
        environment.put("HOME", HOME);
        python.ifPresent(packages -> environment.put("PYTHONPATH", PYTHON_PACKAGES));
        return environment;
    }

    void addTo(ContainerFiles files) {
        files.show(Path.of("/usr"), "/usr");
        addSystemFolders(files);
        addConfiguration(files);
        addInstallation(java, files);
        python.ifPresent(packages -> {
            addInstallation(packages.installation(), files);
            files.show(packages.folder(), PYTHON_PACKAGES);
        });
        for (String name : List.of("bin", "conf", "lib", "instances")) {
            files.show(distribution.resolve(name), "/pulsar/" + name);
        }
        for (String name : List.of("data", "download", "logs")) {
            files.directory("/pulsar/" + name, USER, GROUP, "775");
        }
        files.directory("/tmp", 0, 0, "1777");
    }

    private static void addSystemFolders(ContainerFiles files) {
        for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64")) {
            Path folder = Path.of("/", name);
            try {
                if (Files.isSymbolicLink(folder)) {
                    files.link(Files.readSymbolicLink(folder).toString(), folder.toString());
                } else if (Files.isDirectory(folder)) {
                    files.show(folder, folder.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void addConfiguration(ContainerFiles files) {
        Path etc = Path.of("/etc");
        CONFIGURATION.stream().map(etc::resolve).filter(Files::exists).forEach(files::copy);
        // Where Debian keeps the settings of a JDK.
        try (DirectoryStream<Path> java = Files.newDirectoryStream(etc, "java*")) {
            java.forEach(files::copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.file(
                        "/etc/passwd",
                        0,
                        "644",
                        "root:x:0:0:root:/root:/bin/sh\npulsar:x:" + USER + ":" + GROUP + "::" + HOME
                                + ":/sbin/nologin\n")
                .file("/etc/group", 0, "644", "root:x:0:\n");
    }

    private static void addInstallation(Path folder, ContainerFiles files) {
        if (!folder.startsWith("/usr")) {
            files.show(folder, folder.toString());
        }
    }
}
