package com.custom.pulsar.integrationtests;

import com.custom.pulsar.testsupport.DetachedRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One run of a pipeline that captures every table of its database, for several test classes, each with tables of its own. Started
 * when the first one asks for it, stopped after the last.
 */
final class CapturedDatabase implements ParameterResolver {
    private static final String PREFIX = "typed";

    static String topic(String table) {
        return "persistent://public/default/" + PREFIX + ".public." + table;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DetachedRun.class;
    }

    @Override
    public DetachedRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(CapturedDatabase.class))
                .computeIfAbsent(DetachedRun.class, type -> start(), DetachedRun.class);
    }

    private static DetachedRun start() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "captured");
            Files.writeString(folder.resolve("pipeline.yaml"), """
                    apiVersion: pulsar-cdc/v1
                    name: captured
                    topics: { prefix: %s }
                    source:
                      tables: [ /.*/ ]
                      properties: { skipped.operations: none }
                    """.formatted(PREFIX));
            try (InputStream script =
                    Objects.requireNonNull(CapturedDatabase.class.getResourceAsStream("captured-database.sql"))) {
                Files.copy(script, folder.resolve("database.sql"));
            }
            return new DetachedRun(folder, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
