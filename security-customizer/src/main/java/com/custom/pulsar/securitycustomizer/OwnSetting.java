package com.custom.pulsar.securitycustomizer;

import static com.custom.pulsar.securitycustomizer.OwnSetting.Audience.ADMINISTRATOR;
import static com.custom.pulsar.securitycustomizer.OwnSetting.Audience.WHEN_LISTED;

/** The settings beside the hardening policy: who may give them, and what they mean. Code and documents both read this table. */
enum OwnSetting {
    MODE(
            "mode",
            ADMINISTRATOR,
            "`enforce` or `audit`",
            "`enforce`",
            "`audit` changes and refuses nothing and logs for each function what `enforce` would change and refuse."),
    ENFORCED_TENANTS(
            "enforcedTenants",
            ADMINISTRATOR,
            "list of tenants",
            "none",
            "Tenants whose functions are enforced while `mode` is `audit`; with any other mode this setting is refused."),
    POD_SECURITY_LEVEL(
            "podSecurityLevel",
            ADMINISTRATOR,
            "`restricted`, `baseline` or `privileged`",
            "`restricted`",
            "The Pod Security level (its newest version) that the finished manifest has to pass; else the function is refused."),
    OVERRIDES(
            "overrides",
            ADMINISTRATOR,
            "`deny`, `tighten` or a list of settings",
            "`tighten`",
            "What `customRuntimeOptions` of a function may set: nothing, what is as tight or tighter, or that and the listed"
                    + " settings freely. `runtimeFlags` can be listed too: Pulsar passes them raw to a shell."),
    ALLOWED_SECRETS(
            "allowedSecrets",
            ADMINISTRATOR,
            "list of `TENANT/NAMESPACE/NAME=SECRET[/KEY]`",
            "none",
            "Which functions may refer to which Secrets of the Kubernetes namespace. `*` stands for any characters within a part."
                    + " Secrets named `pf-secret-…` (the tokens of functions) are allowed only by a rule whose secret begins with"
                    + " exactly that. A rule with a key allows that key alone."),
    SECRET_ENVIRONMENT(
            "secretEnvironment",
            ADMINISTRATOR,
            "list of `TENANT/NAMESPACE/NAME:VARIABLE=SECRET/KEY`",
            "none",
            "Environment variables with values from Secrets, given to the functions that match; needs no rule in"
                    + " `allowedSecrets`."),
    JOB_NAMESPACE(
            "jobNamespace",
            WHEN_LISTED,
            "Kubernetes namespace",
            "Pulsar's `jobNamespace`",
            "Where StatefulSet, Service and authentication Secret are made."),
    JOB_NAME(
            "jobName",
            WHEN_LISTED,
            "Kubernetes name of at most 44 characters",
            "Pulsar's choice",
            "What the names of StatefulSet and Service begin with; Pulsar appends eight characters that tell functions apart."),
    EXTRA_LABELS(
            "extraLabels",
            WHEN_LISTED,
            "map",
            "none",
            "Labels for StatefulSet, Service and pods. Labels that the StatefulSet selects its pods by cannot be changed."),
    EXTRA_ANNOTATIONS("extraAnnotations", WHEN_LISTED, "map", "none", "Annotations for StatefulSet, Service and pods."),
    NODE_SELECTOR_LABELS(
            "nodeSelectorLabels", WHEN_LISTED, "map", "none", "Labels of the nodes on which pods may run."),
    TOLERATIONS(
            "tolerations",
            WHEN_LISTED,
            "list of Kubernetes tolerations",
            "none",
            "Added to the tolerations that Pulsar sets."),
    RESOURCE_REQUIREMENTS(
            "resourceRequirements",
            WHEN_LISTED,
            "map with `limits` and `requests`",
            "the function's `cpu` and `ram`",
            "Resources of the container that runs the function, merged over Pulsar's resource by resource."),
    SERVICE_ACCOUNT_NAME(
            "serviceAccountName",
            WHEN_LISTED,
            "Kubernetes name",
            "the namespace's `default`",
            "The service account of the pods. Its token is not mounted unless `automountServiceAccountToken` says so."),
    IMAGE_PULL_SECRETS(
            "imagePullSecrets",
            WHEN_LISTED,
            "list of Secret names",
            "none",
            "For pulling images. Those that a submitter gives need a rule in `allowedSecrets`."),
    PRIORITY_CLASS_NAME("priorityClassName", WHEN_LISTED, "Kubernetes name", "none", "The priority class of the pods."),
    RUNTIME_CLASS_NAME("runtimeClassName", WHEN_LISTED, "Kubernetes name", "none", "The runtime class of the pods."),
    AFFINITY("affinity", WHEN_LISTED, "Kubernetes affinity", "none", "Node and pod affinity."),
    TOPOLOGY_SPREAD_CONSTRAINTS(
            "topologySpreadConstraints",
            WHEN_LISTED,
            "list of Kubernetes topology spread constraints",
            "none",
            "How the replicas are spread. A constraint without `labelSelector` gets the StatefulSet's own."),
    LIVENESS_INITIAL_DELAY(
            "livenessProbe.initialDelaySeconds",
            WHEN_LISTED,
            "whole number",
            "no probe",
            "Any one setting of `livenessProbe` makes Kubernetes ask the metrics port for `/metrics` and restart the container"
                    + " when it does not answer. This one: seconds before the first request."),
    LIVENESS_PERIOD(
            "livenessProbe.periodSeconds", WHEN_LISTED, "whole number", "no probe", "Seconds between requests."),
    LIVENESS_TIMEOUT(
            "livenessProbe.timeoutSeconds",
            WHEN_LISTED,
            "whole number",
            "no probe",
            "Seconds until a request has failed."),
    LIVENESS_FAILURES(
            "livenessProbe.failureThreshold",
            WHEN_LISTED,
            "whole number",
            "no probe",
            "Failures in a row before the container is restarted."),
    STARTUP_INITIAL_DELAY(
            "startupProbe.initialDelaySeconds",
            WHEN_LISTED,
            "whole number",
            "no probe",
            "Any one setting of `startupProbe` holds the liveness probe back until `/metrics` has answered once. This one: seconds"
                    + " before the first request."),
    STARTUP_PERIOD("startupProbe.periodSeconds", WHEN_LISTED, "whole number", "no probe", "Seconds between requests."),
    STARTUP_TIMEOUT(
            "startupProbe.timeoutSeconds",
            WHEN_LISTED,
            "whole number",
            "no probe",
            "Seconds until a request has failed."),
    STARTUP_FAILURES(
            "startupProbe.failureThreshold",
            WHEN_LISTED,
            "whole number",
            "no probe",
            "Failures in a row before the container is restarted.");

    /** Who may give a setting. */
    enum Audience {
        /** The administrator alone. */
        ADMINISTRATOR,
        /** Submitters too, where the administrator lists it: no value of it is tighter than another. */
        WHEN_LISTED
    }

    private final String path;
    private final Audience audience;
    private final String type;
    private final String defaultValue;
    private final String description;

    OwnSetting(String path, Audience audience, String type, String defaultValue, String description) {
        this.path = path;
        this.audience = audience;
        this.type = type;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    String path() {
        return path;
    }

    Audience audience() {
        return audience;
    }

    /** What values it has, in Markdown. */
    String type() {
        return type;
    }

    /** What holds without it, in Markdown. */
    String defaultValue() {
        return defaultValue;
    }

    /** In Markdown. */
    String description() {
        return description;
    }

    /** The part of the path after the last dot. */
    String leaf() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
