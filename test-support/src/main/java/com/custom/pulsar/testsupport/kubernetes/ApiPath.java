package com.custom.pulsar.testsupport.kubernetes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request's path names.
 *
 * @param namespace empty for a resource without namespaces, and for one in all namespaces
 * @param name empty for the whole collection
 */
record ApiPath(ApiResource resource, String namespace, String name) {
    private static final int GROUP_PATH = 3;

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
        // A third part would be a subresource such as pods/log, of which the double has none.
        if (rest.size() > 2) {
            return Optional.empty();
        }
        String name = rest.size() == 2 ? rest.get(1) : "";
        return ApiResource.of(group, version, rest.get(0)).map(resource -> new ApiPath(resource, namespace, name));
    }
}
