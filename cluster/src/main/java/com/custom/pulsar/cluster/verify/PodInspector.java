package com.custom.pulsar.cluster.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one pod or pod template lacks beyond Pod Security. */
final class PodInspector {
    /** Of each control: what a pod has of one more than that is told often enough. */
    private static final int MOST_OF_A_CONTROL = 1000;

    private static final String UNREAD = "(too much text to be looked through)";
    private static final List<String> RESOURCES = List.of("cpu", "memory");
    private static final List<List<String>> COMMANDS = List.of(
            List.of("command"),
            List.of("args"),
            List.of("livenessProbe", "exec", "command"),
            List.of("readinessProbe", "exec", "command"),
            List.of("startupProbe", "exec", "command"),
            List.of("lifecycle", "postStart", "exec", "command"),
            List.of("lifecycle", "preStop", "exec", "command"));

    private final Node spec;
    private final boolean windows;
    private final List<Found> found = new ArrayList<>();
    private final Map<Control, Integer> counts = new EnumMap<>(Control.class);
    private final ReadingLimit limit;

    /** A control that is not kept to, with what tells where. */
    record Found(Control control, Finding finding) {}

    private PodInspector(Node spec, ReadingLimit limit) {
        this.spec = spec;
        this.limit = limit;
        this.windows = spec.at("os", "name").is("windows");
    }

    /**
     * What it finds; of one control at most 1000.
     *
     * @param pod what has the pod's {@code metadata} and {@code spec}
     */
    static List<Found> inspect(Node pod, ReadingLimit limit) {
        PodInspector inspector = new PodInspector(pod.at("spec"), limit);
        inspector.inspect();
        return inspector.found;
    }

    private void inspect() {
        token();
        for (String kind : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (Node container : spec.at(kind).elements()) {
                readOnlyRoot(container);
                secrets(container);
                image(container);
                // Kubernetes gives ephemeral containers no resources.
                if (!kind.equals("ephemeralContainers")) {
                    limits(container);
                }
            }
        }
    }

    private void token() {
        Node automount = spec.at("automountServiceAccountToken");
        if (!automount.is(false)) {
            add(Control.SERVICE_ACCOUNT_TOKEN, automount);
        }
        for (Node volume : spec.at("volumes").elements()) {
            for (Node source : volume.at("projected", "sources").elements()) {
                Node token = source.at("serviceAccountToken");
                // What Kubernetes itself mounts has been told.
                if (token.exists() && !volume.at("name").text().startsWith("kube-api-access-")) {
                    add(Control.SERVICE_ACCOUNT_TOKEN, token.path(), "projected into a volume");
                }
            }
        }
    }

    private void readOnlyRoot(Node container) {
        Node field = container.at("securityContext", "readOnlyRootFilesystem");
        // Windows has no such thing.
        if (!windows && !field.is(true)) {
            add(Control.READ_ONLY_ROOT_FILESYSTEM, field);
        }
    }

    private void image(Node container) {
        Node image = container.at("image");
        if (!ImageReference.isPinned(image.text())) {
            add(Control.IMAGE_PINNED, image);
        }
    }

    private void limits(Node container) {
        for (String resource : RESOURCES) {
            Node limit = container.at("resources", "limits", resource);
            if (!limit.exists() && !spec.at("resources", "limits", resource).exists()) {
                add(Control.RESOURCE_LIMITS, limit);
            }
        }
    }

    private void secrets(Node container) {
        for (Node variable : container.at("env").elements()) {
            Node value = variable.at("value");
            String text = scalar(value);
            if (limit.allows(text.length())) {
                secret(value, ClearText.inVariable(variable.at("name").text(), text));
            } else {
                add(Control.SECRETS_IN_CLEAR, value.path(), UNREAD);
            }
        }
        for (List<String> command : COMMANDS) {
            command(container.at(command.toArray(new String[0])));
        }
    }

    private void command(Node command) {
        String before = "";
        for (Node element : command.elements()) {
            String text = scalar(element);
            if (limit.allows(text.length())) {
                Set<String> names = new LinkedHashSet<>(ClearText.inCommand(text));
                names.addAll(ClearText.inArgument(before, text));
                secret(element, names);
            } else {
                add(Control.SECRETS_IN_CLEAR, element.path(), UNREAD);
            }
            before = text;
        }
    }

    /** The scalar as a text; of what is none, which Pod Security refuses, nothing. */
    private static String scalar(Node at) {
        return at.value() == null || at.value() instanceof Map || at.value() instanceof List
                ? ""
                : at.value().toString();
    }

    private void secret(Node at, Set<String> names) {
        if (!names.isEmpty()) {
            add(Control.SECRETS_IN_CLEAR, at.path(), ClearText.shown(names));
        }
    }

    private void add(Control control, Node at) {
        add(control, at.path(), at.shown());
    }

    private void add(Control control, String path, @Nullable Object what) {
        if (counts.merge(control, 1, Integer::sum) <= MOST_OF_A_CONTROL) {
            found.add(new Found(control, Finding.of(control, path, what)));
        }
    }
}
