package com.custom.pulsar.securitycustomizer.startup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions worker's configuration, read with the same library and into the same Java types as the worker reads it.
 *
 * @param content the file's top-level keys; values are maps, lists, texts, numbers, booleans or null
 */
public record WorkerFile(Map<String, @Nullable Object> content) {
    /**
     * Reads the file.
     *
     * @throws IOException with a message for the reader, if it cannot be read or is no YAML mapping
     */
    public static WorkerFile read(Path file) throws IOException {
        Object document;
        try {
            document = new ObjectMapper(new YAMLFactory()).readValue(Files.readString(file), Object.class);
        } catch (MismatchedInputException e) {
            throw new IOException("is empty", e);
        } catch (JsonProcessingException e) {
            // The library's own message quotes the text around the error, which may be a password.
            throw new IOException("is not YAML at line " + line(e) + " and column " + column(e), e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new IOException("does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("may not be read by this user", e);
        }
        if (!(document instanceof Map<?, ?> mapping)) {
            throw new IOException("is not a YAML mapping of settings");
        }
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        mapping.forEach((key, value) -> content.put(String.valueOf(key), value));
        return new WorkerFile(content);
    }

    /** The value as the worker takes it for a text; empty also for an empty one. */
    Optional<String> text(String key) {
        return Optional.ofNullable(content.get(key)).map(Object::toString).filter(text -> !text.isEmpty());
    }

    boolean has(String key) {
        return content.get(key) != null;
    }

    boolean isTrue(String key) {
        return text(key).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** A mapping below the top level; empty where there is none. */
    Map<String, Object> section(String key) {
        Map<String, Object> section = new LinkedHashMap<>();
        if (content.get(key) instanceof Map<?, ?> mapping) {
            mapping.forEach((name, value) -> section.put(String.valueOf(name), value));
        }
        return section;
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private static int column(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    }
}
