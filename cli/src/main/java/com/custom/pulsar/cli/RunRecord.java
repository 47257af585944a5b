package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
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
    private static final String PIPELINE_NAME = "name";

    /** Whether anything was ever started there. */
    static boolean exists(Path dataDirectory) {
        return Files.isRegularFile(dataDirectory.resolve(NAME));
    }

    /**
     * Refuses a pipeline whose data would get among another's: both have positions, topics and tables in it.
     *
     * @throws IllegalStateException if the directory holds the data of a pipeline of another name
     */
    static void requireSame(Path dataDirectory, String pipelineName) {
        if (!exists(dataDirectory)) {
            return;
        }
        Properties properties = properties(dataDirectory);
        String held = properties.getProperty(PIPELINE_NAME, pipelineName);
        if (!held.equals(pipelineName)) {
            throw new IllegalStateException(dataDirectory + " holds the data of the pipeline " + held + " ("
                    + properties.getProperty(FILE) + "), not of " + pipelineName
                    + ": name another directory with --data-dir, or delete that data with --fresh.");
        }
    }

    /** @throws IllegalStateException if nothing was ever started there, or the record is damaged */
    static RunRecord read(Path dataDirectory) {
        Properties properties = properties(dataDirectory);
        String file = properties.getProperty(FILE);
        if (file == null) {
            throw new IllegalStateException(
                    dataDirectory.resolve(NAME) + " names no pipeline: start it again with up.");
        }
        return new RunRecord(
                Path.of(file),
                Boolean.parseBoolean(properties.getProperty(EMBEDDED)),
                Optional.ofNullable(properties.getProperty(SECRETS)).map(Path::of));
    }

    private static Properties properties(Path dataDirectory) {
        Path record = dataDirectory.resolve(NAME);
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(record)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Nothing was started in " + dataDirectory + ": start it with up, or name another --data-dir.", e);
        }
        return properties;
    }

    void write(Path dataDirectory, String pipelineName) {
        Properties properties = new Properties();
        properties.setProperty(FILE, file.toString());
        properties.setProperty(PIPELINE_NAME, pipelineName);
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
            throw new IllegalStateException("Cannot write to " + dataDirectory + ": " + FileTrouble.of(e), e);
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
