package com.custom.pulsar.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image as {@code docker save} writes it and {@code docker load} takes it. */
record SavedImage(String name, JsonNode config, List<byte[]> layers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One file or folder of a layer. */
    record Entry(TarArchiveEntry header, ByteBuffer content) {}

    /** Writes an image of one layer with one file, of which nothing runs. */
    static void write(Path file, String architecture) throws IOException {
        byte[] layer = tar(Map.of("etc/os-release", "ID=base\n".getBytes(StandardCharsets.UTF_8)));
        byte[] config = JSON.writeValueAsBytes(Map.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "config",
                Map.of("Env", List.of("PATH=/opt/java/bin:/usr/bin", "LANG=C.UTF-8"), "User", "0"),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer)))));
        byte[] manifest = JSON.writeValueAsBytes(List.of(
                Map.of("Config", "config.json", "RepoTags", List.of("base:1"), "Layers", List.of("layer.tar"))));
        Files.write(file, tar(Map.of("manifest.json", manifest, "config.json", config, "layer.tar", layer)));
    }

    static SavedImage read(Path file) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        for (Entry entry : entries(Files.readAllBytes(file))) {
            parts.put(entry.header().getName(), entry.content().array());
        }
        JsonNode manifest = JSON.readTree(parts.get("manifest.json")).get(0);
        List<byte[]> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("Layers")) {
            try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(parts.get(layer.asText())))) {
                layers.add(unzipped.readAllBytes());
            }
        }
        return new SavedImage(
                manifest.path("RepoTags").get(0).asText(),
                JSON.readTree(parts.get(manifest.path("Config").asText())),
                layers);
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        config.path("config").path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static List<Entry> entries(byte[] tar) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (TarArchiveInputStream stream = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry header = stream.getNextEntry(); header != null; header = stream.getNextEntry()) {
                entries.add(new Entry(header, ByteBuffer.wrap(stream.readAllBytes())));
            }
        }
        return entries;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry header = new TarArchiveEntry(file.getKey());
                header.setSize(file.getValue().length);
                header.setModTime(0);
                tar.putArchiveEntry(header);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
