package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.PulsarClientException;

/** What the role of a connection may do in a pipeline's namespace, asked with questions that change nothing. */
final class PulsarRights {
    /** All that a role needs there; a grant replaces what was granted before. */
    static final String ACTIONS = "produce,consume,functions,sources,packages";

    private static final int ANSWER_SECONDS = 15;

    private PulsarRights() {}

    /** What it may or may not; empty where nobody is asked who is there. */
    static Optional<Finding> finding(PulsarConnection pulsar, Pipeline pipeline) {
        return missing(pulsar, pipeline)
                .or(() -> pulsar.token()
                        .map(token -> Finding.ok(who(pulsar.token()) + " may deploy to "
                                + pipeline.names().namespace())));
    }

    /** What it lacks; empty: nothing, or Pulsar does not say. */
    static Optional<Finding> missing(PulsarConnection pulsar, Pipeline pipeline) {
        PulsarAdmin admin = pulsar.admin();
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.topics().namespace();
        String topic = pipeline.names().offsetsTopic();
        List<String> refused = new ArrayList<>();
        if (!maySee(pulsar, topic)) {
            refused.add("use topics (produce, consume)");
        } else if (isRefused(() -> admin.topics().getSubscriptions(topic))) {
            refused.add("read topics (consume)");
        }
        if (isRefused(() -> admin.functions().getFunctions(tenant, namespace))) {
            refused.add("run functions (functions)");
        }
        if (isRefused(() -> admin.sources().listSources(tenant, namespace))) {
            refused.add("run sources (sources)");
        }
        // What is removed leaves its code in Pulsar's package management, which asks for this right even where it is
        // off.
        if (isRefused(() -> admin.packages().listPackages("function", tenant + "/" + namespace))) {
            refused.add("remove code (packages)");
        }
        return refused.isEmpty()
                ? Optional.empty()
                : Optional.of(missing(pulsar.token(), pipeline.names().namespace(), refused));
    }

    static Finding missing(Optional<PulsarToken> token, String namespace, List<String> refused) {
        return Finding.error(
                who(token) + " may not " + String.join(", ", refused) + " in " + namespace,
                "as an administrator of its tenant: pulsar-admin namespaces grant-permission " + namespace + " --role "
                        + token.map(PulsarToken::argument).orElse(PulsarToken.UNKNOWN) + " --actions " + ACTIONS);
    }

    private static String who(Optional<PulsarToken> token) {
        return token.map(PulsarToken::who).orElse("whoever comes without a token");
    }

    private static boolean maySee(PulsarConnection pulsar, String topic) {
        try {
            pulsar.client().getPartitionsForTopic(topic, false).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return !(Failures.cause(e) instanceof PulsarClientException.AuthorizationException);
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private interface Question {
        Object ask() throws PulsarAdminException;
    }

    private static boolean isRefused(Question question) {
        try {
            var unused = question.ask();
            return false;
        } catch (PulsarAdminException e) {
            return PulsarPreflight.isRefused(e);
        }
    }
}
