package com.custom.pulsar.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program helm, of version 3 or 4. */
final class Helm {
    private static final Pattern VERSION = Pattern.compile("v?(?<text>(?<major>[0-9]+)\\.[0-9]+\\S*)");
    private static final Pattern CHART_FIELD =
            Pattern.compile("(?m)^(?<key>name|version):\\s*[\"']?(?<value>[^\"'\\s]+)");
    private static final String INSTALL = "install Helm 3 or 4, see https://helm.sh/docs/intro/install";
    private static final long END_SECONDS = 30;

    private final Path program;
    private final String version;
    private final int major;

    private Helm(Path program, String version, int major) {
        this.program = program;
        this.version = version;
        this.major = major;
    }

    /**
     * The first on PATH.
     *
     * @throws IllegalStateException if there is none, or none that is known
     */
    static Helm find(Map<String, String> environment) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, "helm").toAbsolutePath();
            if (!folder.isEmpty() && Files.isExecutable(program) && !Files.isDirectory(program)) {
                return of(program);
            }
        }
        throw new IllegalStateException("there is no helm on PATH, which installs Pulsar's chart; " + INSTALL);
    }

    private static Helm of(Path program) {
        List<String> told = new ArrayList<>();
        int exit = new Helm(program, "", 0).run(List.of("version", "--short"), Map.of(), told::add);
        Matcher matcher = VERSION.matcher(String.join("\n", told));
        if (exit != 0 || !matcher.find()) {
            throw new IllegalStateException(program + " does not tell its version (helm version --short); " + INSTALL);
        }
        int major = Integer.parseInt(matcher.group("major"));
        if (major != 3 && major != 4) {
            throw new IllegalStateException(program + " is Helm " + matcher.group("text") + "; " + INSTALL);
        }
        return new Helm(program, matcher.group("text"), major);
    }

    String version() {
        return version;
    }

    /** What a chart says about itself. */
    record Chart(String name, String version) {
        /** @throws IllegalStateException if it is no chart's description */
        static Chart of(String description) {
            String name = "";
            String version = "";
            Matcher matcher = CHART_FIELD.matcher(description);
            while (matcher.find()) {
                if (matcher.group("key").equals("name")) {
                    name = matcher.group("value");
                } else {
                    version = matcher.group("value");
                }
            }
            if (name.isEmpty() || version.isEmpty()) {
                throw new IllegalStateException("helm shows no name and version of the chart");
            }
            return new Chart(name, version);
        }
    }

    /**
     * Asks for the chart, which may fetch it.
     *
     * @param place how helm is told which chart it is
     * @throws IllegalStateException if there is none, with what helm says
     */
    Chart chart(List<String> place) {
        List<String> arguments = new ArrayList<>(List.of("show", "chart"));
        arguments.addAll(place);
        List<String> told = new ArrayList<>();
        if (run(arguments, Map.of(), told::add) != 0) {
            throw new IllegalStateException("helm finds no such chart (helm " + String.join(" ", arguments) + "): "
                    + String.join(" ", told) + "; see whether its repository is reached, or give --chart DIR");
        }
        return Chart.of(String.join("\n", told));
    }

    /** How it is told to let {@code pulsar-cdc harden} see all that it renders. */
    List<String> hardened(Path launcher) {
        return major == 3
                ? List.of("--post-renderer", launcher.toString(), "--post-renderer-args", "harden")
                : List.of("--post-renderer", "pulsar-cdc-harden");
    }

    /**
     * What goes with that into the environment: Helm 4 calls plugins only.
     *
     * @param plugins the folder that the plugin's folder is in
     */
    Map<String, String> hardening(Path launcher, Path plugins) {
        return major == 3 ? Map.of() : Map.of("HELM_PLUGINS", plugins.toString(), "PULSAR_CDC", launcher.toString());
    }

    /**
     * Runs it to its end, and ends it with this process.
     *
     * @param line is given what it prints, line by line
     * @return its exit code
     */
    int run(List<String> arguments, Map<String, String> environment, Consumer<String> line) {
        return run(arguments, environment, line, ending -> {});
    }

    /**
     * The same.
     *
     * @param begun is given what ends it early, once it runs
     */
    int run(List<String> arguments, Map<String, String> environment, Consumer<String> line, Consumer<Runnable> begun) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Thread end = new Thread(() -> end(process));
            Runtime.getRuntime().addShutdownHook(end);
            begun.accept(() -> end(process));
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(line);
                return process.waitFor();
            } finally {
                forget(end);
            }
        } catch (IOException e) {
            throw new IllegalStateException(program + " cannot be run (" + e.getMessage() + "); " + INSTALL, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while helm ran", e);
        }
    }

    /** Helm writes down that the release was cut off before it ends. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This process ends, and the hook with it.
            return;
        }
    }
}
