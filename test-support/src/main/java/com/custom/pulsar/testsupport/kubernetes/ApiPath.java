package com.custom.pulsar.testsupport.kubernetes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request's path names.
 *
 * @param namespace empty for a resource without namespaces, and for one in all namespaces
 * @param name empty for the whole collection
 * @param part a part of the object such as {@code log}; empty for the object itself
 */
record ApiPath(ApiResource resource, String namespace, String name, String part) {
    private static final int GROUP_PATH = 3;
    private static final int PART_PATH = 3;
    private static final Set<String> PARTS_OF_PODS = Set.of("log", "portforward");

    ApiPath(ApiResource resource, String namespace, String name) {
        this(resource, namespace, name, "");
    }

    /** As rules have it, such as {@code pods/log}. */
    String ruled() {
        return resource.plural() + (part.isEmpty() ? "" : "/" + part);
    }

    /** Empty if the double serves nothing there. */
    static Optional<ApiPath> parse(String rawPath) {
        List<String> parts = new ArrayList<>();
        for (String part : rawPath.substring(1).split("/", -1)) {
            parts.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
        }
        if (parts.size() >= GROUP_PATH && parts.get(0).equals("api")) {
            return within("", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() > GROUP_PATH && parts.get(0).equals("apis")) {
            return within(parts.get(1), parts.get(2), parts.subList(GROUP_PATH, parts.size()));
        }
        return Optional.empty();
    }

    private static Optional<ApiPath> within(String group, String version, List<String> rest) {
        if (rest.get(0).equals("namespaces") && rest.size() > 2) {
            return resource(group, version, rest.get(1), rest.subList(2, rest.size()))
                    .filter(path -> path.resource.namespaced());
        }
        return resource(group, version, "", rest);
    }

    private static Optional<ApiPath> resource(String group, String version, String namespace, List<String> rest) {
        Optional<ApiResource> found = ApiResource.of(group, version, rest.get(0));
        if (rest.size() == PART_PATH) {
            return found.filter(resource -> resource.equals(ApiResource.PODS) && PARTS_OF_PODS.contains(rest.get(2)))
                    .map(resource -> new ApiPath(resource, namespace, rest.get(1), rest.get(2)));
        }
        return found.filter(resource -> rest.size() < PART_PATH)
                .map(resource -> new ApiPath(resource, namespace, rest.size() == 2 ? rest.get(1) : ""));
    }
}
