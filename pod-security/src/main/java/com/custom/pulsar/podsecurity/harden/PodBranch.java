package com.custom.pulsar.podsecurity.harden;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One pod, or the template of one.
 *
 * @param owner the map with the pod's {@code metadata} and {@code spec}
 * @param spec the pod's spec
 * @param claims the names of the volumes that a StatefulSet's claim templates bring along
 */
record PodBranch(Branch owner, Branch spec, Set<String> claims) {
    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    PodBranch {
        claims = Set.copyOf(claims);
    }

    boolean isWindows() {
        return spec.child("os").map(os -> "windows".equals(os.get("name"))).orElse(false);
    }

    /** Init, normal and ephemeral containers. */
    List<Branch> containers() {
        return CONTAINER_LISTS.stream()
                .flatMap(list -> spec.elements(list).stream())
                .toList();
    }

    Slot annotation(String name) {
        return new Slot(owner, List.of("metadata", "annotations", name));
    }

    /** The names of all annotations that begin so. */
    List<String> annotations(String prefix) {
        return owner
                .child("metadata")
                .flatMap(metadata -> metadata.child("annotations"))
                .map(annotations -> annotations.map().keySet())
                .stream()
                .flatMap(names -> Stream.of(names.toArray()))
                .filter(name -> name instanceof String text && text.startsWith(prefix))
                .map(String.class::cast)
                .toList();
    }
}
