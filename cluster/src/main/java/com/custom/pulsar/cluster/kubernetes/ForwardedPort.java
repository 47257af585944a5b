package com.custom.pulsar.cluster.kubernetes;

import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;

/** A port of this machine that leads into a pod. Whoever opened it closes it. */
public final class ForwardedPort implements AutoCloseable {
    private final LocalPortForward forward;

    ForwardedPort(LocalPortForward forward) {
        this.forward = forward;
    }

    /** The port, on the loopback address. */
    public int localPort() {
        return forward.getLocalPort();
    }

    @Override
    public void close() {
        try {
            forward.close();
        } catch (IOException e) {
            // It leads nowhere any more, which is what was wanted.
        }
    }
}
