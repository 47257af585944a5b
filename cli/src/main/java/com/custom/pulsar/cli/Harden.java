package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.harden.HardenedManifests;
import com.custom.pulsar.cluster.harden.HardenedObject;
import com.custom.pulsar.cluster.harden.ManifestHardening;
import com.custom.pulsar.cluster.manifests.ManifestException;
import com.custom.pulsar.cluster.manifests.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Manifests from standard input to standard output, hardened. */
@Command(
        name = "harden",
        description = {
            "Read Kubernetes manifests on standard input and write them hardened on standard output: every pod passes Pod Security"
                    + " restricted.",
            "The report goes to standard error. What has no pods comes out as it went in, to the byte. Helm can call this as its"
                    + " post-renderer."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if a pod still fails, 2 if the input is no YAML or JSON of manifests.",
            "",
            "Examples:",
            "  pulsar-cdc harden < rendered.yaml > hardened.yaml",
            "  helm install pulsar apache/pulsar --post-renderer ./pulsar-cdc --post-renderer-args harden   (Helm 3)"
        })
final class Harden implements Callable<Integer> {
    /** What is larger does not fit into the heap that the launcher gives in any case. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int PODS_FAIL = 1;

    /** How pods are treated. */
    enum Profile {
        /** Pulsar's components by what each needs, other pods by what restricted asks for. */
        component,
        /** Every pod by the whole standard. */
        standard
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(
            names = "--profile",
            paramLabel = "component|standard",
            defaultValue = "component",
            description = {
                "component (default): the components of Pulsar's chart get all that each can bear, other pods what restricted asks for.",
                "standard: every pod also gets a read-only root, user 10000 and no token for the Kubernetes API."
            })
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Profile profile;

    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        HardenedManifests hardened;
        try {
            hardened = hardening().harden(Manifests.read("standard input", input()));
        } catch (ManifestException e) {
            PulsarCdc.tell(e, err);
            return ExitCode.USAGE;
        } catch (OutOfMemoryError e) {
            // What filled the heap is gone by now.
            throw new IllegalStateException(
                    "Standard input is too large for this program's heap: give it in several parts.", e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(hardened.text());
        out.flush();
        if (output.isJson()) {
            err.println(HardeningReportJson.of(hardened));
        } else {
            tell(hardened, err);
        }
        err.flush();
        return hardened.passed() ? 0 : PODS_FAIL;
    }

    private ManifestHardening hardening() {
        return switch (profile) {
            case component -> ManifestHardening.byComponent();
            case standard -> ManifestHardening.standard();
        };
    }

    @SuppressWarnings("resource") // Standard input is not this verb's to close.
    private static byte[] input() throws IOException {
        InputStream in = System.in;
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalStateException(
                    "Standard input is larger than " + MOST_BYTES / 1024 / 1024 + " MiB: give it in several parts.");
        }
        return bytes;
    }

    private static void tell(HardenedManifests hardened, PrintWriter err) {
        hardened.warnings().forEach(warning -> err.println(Terminal.safe("Warning: " + warning)));
        for (HardenedObject object : hardened.objects()) {
            String title = object.title() + " (line " + object.line() + ")";
            int changes = object.changes().size();
            err.println(Terminal.safe(title + ": " + (object.passed() ? "passes restricted" : "FAILS restricted") + ", "
                    + changes + (changes == 1 ? " value" : " values") + " changed, profile " + object.profile()));
            object.exemptions()
                    .forEach(exemption ->
                            err.println(Terminal.safe("  left out: " + exemption.field() + ". " + exemption.reason())));
            object.warnings().forEach(warning -> err.println(Terminal.safe("  warning: " + warning)));
            object.obstacles().forEach(obstacle -> err.println(Terminal.safe("  fails: " + obstacle)));
        }
        long failed =
                hardened.objects().stream().filter(object -> !object.passed()).count();
        err.println(
                hardened.objects().isEmpty()
                        ? "No pods."
                        : failed == 0
                                ? "Every pod passes restricted of every version."
                                : failed + " of " + hardened.objects().size() + " objects with pods fail restricted.");
    }
}
