package com.custom.pulsar.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads pipeline files. A file is right as a whole or refused with everything that is wrong with it. */
public final class PipelineFile {
    private static final int LARGEST_FILE_BYTES = 1024 * 1024;

    private PipelineFile() {}

    /**
     * A file that was read.
     *
     * @param name what messages call it
     */
    record Parsed(String name, Node root, Pipeline pipeline) {}

    /**
     * The pipeline that {@code file} describes. Paths in it are relative to its directory.
     *
     * @throws PipelineFileException if it cannot be read or is not right
     */
    public static Pipeline read(Path file) {
        return parsed(file).pipeline();
    }

    /**
     * The pipelines that {@code files} describe.
     *
     * @throws PipelineFileException if one of them cannot be read or is not right, or if two of them would get into each other's way;
     *     with what is wrong with all of them
     */
    public static List<Pipeline> readAll(List<Path> files) {
        List<Problem> problems = new ArrayList<>();
        List<Parsed> right = new ArrayList<>();
        for (Path file : files) {
            try {
                right.add(parsed(file));
            } catch (PipelineFileException e) {
                problems.addAll(e.problems());
            }
        }
        problems.addAll(PipelineConflicts.of(right));
        if (!problems.isEmpty()) {
            throw new PipelineFileException(problems);
        }
        return right.stream().map(Parsed::pipeline).toList();
    }

    private static Parsed parsed(Path file) {
        Problems problems = new Problems(file.toString());
        if (!Files.isRegularFile(file)) {
            problems.add(
                    Location.NOWHERE,
                    "",
                    Files.exists(file)
                            ? "is not a file; name a pipeline file"
                            : "does not exist; name a pipeline file");
            problems.throwIfAny();
        }
        byte[] content = new byte[0];
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST_FILE_BYTES + 1);
        } catch (IOException e) {
            problems.add(Location.NOWHERE, "", "cannot be read; let this user read it");
        }
        problems.throwIfAny();
        return parsed(
                file.toString(),
                content,
                problems,
                file.toAbsolutePath().resolveSibling("").normalize());
    }

    /**
     * The pipeline that {@code content} describes.
     *
     * @param name what messages call it
     * @param directory what paths in it are relative to; absolute
     */
    static Pipeline parse(byte[] content, String name, Path directory) {
        return parsed(name, content, new Problems(name), directory).pipeline();
    }

    private static Parsed parsed(String name, byte[] content, Problems problems, Path directory) {
        if (content.length > LARGEST_FILE_BYTES) {
            problems.add(Location.NOWHERE, "", "is larger than 1 MiB; a pipeline file has a few hundred lines at most");
            problems.throwIfAny();
        }
        String text = FileText.of(content, problems);
        problems.throwIfAny();
        Node root = YamlTree.read(text, problems);
        problems.throwIfAny();
        Pipeline pipeline = root == null ? null : new PipelineReader(problems, directory).pipeline(root);
        problems.throwIfAny();
        if (root == null || pipeline == null) {
            throw new IllegalStateException("a pipeline file was refused without a reason");
        }
        return new Parsed(name, root, pipeline);
    }
}
