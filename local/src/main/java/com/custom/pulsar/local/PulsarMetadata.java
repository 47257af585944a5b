package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The standalone's metadata on disk, which only Pulsar's own classes can read. */
final class PulsarMetadata {
    private static final String MAIN = "com.custom.pulsar.local.broker.BookieRegistrations";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final PulsarHome home;
    private final DataDirectory directory;

    PulsarMetadata(PulsarHome home, DataDirectory directory) {
        this.home = home;
        this.directory = directory;
    }

    /**
     * Deletes what a killed bookie has left, see {@code BookieRegistrations}. Takes a second or two; does nothing before the
     * first start.
     *
     * @throws LocalRunException if it cannot
     */
    void forgetBookies(Path java) throws IOException, InterruptedException {
        Path metadata = home.resolve("data/metadata");
        if (!Files.isDirectory(metadata)) {
            return;
        }
        Path jar = home.resolve("bookie-registrations.jar");
        InstanceJar.write(jar, MAIN);
        Path log = directory.logs().resolve("pulsar-metadata.log");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        directory.marker(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + home.resolve("tmp"),
                        "-Dlog4j.configurationFile=log4j2.yaml",
                        "-cp",
                        jar + ":" + home.classPath(),
                        MAIN,
                        "rocksdb://" + metadata))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new LocalRunException(
                        "Cannot read Pulsar's metadata in " + metadata
                                + ": start over with --fresh, which deletes the data, if this happens again.",
                        log,
                        null);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
