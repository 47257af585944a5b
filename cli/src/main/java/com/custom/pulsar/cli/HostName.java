package com.custom.pulsar.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of a host, which may be one that only a cluster knows. */
final class HostName {
    private HostName() {}

    static boolean isKnownHere(String name) {
        try {
            var unused = InetAddress.getByName(name);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
