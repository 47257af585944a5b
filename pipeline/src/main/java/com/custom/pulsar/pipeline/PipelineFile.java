package com.custom.pulsar.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads pipeline files. A file is right as a whole or refused with everything that is wrong with it. */
public final class PipelineFile {
    private static final int LARGEST_FILE_BYTES = 1024 * 1024;

    private PipelineFile() {}

    /**
     * The pipeline that {@code file} describes. Paths in it are relative to its directory.
     *
     * @throws PipelineFileException if it cannot be read or is not right
     */
    public static Pipeline read(Path file) {
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
        return parse(content, problems, file.toAbsolutePath().resolveSibling("").normalize());
    }

    /**
     * The pipeline that {@code content} describes.
     *
     * @param name what messages call it
     * @param directory what paths in it are relative to; absolute
     */
    static Pipeline parse(byte[] content, String name, Path directory) {
        return parse(content, new Problems(name), directory);
    }

    private static Pipeline parse(byte[] content, Problems problems, Path directory) {
        if (content.length > LARGEST_FILE_BYTES) {
            problems.add(Location.NOWHERE, "", "is larger than 1 MiB; a pipeline file has a few hundred lines at most");
            problems.throwIfAny();
        }
        String text = "";
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(Location.NOWHERE, "", "is not UTF-8 text; save it as UTF-8");
        }
        problems.throwIfAny();
        Node root = YamlTree.read(text, problems);
        problems.throwIfAny();
        Pipeline pipeline = root == null ? null : new PipelineReader(problems, directory).pipeline(root);
        problems.throwIfAny();
        if (pipeline == null) {
            throw new IllegalStateException("a pipeline file was refused without a reason");
        }
        return pipeline;
    }
}
