package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Set;

/** Judges {@code capabilities.add} of one container; names are compared as they are written. */
final class AddedCapabilities {

    private AddedCapabilities() {}

    static void judge(Struct securityContext, Set<String> allowed, Rule.Report report) {
        Struct capabilities = securityContext.at("capabilities");
        List<String> added = capabilities.texts("add");
        for (int i = 0; added != null && i < added.size(); i++) {
            if (!allowed.contains(added.get(i))) {
                report.forbid(capabilities.path("add").element(i), added.get(i), String.join(", ", allowed));
            }
        }
    }
}
