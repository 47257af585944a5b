package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.verify.ClusterVerification;
import com.custom.pulsar.cluster.verify.Requirements;
import com.custom.pulsar.cluster.verify.Verification;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** {@code verify} of what runs in a cluster. Apart, so that the Kubernetes client is loaded for it alone. */
final class LiveVerification {
    private final CommandLine command;
    private final boolean json;

    LiveVerification(CommandLine command, boolean json) {
        this.command = command;
        this.json = json;
    }

    int run(
            Optional<String> context,
            List<String> given,
            Optional<String> brokerNamespace,
            PodSecurityLevel level,
            Optional<PodSecurityVersion> version,
            Requirements requirements) {
        try (ClusterConnection cluster = ClusterConnection.open(context)) {
            List<String> namespaces = given.isEmpty() ? List.of(cluster.defaultNamespace()) : given;
            String broker = brokerNamespace.orElse(namespaces.get(0));
            PrintWriter out = command.getOut();
            PrintWriter about = json ? command.getErr() : out;
            about.println(Terminal.safe("Cluster " + cluster.title() + ", namespace " + String.join(", ", namespaces)
                    + (namespaces.contains(broker) ? "" : ", broker in " + broker)));
            about.flush();
            ClusterVerification live = new ClusterVerification(cluster, level, version, requirements);
            Verification verification = live.verify(namespaces, broker);
            new VerificationReport(verification).print(out, json);
            if (!live.commands().isEmpty() && !json) {
                out.println("By hand:");
                live.commands().forEach(line -> out.println(Terminal.safe("  " + line)));
            }
            out.flush();
            return verification.passed() ? 0 : 1;
        } catch (ClusterException e) {
            PulsarCdc.tell(e, command.getErr());
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
    }
}
