package com.custom.pulsar.podsecurity;

/** No directory of the node may be mounted. */
final class HostPathVolumes implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct volume : pod.spec().structs("volumes")) {
            volume.struct("hostPath")
                    .ifPresent(hostPath -> report.forbid(hostPath.path(), hostPath.textOrEmpty("path"), "unset"));
        }
    }
}
