package com.custom.pulsar.securitycustomizer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A StatefulSet with what Pulsar's Kubernetes runtime puts into every one, for trying settings out before there is a function,
 * and a function's options before it is stored.
 */
final class SampleStatefulSet {
    private SampleStatefulSet() {}

    /** As changeable plain maps, with the variables that the function's secrets become. */
    static Map<String, @Nullable Object> of(FunctionRequest request) {
        Map<String, @Nullable Object> manifest = manifest();
        Map<String, @Nullable Object> pod = Plain.child(Plain.child(Plain.child(manifest, "spec"), "template"), "spec");
        for (Map<String, @Nullable Object> container : Plain.children(pod, "containers")) {
            request.variables().forEach(name -> Plain.needList(container, "env").add(variable(name)));
        }
        return manifest;
    }

    private static Map<String, @Nullable Object> variable(String name) {
        Map<String, @Nullable Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        return variable;
    }

    private static Map<String, @Nullable Object> manifest() {
        return StrictJson.parseObject("""
                {
                  "metadata": {
                    "name": "pf-sample",
                    "labels": {"component": "sample", "tenant": "sample", "namespace": "sample", "name": "sample"}
                  },
                  "spec": {
                    "serviceName": "pf-sample",
                    "podManagementPolicy": "Parallel",
                    "selector": {
                      "matchLabels": {"component": "sample", "tenant": "sample", "namespace": "sample", "name": "sample"}
                    },
                    "template": {
                      "metadata": {
                        "labels": {"component": "sample", "tenant": "sample", "namespace": "sample", "name": "sample"}
                      },
                      "spec": {
                        "terminationGracePeriodSeconds": 0,
                        "containers": [
                          {
                            "name": "pulsarfunction",
                            "image": "sample",
                            "env": [{"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                            "ports": [{"name": "prometheus", "containerPort": 9094}]
                          }
                        ]
                      }
                    }
                  }
                }
                """);
    }
}
