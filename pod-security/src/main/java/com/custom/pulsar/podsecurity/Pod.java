package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A pod, or the template of one: what the controls look at. */
final class Pod {

    private static final String WINDOWS = "windows";

    private final Struct metadata;
    private final Struct spec;
    private final List<Struct> containers;

    Pod(Struct metadata, Struct spec) {
        this.metadata = metadata;
        this.spec = spec;
        this.containers = Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(list -> spec.structs(list).stream())
                .toList();
    }

    Struct spec() {
        return spec;
    }

    /** Init containers, containers and ephemeral containers, in this order. */
    List<Struct> containers() {
        return containers;
    }

    /** The pod's own security context. */
    Struct securityContext() {
        return spec.at("securityContext");
    }

    /** The security contexts of the containers, in their order. */
    List<Struct> containerSecurityContexts() {
        return containers.stream()
                .map(container -> container.at("securityContext"))
                .toList();
    }

    /** The pod's security context, then those of the containers. */
    List<Struct> securityContexts() {
        return Stream.concat(Stream.of(securityContext()), containerSecurityContexts().stream())
                .toList();
    }

    Map<String, String> annotations() {
        return metadata.textsByKey("annotations");
    }

    Path annotationPath(String key) {
        return metadata.path().field("annotations").key(key);
    }

    boolean runsOnWindows() {
        return WINDOWS.equals(spec.at("os").text("name"));
    }

    /** Whether root in the pod is nobody on the node. */
    boolean hasItsOwnUserNamespace() {
        return spec.isFalse("hostUsers");
    }
}
