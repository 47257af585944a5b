package com.custom.pulsar.cluster.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.AUTOMOUNT_SERVICE_ACCOUNT_TOKEN;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_READ_ONLY_ROOT_FILESYSTEM;
import static com.custom.pulsar.podsecurity.harden.PolicyField.ENABLE_SERVICE_LINKS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_FS_GROUP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_FS_GROUP_CHANGE_POLICY;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_GROUP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_USER;
import static com.custom.pulsar.podsecurity.harden.PolicyField.WRITABLE_PATHS;

import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the pods of one component get.
 *
 * @param name the component as Pulsar's chart labels it, or what the pods are where it is none of its components
 * @param policy how they are hardened
 * @param exemptions what of {@link HardeningPolicy#standard} they do not get
 */
record PodProfile(String name, HardeningPolicy policy, List<Exemption> exemptions) {
    /** The label {@code chart} of whatever Pulsar's chart makes. */
    private static final Pattern CHART = Pattern.compile("pulsar-[0-9].*");

    private static final Exemption WRITTEN_ROOT = new Exemption(
            CONTAINER_READ_ONLY_ROOT_FILESYSTEM.path(),
            "Pulsar's image rewrites /pulsar/conf from the environment before it starts.");
    private static final Exemption GROUP_OF_IMAGE =
            new Exemption(POD_RUN_AS_GROUP.path(), "The files of Pulsar's image belong to user 10000 and group 0.");
    private static final PodProfile OTHER = new PodProfile(
            "other",
            without(
                    HardeningPolicy.standard(),
                    POD_RUN_AS_USER,
                    POD_RUN_AS_GROUP,
                    POD_FS_GROUP,
                    POD_FS_GROUP_CHANGE_POLICY,
                    CONTAINER_READ_ONLY_ROOT_FILESYSTEM,
                    AUTOMOUNT_SERVICE_ACCOUNT_TOKEN,
                    ENABLE_SERVICE_LINKS,
                    WRITABLE_PATHS),
            List.of(
                    new Exemption(
                            CONTAINER_READ_ONLY_ROOT_FILESYSTEM.path(),
                            "Not a component of Pulsar's chart whose files are known."),
                    new Exemption(
                            AUTOMOUNT_SERVICE_ACCOUNT_TOKEN.path(),
                            "Not a component of Pulsar's chart of which it is known whether it calls the Kubernetes API.")));
    private static final PodProfile STANDARD = new PodProfile("standard", HardeningPolicy.standard(), List.of());
    private static final Map<String, PodProfile> BY_COMPONENT = Map.ofEntries(
            pulsar("zookeeper"),
            pulsar("bookie"),
            pulsar("bookie-init"),
            pulsar("recovery"),
            pulsar("pulsar-init"),
            pulsar("proxy"),
            pulsar("toolset"),
            pulsar("standalone"),
            pulsarWithToken("broker", "The functions worker in it makes StatefulSets over the Kubernetes API."),
            pulsarWithToken("function-worker", "It makes StatefulSets over the Kubernetes API."),
            pulsarWithToken("jwt-secret-init", "It makes Secrets over the Kubernetes API."),
            kubectl("broker-sts-cleanup"),
            kubectl("zookeeper-sts-cleanup"));

    PodProfile {
        exemptions = List.copyOf(exemptions);
    }

    /** The profile of the object that Pulsar's chart has labelled so, or of somebody else's. */
    static PodProfile of(Map<String, Object> object) {
        return labels(object)
                .filter(labels -> labels.get("chart") instanceof String chart
                        && CHART.matcher(chart).matches())
                .flatMap(labels -> Optional.ofNullable(BY_COMPONENT.get(String.valueOf(labels.get("component")))))
                .orElse(OTHER);
    }

    /** The profile with everything and no exemption. */
    static PodProfile standard() {
        return STANDARD;
    }

    private static Optional<Map<?, ?>> labels(Map<String, Object> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("labels") instanceof Map<?, ?> labels
                ? Optional.of(labels)
                : Optional.empty();
    }

    private static HardeningPolicy without(HardeningPolicy policy, PolicyField... fields) {
        HardeningPolicy remaining = policy;
        for (PolicyField field : fields) {
            remaining = remaining.without(field);
        }
        return remaining;
    }

    private static Map.Entry<String, PodProfile> pulsar(String component) {
        HardeningPolicy policy = without(
                HardeningPolicy.standard(), POD_RUN_AS_GROUP, CONTAINER_READ_ONLY_ROOT_FILESYSTEM, WRITABLE_PATHS);
        return Map.entry(component, new PodProfile(component, policy, List.of(WRITTEN_ROOT, GROUP_OF_IMAGE)));
    }

    private static Map.Entry<String, PodProfile> pulsarWithToken(String component, String reason) {
        PodProfile pulsar = pulsar(component).getValue();
        return Map.entry(
                component,
                new PodProfile(
                        component,
                        pulsar.policy().without(AUTOMOUNT_SERVICE_ACCOUNT_TOKEN),
                        List.of(WRITTEN_ROOT, GROUP_OF_IMAGE, token(reason))));
    }

    private static Map.Entry<String, PodProfile> kubectl(String component) {
        return Map.entry(
                component,
                new PodProfile(
                        component,
                        HardeningPolicy.standard().without(AUTOMOUNT_SERVICE_ACCOUNT_TOKEN),
                        List.of(token("It runs kubectl."))));
    }

    private static Exemption token(String reason) {
        return new Exemption(AUTOMOUNT_SERVICE_ACCOUNT_TOKEN.path(), reason);
    }
}
