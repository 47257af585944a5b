package com.custom.pulsar.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * A jar with one of our own classes, for the class path of Pulsar's function and source processes. Given by its name: what it
 * extends is on their class path only.
 */
final class InstanceJar {
    private InstanceJar() {}

    static void write(Path jar, String type) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, type);
        }
    }

    /** A jar whose class is found by {@link java.util.ServiceLoader}. */
    static void writeService(Path jar, String type, String service) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, type);
            out.putNextEntry(new ZipEntry("META-INF/services/" + service));
            out.write((type + "\n").getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
    }

    private static void add(JarOutputStream out, String type) throws IOException {
        String name = type.replace('.', '/') + ".class";
        try (InputStream in = InstanceJar.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the class path has no " + name);
            }
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
            out.closeEntry();
        }
    }
}
