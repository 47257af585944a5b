package com.custom.pulsar.cli;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pipeline files read and nothing else. */
@Command(
        name = "check",
        description = {
            "Read pipeline files and tell all that is wrong with them; nothing is started and no server is asked.",
            "Several files are also held against each other: no two may share names on one PostgreSQL or one Pulsar."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if a file is wrong.",
            "",
            "Examples:",
            "  pulsar-cdc check pipeline.yaml",
            "  pulsar-cdc check pipelines/            every .yaml and .yml in that folder"
        })
final class Check implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE|FOLDER", description = "Pipeline files, or folders that hold some.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private List<Path> paths;

    @Override
    public Integer call() {
        List<Path> files = paths.stream().flatMap(this::files).distinct().toList();
        List<Pipeline> pipelines = PipelineFile.readAll(files);
        for (int i = 0; i < files.size(); i++) {
            spec.commandLine()
                    .getOut()
                    .println(files.get(i) + ": the pipeline " + pipelines.get(i).name() + " is right");
        }
        return 0;
    }

    private Stream<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return Stream.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> files = inside.filter(Check::isYaml).sorted().toList();
            if (files.isEmpty()) {
                throw new ParameterException(spec.commandLine(), path + " holds no .yaml and no .yml file.");
            }
            return files.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read; let this user read it", e);
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
