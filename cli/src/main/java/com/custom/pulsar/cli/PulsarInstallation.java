package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ChartPrerequisites;
import com.custom.pulsar.cluster.deploy.Lack;
import com.custom.pulsar.cluster.deploy.TenantDeployment;
import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.local.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code deploy --install-pulsar}: Pulsar's chart by Helm, every pod hardened, and before it what the chart's values need. */
final class PulsarInstallation {
    /** The one that this project's values and hardening were made for and tested with. */
    static final String CHART_VERSION = "4.7.0";

    private static final String CHART = "pulsar";
    private static final String REPOSITORY = "https://pulsar.apache.org/charts";
    /** The values name services of a release of that name, by default in a namespace of that name. */
    private static final String RELEASE = "pulsar";

    @Option(
            names = "--install-pulsar",
            required = true,
            description =
                    "Install or upgrade Pulsar instead, once, as the platform engineer: makes the namespace where there"
                            + " is none (--namespace, default pulsar), the ConfigMap with the security customizer, and runs helm (3"
                            + " or 4, on PATH) with harden as its post-renderer. No PIPELINE then.")
    private boolean asked;

    @Option(
            names = "--values",
            paramLabel = "FILE",
            required = true,
            description = "The chart's values, such as deploy/helm/values-minimal.yaml. Given again, what a later file"
                    + " says holds.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private List<Path> values;

    @Option(
            names = "--chart",
            paramLabel = "CHART",
            description =
                    "The chart, as helm takes it: a folder, an archive, REPOSITORY/NAME or oci://… (default: pulsar of "
                            + REPOSITORY + "). Its version has to be " + CHART_VERSION + ".")
    private @Nullable String chart;

    boolean isAsked() {
        return asked;
    }

    int install(ClusterOption option, boolean dryRun, Duration limit, CommandLine command) {
        PrintWriter out = command.getOut();
        for (Path file : values) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new IllegalStateException("--values: " + file + " is no file that can be read; name one, such as"
                        + " deploy/helm/values-minimal.yaml");
            }
        }
        Path root = root();
        Path launcher = root.resolve("pulsar-cdc");
        Path jar = Artifacts.customizer();
        String namespace = option.namespace().orElse(RELEASE);
        Helm helm = Helm.find(System.getenv());
        requireKnown(helm);
        try (ClusterConnection cluster = ClusterConnection.open(option.context())) {
            tell(out, "Cluster " + cluster.title());
            tell(out, "Namespace " + namespace);
            ChartPrerequisites before =
                    new ChartPrerequisites(cluster, namespace, jar.getFileName().toString(), content(jar));
            List<Lack> lacks = before.lacks();
            if (!lacks.isEmpty()) {
                lacks.forEach(lack -> tell(command.getErr(), "pulsar-cdc: " + lack.text()));
                tell(command.getErr(), "Nothing was changed.");
                return 1;
            }
            List<TenantDeployment.Step> steps = before.plan();
            List<String> upgrade =
                    upgrade(place(), namespace, option.context(), values, limit, helm.hardened(launcher));
            tell(out, "Pulsar's chart " + CHART_VERSION + ", by Helm " + helm.version() + ":");
            for (TenantDeployment.Step step : steps) {
                tell(
                        out,
                        String.format(
                                Locale.ROOT,
                                "  %-7s %s",
                                step.action().name().toLowerCase(Locale.ROOT),
                                step.object().title()));
            }
            tell(out, "  run     helm " + String.join(" ", upgrade));
            if (dryRun) {
                return 0;
            }
            List<Runnable> endings = new CopyOnWriteArrayList<>();
            int exit;
            try (Interruption interruption = Interruption.listen(() -> endings.forEach(Runnable::run))) {
                try {
                    for (TenantDeployment.Step step : steps) {
                        interruption.cancellation().check();
                        before.apply(step);
                    }
                    interruption.cancellation().check();
                    exit = helm.run(
                            upgrade,
                            helm.hardening(launcher, root.resolve("deploy/helm")),
                            line -> tell(out, line),
                            end -> {
                                endings.add(end);
                                if (interruption.exitCode().isPresent()) {
                                    end.run();
                                }
                            });
                    interruption.cancellation().check();
                } catch (CancellationException e) {
                    tell(
                            out,
                            "Interrupted; what was made until here stays: see helm status " + RELEASE + " -n "
                                    + namespace + ". Run it again: it goes on from there.");
                    return interruption.exitCode().orElseThrow();
                }
            }
            if (exit != 0) {
                throw new IllegalStateException("helm ended with the exit code " + exit
                        + "; what it has made stays: see helm status " + RELEASE + " -n " + namespace
                        + " and kubectl get pods,events -n " + namespace + ", and run this again");
            }
            tell(
                    out,
                    "Pulsar runs in the namespace " + namespace
                            + ". Whether its settings are right: pulsar-cdc verify -n " + namespace);
            return 0;
        }
    }

    private void requireKnown(Helm helm) {
        Helm.Chart found = helm.chart(place());
        if (!found.equals(new Helm.Chart(CHART, CHART_VERSION))) {
            throw new IllegalStateException(
                    "the chart is " + found.name() + " " + found.version() + ", and only " + CHART
                            + " " + CHART_VERSION
                            + " is known to work with the values and the hardening of this release; give that"
                            + " one with --chart. Nothing was changed");
        }
    }

    private List<String> place() {
        List<String> place = new ArrayList<>();
        if (chart == null) {
            place.addAll(List.of(CHART, "--repo", REPOSITORY));
        } else {
            place.add(chart);
        }
        place.addAll(List.of("--version", CHART_VERSION));
        return place;
    }

    /** The arguments of helm. */
    static List<String> upgrade(
            List<String> place,
            String namespace,
            Optional<String> context,
            List<Path> values,
            Duration limit,
            List<String> hardened) {
        List<String> arguments = new ArrayList<>(List.of("upgrade", "--install", RELEASE));
        arguments.addAll(place);
        arguments.addAll(List.of("--namespace", namespace));
        context.ifPresent(name -> arguments.addAll(List.of("--kube-context", name)));
        values.forEach(file -> arguments.addAll(List.of("--values", file.toString())));
        arguments.addAll(hardened);
        arguments.addAll(List.of("--wait", "--timeout", limit.toSeconds() + "s"));
        return arguments;
    }

    /** Where launcher, values and plugin are. */
    private static Path root() {
        String examples = System.getProperty("pulsar.cdc.examples");
        Path root = examples == null ? Path.of("") : Path.of(examples).resolveSibling("");
        if (examples == null || !Files.isExecutable(root.resolve("pulsar-cdc"))) {
            throw new IllegalStateException(
                    "helm calls ./pulsar-cdc to harden what it renders, and that is not here, as in the"
                            + " image; use the tarball or the sources");
        }
        return root;
    }

    private static byte[] content(Path jar) {
        try {
            return Files.readAllBytes(jar);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot read " + jar + " (" + FileTrouble.of(e) + "): build again with"
                            + " mvn -B -DskipTests package.",
                    e);
        }
    }

    private static void tell(PrintWriter writer, String line) {
        writer.println(Terminal.safe(line));
        writer.flush();
    }
}
