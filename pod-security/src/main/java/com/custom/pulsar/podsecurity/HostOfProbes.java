package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.stream.Stream;

/** Probes and lifecycle handlers may call the pod only, since it is the node that calls. */
final class HostOfProbes implements Rule {

    private static final List<String> ACTIONS = List.of("httpGet", "tcpSocket");

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct container : pod.containers()) {
            Struct lifecycle = container.at("lifecycle");
            Stream.of(
                            container.at("livenessProbe"),
                            container.at("readinessProbe"),
                            container.at("startupProbe"),
                            lifecycle.at("postStart"),
                            lifecycle.at("preStop"))
                    .flatMap(handler -> ACTIONS.stream().map(handler::at))
                    .filter(action -> !action.textOrEmpty("host").isEmpty())
                    .forEach(action -> report.forbid(action.path("host"), action.text("host"), "unset"));
        }
    }
}
