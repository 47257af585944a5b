package com.custom.pulsar.podsecurity;

/** No port of the node may be taken. */
final class HostPorts implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct container : pod.containers()) {
            for (Struct port : container.structs("ports")) {
                Long hostPort = port.number("hostPort");
                if (hostPort != null && hostPort != 0) {
                    report.forbid(port.path("hostPort"), hostPort, "0 or unset");
                }
            }
        }
    }
}
