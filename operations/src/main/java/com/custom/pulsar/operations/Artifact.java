package com.custom.pulsar.operations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The code of a source (NAR) or a function (jar), and how Pulsar gets it. */
public sealed interface Artifact {
    Path file();

    /** Pulsar reads the file itself, by {@code file://} URL, also after a restart: for a Pulsar on this machine. */
    record Shared(Path file) implements Artifact {
        public Shared {
            requireFile(file);
        }

        String url() {
            return file.toAbsolutePath().toUri().toString().replaceFirst("^file:/(?!/)", "file:///");
        }
    }

    /** The file is sent to Pulsar, which keeps a copy. */
    record Upload(Path file) implements Artifact {
        public Upload {
            requireFile(file);
        }
    }

    /** The SHA-256 of the file's content, in hexadecimal. */
    default String digest() {
        try (InputStream in = Files.newInputStream(file())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new OperationException("cannot read " + file() + "; let this user read it", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new OperationException("there is no file " + file + "; build it first");
        }
    }
}
