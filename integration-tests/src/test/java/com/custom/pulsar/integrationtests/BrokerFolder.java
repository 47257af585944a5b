package com.custom.pulsar.integrationtests;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.testsupport.Launcher;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A folder as {@code /pulsar} is in the image: the distribution's libraries with the customizer's jar among them. */
final class BrokerFolder {
    private final Path home;

    private BrokerFolder(Path home) {
        this.home = home;
    }

    static BrokerFolder make() throws IOException {
        Path work = Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work")));
        Path home = Files.createTempDirectory(work, "broker");
        Path distribution = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
        for (String name : List.of("bin", "conf", "lib")) {
            Files.createDirectory(home.resolve(name));
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(distribution.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar);
            }
        }
        Path customizer =
                Path.of(System.getProperty("pulsar.security.customizer")).toRealPath();
        Files.createSymbolicLink(home.resolve("lib").resolve(customizer.getFileName()), customizer);
        for (String name : List.of("broker.conf", "functions_worker.yml")) {
            Files.copy(
                    distribution.resolve("conf").resolve(name),
                    home.resolve("conf").resolve(name));
        }
        BrokerFolder folder = new BrokerFolder(home);
        folder.script(String.join(
                " ",
                "exec",
                IsolatedProcess.java(),
                "-XX:TieredStopAtLevel=1 -cp",
                "'" + System.getProperty("java.class.path") + "'",
                WorkerFileScript.class.getName(),
                "\"$@\""));
        return folder;
    }

    /** What the image's {@code bin/gen-yml-from-env.py} does from now on, as lines of shell. */
    void script(String lines) throws IOException {
        Path script = Files.writeString(home.resolve("bin/gen-yml-from-env.py"), "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path resolve(String name) {
        return home.resolve(name);
    }

    /** Runs the words here, with no more variables than those. */
    Launcher.Result run(Map<String, String> environment, List<String> words) throws IOException, InterruptedException {
        return IsolatedProcess.run(home, environment, words);
    }
}
