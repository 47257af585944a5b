package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.Rollout;
import com.custom.pulsar.operations.InstanceWatch;
import java.util.List;
import java.util.function.Consumer;

/** The pods of a component that is waited for; one that is waited for later is looked at too, so that its failure is told early. */
final class RolloutWatch implements InstanceWatch {
    /** One component's pods, and whether those that were there before count. */
    record Looked(Rollout rollout, boolean anew) {}

    private final Looked awaited;
    private final List<Looked> others;
    private final Consumer<String> progress;
    private String told = "";

    RolloutWatch(Looked awaited, List<Looked> others, Consumer<String> progress) {
        this.awaited = awaited;
        this.others = others;
        this.progress = progress;
    }

    @Override
    public boolean isReady() {
        for (Looked other : others) {
            var unused = other.rollout().isReady(other.anew());
        }
        boolean ready = awaited.rollout().isReady(awaited.anew());
        String now = awaited.rollout().progress();
        if (!now.equals(told)) {
            progress.accept(now);
            told = now;
        }
        return ready;
    }

    @Override
    public String place() {
        String progressNow = awaited.rollout().progress();
        return progressNow.isEmpty() ? "" : " (" + progressNow + ")";
    }
}
