package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.ManifestException;
import com.custom.pulsar.cluster.manifests.Manifests;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Verifies files of manifests, one after the other, and collects all that cannot be read. Not for many threads. */
public final class ManifestFiles {
    /** What stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final int MOST_BYTES = 6 * 1024 * 1024;
    private static final String STANDARD_INPUT_NAME = "standard input";

    private final WorkloadCheck check;
    private final InputStream standardInput;
    private final List<WorkloadFindings> findings = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    public ManifestFiles(WorkloadCheck check, InputStream standardInput) {
        this.check = check;
        this.standardInput = standardInput;
    }

    /**
     * Verifies what the names stand for: files, folders with all that is below them ({@code .yaml}, {@code .yml} and {@code .json},
     * without hidden ones), or standard input.
     *
     * @throws UnreadableManifestsException with everything that could not be read, whatever was found in the rest
     */
    public Verification verify(List<String> names) {
        for (String name : names) {
            if (name.equals(STANDARD_INPUT)) {
                judge(STANDARD_INPUT_NAME, standardInput);
            } else {
                files(Path.of(name)).forEach(this::judge);
            }
        }
        if (!problems.isEmpty()) {
            throw new UnreadableManifestsException(problems);
        }
        return new Verification(findings);
    }

    private List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(Files.isSymbolicLink(path) ? path.toRealPath() : path, new Manifested(path, files));
        } catch (IOException e) {
            problems.add(path + ": " + reason(e));
        }
        if (files.isEmpty() && problems.isEmpty()) {
            problems.add(path + ": holds no .yaml, .yml or .json file");
        }
        return files.stream().sorted().toList();
    }

    /** Collects the manifests below a folder. */
    private final class Manifested extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> files;

        Manifested(Path root, List<Path> files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // Also what a mounted ConfigMap keeps beside its files.
            boolean hidden =
                    !folder.equals(root) && folder.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            boolean manifest = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
            if (manifest && !name.startsWith(".") && !Files.isDirectory(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            problems.add(file + ": " + reason(failure));
            return FileVisitResult.CONTINUE;
        }
    }

    private void judge(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            judge(file.toString(), in);
        } catch (IOException e) {
            problems.add(file + ": " + reason(e));
        }
    }

    private void judge(String name, InputStream in) {
        try {
            for (Manifest document : Manifests.read(name, bytes(name, in))) {
                document.object().ifPresent(object -> judge(name, document, object));
            }
        } catch (ManifestException | TooLargeException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // A small text can stand for much; what was read of it is given back by now.
            problems.add(name + ": stands for more than fits into memory: split it");
        } catch (IOException e) {
            problems.add(name + ": " + reason(e));
        }
    }

    private void judge(String name, Manifest document, Map<String, Object> object) {
        List<WorkloadFindings> found = check.check(name, object);
        if (document.warnings().isEmpty()) {
            findings.addAll(found);
            return;
        }
        // They are about the document, of which the first workload stands for all.
        for (WorkloadFindings each : found) {
            List<String> warnings = new ArrayList<>(each.warnings());
            if (each.equals(found.get(0))) {
                warnings.addAll(document.warnings());
            }
            findings.add(new WorkloadFindings(
                    each.file(), each.kind(), each.namespace(), each.name(), each.violations(), warnings));
        }
    }

    private static byte[] bytes(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new TooLargeException(name + ": is larger than " + MOST_BYTES / 1024 / 1024 + " MiB: split it");
        }
        return bytes;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "may not be read by this user";
        }
        return "cannot be read: " + failure.getMessage();
    }

    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLargeException(String message) {
            super(message);
        }
    }
}
