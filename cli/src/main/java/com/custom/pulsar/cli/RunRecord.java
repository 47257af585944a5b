package com.custom.pulsar.cli;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.SecretLookup;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What the data directory keeps of a run, so that {@code status} and {@code down} find it: which pipeline file, read how.
 * It holds no secret.
 *
 * @param file absolute
 * @param embedded whether the file's addresses are ignored
 * @param secrets what {@code --secrets} named, absolute
 */
record RunRecord(Path file, boolean embedded, Optional<Path> secrets) {
    private static final String NAME = "run.properties";
    private static final String FILE = "pipeline";
    private static final String EMBEDDED = "embedded";
    private static final String SECRETS = "secrets";

    /** Whether anything was ever started there. */
    static boolean exists(Path dataDirectory) {
        return Files.isRegularFile(dataDirectory.resolve(NAME));
    }

    /** @throws IllegalStateException if nothing was ever started there, or the record is damaged */
    static RunRecord read(Path dataDirectory) {
        Path record = dataDirectory.resolve(NAME);
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(record)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Nothing was started in " + dataDirectory + ": start it with up, or name another --data-dir.", e);
        }
        String file = properties.getProperty(FILE);
        if (file == null) {
            throw new IllegalStateException(record + " names no pipeline: start it again with up.");
        }
        return new RunRecord(
                Path.of(file),
                Boolean.parseBoolean(properties.getProperty(EMBEDDED)),
                Optional.ofNullable(properties.getProperty(SECRETS)).map(Path::of));
    }

    void write(Path dataDirectory) {
        Properties properties = new Properties();
        properties.setProperty(FILE, file.toString());
        properties.setProperty(EMBEDDED, Boolean.toString(embedded));
        secrets.ifPresent(path -> properties.setProperty(SECRETS, path.toString()));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
            Files.writeString(
                    dataDirectory.resolve(NAME),
                    text.toString(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to " + dataDirectory + ": " + e.getMessage(), e);
        }
    }

    Pipeline pipeline() {
        Pipeline pipeline = PipelineFile.read(file);
        return embedded ? pipeline.withoutAddresses() : pipeline;
    }

    SecretLookup secretLookup() {
        return new SecretLookup(System.getenv(), secrets);
    }
}
