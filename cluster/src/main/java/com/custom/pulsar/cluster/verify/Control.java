package com.custom.pulsar.cluster.verify;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What is looked at beyond Pod Security. */
public enum Control {
    READ_ONLY_ROOT_FILESYSTEM(
            "readOnlyRootFilesystem",
            "set securityContext.readOnlyRootFilesystem: true and mount an emptyDir where the container writes"),
    SERVICE_ACCOUNT_TOKEN("serviceAccountToken", "set automountServiceAccountToken: false in the pod's spec"),
    SECRETS_IN_CLEAR(
            "secretsInClear",
            "refer to a Secret (valueFrom.secretKeyRef, or ${secret:NAME} in a connector's settings) and change the secret,"
                    + " which everybody has seen who may read pods"),
    IMAGE_PINNED("imagePinned", "name a digest (NAME@sha256:…) or a tag other than latest"),
    RESOURCE_LIMITS("resourceLimits", "set resources.limits for cpu and memory"),
    NAMESPACE_ENFORCES(
            "namespaceEnforces",
            "kubectl label namespace NAMESPACE pod-security.kubernetes.io/enforce=LEVEL, once all pods pass"),
    NETWORK_POLICY("networkPolicy", "add a NetworkPolicy that selects the pod, for Ingress and Egress"),
    ADMITTED("admitted", "mend what the event says; a function then starts with pulsar-admin functions restart"),
    CUSTOMIZER("customizer", "see the security customizer's README: the values of the chart that make it active"),
    DRIFT(
            "drift",
            "restart the function or connector with pulsar-admin, so that its pods are made by the settings of now");

    private final String id;
    private final String fix;

    Control(String id, String fix) {
        this.id = id;
        this.fix = fix;
    }

    /** The name in options and reports, such as {@code readOnlyRootFilesystem}. */
    public String id() {
        return id;
    }

    /** What mends it. */
    String fix() {
        return fix;
    }

    /** All that can be seen in a file. */
    public static Set<Control> ofFiles() {
        return EnumSet.range(READ_ONLY_ROOT_FILESYSTEM, RESOURCE_LIMITS);
    }

    /**
     * The controls that a comma-separated list names; {@code all} names every one.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static Set<Control> parse(String text) {
        Set<Control> controls = EnumSet.noneOf(Control.class);
        for (String name : text.split(",", -1)) {
            if (name.strip().equals("all")) {
                controls.addAll(EnumSet.allOf(Control.class));
            } else {
                controls.add(Arrays.stream(values())
                        .filter(control -> control.id.equals(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("\"" + name.strip() + "\" is not one of "
                                + Arrays.stream(values()).map(Control::id).collect(Collectors.joining(", "))
                                + ", all")));
            }
        }
        return controls;
    }
}
