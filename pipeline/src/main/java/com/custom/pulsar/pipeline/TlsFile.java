package com.custom.pulsar.pipeline;

import java.nio.file.Path;

/**
 * A file with certificates, or with the key of one, as TLS reads it.
 *
 * @param path as the pipeline file writes it
 * @param location the same, absolute; a relative path is relative to the pipeline file
 */
public record TlsFile(String path, Path location) {
    public TlsFile {
        path(path);
        Require.require(location.isAbsolute(), "the location of a certificate's file must be absolute");
    }

    static String path(String path) {
        Require.require(
                !path.contains("${"),
                Shown.quoted(path) + " holds a reference, which is not looked up here; write the path of the file");
        return Require.text(path, "the path of a file");
    }

    /** Refuses a path that means nothing on another machine. */
    void onCluster() {
        Require.require(
                path.startsWith("/"),
                Shown.quoted(path)
                        + " is relative, and the source does not run where the pipeline file is; give an absolute path, of a"
                        + " file that exists there and on this machine");
    }
}
