package com.custom.pulsar.cluster.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with the manifests of one pipeline, which this program writes anew each time. Its files begin with a line that says so;
 * others are never touched. The same manifests always give the same bytes.
 */
public final class ManifestFolder {
    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final String MARK = "# Written by pulsar-cdc render --kubernetes for the pipeline ";

    private final Path folder;
    private final String firstLine;

    /** @param pipeline {@code tenant/namespace/pipeline} */
    public ManifestFolder(Path folder, String pipeline) {
        this.folder = folder;
        this.firstLine = MARK + pipeline + ": change that and render again, not this file.\n";
    }

    /**
     * What was done.
     *
     * @param written in the order in which they are applied, and the list of them for {@code kubectl apply -k}
     * @param removed what an earlier run had written and this one did not
     */
    public record Outcome(List<Path> written, List<Path> removed) {}

    /**
     * Writes the manifests and a {@code kustomization.yaml} that lists them.
     *
     * @param manifests by the name of the file
     * @throws IOException if the folder cannot be read or written
     * @throws IllegalStateException if one of the files is there and was not written by this program for this pipeline; nothing was changed
     */
    public Outcome write(Map<String, String> manifests) throws IOException {
        Map<String, String> files = new LinkedHashMap<>(manifests);
        files.put(
                KUSTOMIZATION,
                ManifestText.of(TenantObjects.ordered(
                                "apiVersion", "kustomize.config.k8s.io/v1beta1", "kind", "Kustomization"))
                        + ManifestText.of(Map.of("resources", List.copyOf(manifests.keySet()))));
        Files.createDirectories(folder);
        for (String name : files.keySet()) {
            requireOwn(folder.resolve(name));
        }
        List<Path> removed = new ArrayList<>();
        for (Path file : own()) {
            if (!files.containsKey(file.getFileName().toString())) {
                Files.delete(file);
                removed.add(file);
            }
        }
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            written.add(Files.writeString(folder.resolve(file.getKey()), firstLine + file.getValue()));
        }
        return new Outcome(written, removed);
    }

    private void requireOwn(Path file) throws IOException {
        if (Files.exists(file) && !isOwn(file)) {
            throw new IllegalStateException(
                    file + " was not written by pulsar-cdc render --kubernetes for this pipeline"
                            + " and is left alone; name another folder, or remove it. Nothing was changed");
        }
    }

    private List<Path> own() throws IOException {
        List<Path> own = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".yaml") && isOwn(file)) {
                    own.add(file);
                }
            }
        }
        return own;
    }

    private boolean isOwn(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        byte[] mark = firstLine.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(mark.length), mark);
        }
    }
}
