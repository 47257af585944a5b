package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.verify.ClearText;
import com.custom.pulsar.pipeline.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a pod of the cluster needs of a pipeline's folder: the pipeline file as it is, and the certificates for Pulsar and the schemas of rows
 * that it names.
 *
 * @param contents by the name of the file, the pipeline file first
 */
public record MountedFiles(Map<String, String> contents) {
    static final String PIPELINE_FILE = "pipeline.yaml";

    /** kubectl keeps what it has applied in an annotation too, and all of an object's are 256 KiB at most. */
    private static final int MOST_BYTES = 200 * 1024;

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,250}");

    public MountedFiles {
        contents = new LinkedHashMap<>(contents);
    }

    /**
     * Reads them.
     *
     * @param file the pipeline file, which was read as {@code pipeline}
     * @throws IllegalStateException if one cannot be read, holds a secret, or does not fit into a ConfigMap
     */
    public static MountedFiles read(Path file, Pipeline pipeline) {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put(PIPELINE_FILE, text(file));
        pipeline.pulsar()
                .flatMap(address -> address.tls().trustedCertificates())
                .ifPresent(certificates -> contents.put(
                        name("pulsar.tls.trustedCertificates", certificates.path()), text(certificates.location())));
        for (String schema : pipeline.enrichment().rowSchemaFiles()) {
            contents.put(name("a rowSchema", schema), text(file.resolveSibling(schema)));
        }
        int bytes = contents.values().stream()
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MOST_BYTES) {
            throw new IllegalStateException(file + " and the files that it names have " + bytes
                    + " bytes, and kubectl applies no more than " + MOST_BYTES + " of them; shorten them");
        }
        return new MountedFiles(contents);
    }

    private static String name(String key, String path) {
        if (!FILE_NAME.matcher(path).matches() || path.equals(PIPELINE_FILE)) {
            throw new IllegalStateException(
                    key + " is " + path
                            + ", and in the pod there is only what lies beside the pipeline file; put it there, and give its name");
        }
        return path;
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            requireNoSecret(file, text);
            return text;
        } catch (IOException e) {
            throw new IllegalStateException(
                    file + " cannot be read as UTF-8 text; let this user read it, or save it as UTF-8", e);
        }
    }

    private static void requireNoSecret(Path file, String text) {
        List<String> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Set<String> names = ClearText.inCommand(lines.get(i));
            if (!names.isEmpty()) {
                found.add(file + ":" + (i + 1) + " has " + ClearText.shown(names));
            }
        }
        if (!found.isEmpty()) {
            throw new IllegalStateException(String.join("; ", found)
                    + ". Everybody reads it who reads the folder or the ConfigMap: take it out, also of a comment, and"
                    + " give {secret: NAME, key: KEY}");
        }
    }
}
