package com.custom.pulsar.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Writes the files of an archive below one directory, and refuses an archive that would write anywhere else. */
final class ArchiveUnpacker {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int OWNER_EXECUTE = 0100;

    private final Path target;

    ArchiveUnpacker(Path target) {
        this.target = target.toAbsolutePath().normalize();
    }

    void unpack(Path archive, Distribution distribution) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES)) {
            switch (distribution.layout()) {
                case TAR_GZ_WITH_ROOT -> untar(new GZIPInputStream(in, BUFFER_BYTES), 1);
                case TAR_XZ_IN_JAR -> untar(new XZInputStream(firstTxz(new ZipInputStream(in))), 0);
                case NAR -> Files.copy(in, target.resolve(distribution.narName()));
            }
        }
    }

    private static InputStream firstTxz(ZipInputStream jar) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (entry.getName().endsWith(".txz")) {
                return jar;
            }
        }
        throw new IOException("the jar holds no .txz file");
    }

    private void untar(InputStream in, int leadingNamesToDrop) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(in, BUFFER_BYTES));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path name = Path.of(entry.getName()).normalize();
            Path inside = inside(target.resolve(name), entry.getName());
            if (name.getNameCount() <= leadingNamesToDrop) {
                continue;
            }
            if (leadingNamesToDrop > 0) {
                inside = target.resolve(name.subpath(leadingNamesToDrop, name.getNameCount()));
            }
            write(tar, entry, inside);
        }
    }

    private void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Path link = Path.of(entry.getLinkName());
            inside(path.resolveSibling(link), entry.getName());
            Files.createSymbolicLink(path, link);
        } else if (entry.isFile() && !entry.isLink()) {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & OWNER_EXECUTE) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        } else {
            throw new IOException(
                    "the archive's entry " + entry.getName() + " is neither file, directory nor symbolic link");
        }
    }

    private Path inside(Path path, String entryName) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException("the archive's entry " + entryName + " lies outside the directory it is unpacked to");
        }
        return normal;
    }
}
