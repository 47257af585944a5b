package com.custom.pulsar.podsecurity;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Seccomp must not be switched off by the annotations that were in use before there was a field. */
final class SeccompAnnotations implements Rule {

    private static final String OF_THE_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String OF_A_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    @Override
    public void judge(Pod pod, Report report) {
        Set<String> judged = Stream.concat(
                        Stream.of(OF_THE_POD),
                        pod.containers().stream().map(container -> OF_A_CONTAINER + container.textOrEmpty("name")))
                .collect(Collectors.toSet());
        pod.annotations().forEach((key, value) -> {
            if (judged.contains(key) && !isAllowed(value)) {
                report.forbid(
                        pod.annotationPath(key), value, "unset, runtime/default, docker/default or localhost/...");
            }
        });
    }

    private static boolean isAllowed(String profile) {
        return profile.equals("runtime/default")
                || profile.equals("docker/default")
                || profile.startsWith("localhost/");
    }
}
