package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
import com.custom.pulsar.pipeline.ConfigurationYaml;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.SecretReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What Pulsar is given for a pipeline, as files. */
@Command(
        name = "render",
        description = {
            "Write the configurations of source and function as YAML, for those who deploy with pulsar-admin, and print how.",
            "With --kubernetes, write manifests instead that deploy the pipeline into a cluster without anybody's machine.",
            "No server is asked and no secret is written: the files say where the password is. The same pipeline always gives"
                    + " the same files."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc render shop/pipeline.yaml",
            "  pulsar-cdc render shop/pipeline.yaml --output-dir deploy/shop",
            "  pulsar-cdc render shop/pipeline.yaml --kubernetes cluster/shop --namespace pulsar-functions \\",
            "      --image registry.example.com/pulsar-cdc@sha256:..."
        })
final class Render implements Callable<Integer> {
    private static final String OUTPUT_DIRECTORY = "--output-dir";
    private static final String TOKEN_OPTIONS =
            "--auth-plugin org.apache.pulsar.client.impl.auth.AuthenticationToken --auth-params file://";

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file; it names its PostgreSQL.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path file;

    @Option(
            names = OUTPUT_DIRECTORY,
            paramLabel = "DIR",
            defaultValue = ".",
            description =
                    "Where to write source.yaml, function.yaml and a source-PART.yaml for each part of source.split, over older ones (default: the working directory).")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path directory;

    @ArgGroup(exclusive = false)
    private @Nullable KubernetesRender kubernetes;

    @Override
    public Integer call() {
        if (kubernetes != null) {
            if (spec.commandLine().getParseResult().hasMatchedOption(OUTPUT_DIRECTORY)) {
                throw new ParameterException(
                        spec.commandLine(), "--kubernetes names its folder itself: leave --output-dir out.");
            }
            return kubernetes.write(
                    file, spec.commandLine().getOut(), spec.commandLine().getErr());
        }
        Pipeline pipeline = PipelineFile.read(file);
        Map<String, String> sources = sources(pipeline);
        String function = ConfigurationYaml.function(pipeline);
        Artifacts artifacts = Artifacts.ofThisInstallation();
        List<Path> sourceFiles = new ArrayList<>();
        sources.forEach((name, source) -> sourceFiles.add(write(name, source)));
        Path functionFile = write("function.yaml", function);
        PrintWriter out = spec.commandLine().getOut();
        String admin = pulsarAdmin(pipeline);
        pipeline.pulsar()
                .flatMap(PulsarAddress::token)
                .filter(token -> !(token instanceof SecretReference.SecretFile))
                .ifPresent(token -> out.println(
                        "# It reads the token, " + token.describe() + ", from a file: " + TOKEN_OPTIONS + "/PATH"));
        out.println(
                admin + " functions create --function-config-file " + functionFile + " --jar " + artifacts.function());
        for (Path sourceFile : sourceFiles) {
            out.println(
                    admin + " sources create --source-config-file " + sourceFile + " " + archive(pipeline, artifacts));
        }
        out.flush();
        return 0;
    }

    /** The configuration of each source, by the name of its file. */
    static Map<String, String> sources(Pipeline pipeline) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Pipeline source : pipeline.perSource()) {
            String end =
                    source.source().name().substring(pipeline.source().name().length());
            sources.put("source" + end + ".yaml", ConfigurationYaml.source(source));
        }
        return sources;
    }

    /** With the address that the file names, and whom to trust there; never with a token. */
    static String pulsarAdmin(Pipeline pipeline) {
        StringBuilder command = new StringBuilder("pulsar-admin");
        pipeline.pulsar().ifPresent(address -> {
            command.append(" --admin-url ").append(address.adminUrl());
            if (address.adminUrl().startsWith("https:")) {
                address.tls()
                        .trustedCertificates()
                        .ifPresent(file ->
                                command.append(" --tls-trust-cert-path ").append(file.location()));
                command.append(address.tls().hostnameVerification() ? " --tls-enable-hostname-verification" : "");
            }
            if (address.token().orElse(null) instanceof SecretReference.SecretFile file) {
                command.append(" ").append(TOKEN_OPTIONS).append(file.location());
            }
        });
        return command.toString();
    }

    private static String archive(Pipeline pipeline, Artifacts artifacts) {
        return switch (pipeline.source().connector()) {
            case PULSAR_CDC -> "--archive " + artifacts.connector();
            // By the name under which Pulsar's image with all connectors has it.
            case BUILTIN -> "--source-type debezium-postgres";
        };
    }

    private Path write(String name, String text) {
        Path target = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            return Files.writeString(target, text);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot write " + target + " (" + FileTrouble.of(e) + "): name another --output-dir.", e);
        }
    }
}
