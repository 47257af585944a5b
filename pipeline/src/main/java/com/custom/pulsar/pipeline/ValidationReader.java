package com.custom.pulsar.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.rules.OnDrift;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.RowSchema;
import com.custom.pulsar.rules.RowSchemaFile;
import com.custom.pulsar.rules.RuleCompiler;
import com.custom.pulsar.rules.ValidationTexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what events have to meet, for all tables or for one, and the files that it names. */
final class ValidationReader {
    private static final int LARGEST_SCHEMA_BYTES = 1024 * 1024;
    private static final List<String> WAYS = List.of("schema", "rowSchema", "constraints", "onDrift");

    private static final String VALIDATE = "validate";
    private static final String CONSTRAINTS = "constraints";

    private final Supplier<RuleCompiler> compiler;
    private final Path directory;

    /** @param directory what the paths of files are relative to */
    ValidationReader(Supplier<RuleCompiler> compiler, Path directory) {
        this.compiler = compiler;
        this.directory = directory;
    }

    /** @param kind the path of the mapping that {@code parent} is one of, which has {@code validate} */
    ValidationTexts validation(Section parent, String kind) {
        Section section = parent.section(VALIDATE, kind + "." + VALIDATE);
        boolean schema = section.optional("schema", false, node -> registry(Section.text(node)));
        Optional<RowSchemaFile> rowSchema =
                section.optional("rowSchema", Optional.empty(), node -> Optional.of(rowSchema(Section.text(node))));
        OnInvalid onInvalid = section.optional("onInvalid", OnInvalid.DEFAULT, node -> onInvalid(Section.text(node)));
        OnDrift onDrift = section.optional("onDrift", OnDrift.DEFAULT, node -> onDrift(Section.text(node)));
        if (WAYS.stream().noneMatch(section::has)) {
            section.missing(
                    CONSTRAINTS,
                    "is missing; name a rule, such as constraints: { has_email: \"op == 'd' || has(after.email)\" }, or say schema: registry, or give a JSON Schema with rowSchema: FILE");
        }
        return new ValidationTexts(schema, rowSchema, constraints(section, kind), onInvalid, onDrift);
    }

    private Map<String, String> constraints(Section section, String kind) {
        Map<String, String> rules = new LinkedHashMap<>();
        if (section.has(CONSTRAINTS)) {
            Section named = section.section(CONSTRAINTS, kind + "." + VALIDATE + "." + CONSTRAINTS);
            named.entries()
                    .forEach((name, entry) -> named.attempt(entry.value().location(), named.path(name), () -> {
                                Require.text(name, "the name of a constraint");
                                return condition(Section.text(entry.value()));
                            })
                            .ifPresent(rule -> rules.put(name, rule)));
        }
        return rules;
    }

    private static boolean registry(String text) {
        Require.require(
                text.equals(ValidationTexts.REGISTRY),
                Shown.quoted(text)
                        + " is no schema to validate with; use registry, the one that events were sent with, or give a file with"
                        + " a JSON Schema as rowSchema");
        return true;
    }

    private RowSchemaFile rowSchema(String path) {
        Path file = directory.resolve(Require.text(path, "the path of a file"));
        Require.require(
                Files.isRegularFile(file), Shown.quoted(path) + " is no file beside the pipeline file; name one");
        RowSchemaFile schema = new RowSchemaFile(path, text(path, file));
        RowSchema.compile(schema);
        return schema;
    }

    private static String text(String path, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST_SCHEMA_BYTES + 1);
            Require.require(
                    content.length <= LARGEST_SCHEMA_BYTES, Shown.quoted(path) + " is larger than 1 MiB; split it");
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(Shown.quoted(path) + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(Shown.quoted(path) + " cannot be read; let this user read it", e);
        }
    }

    private static OnDrift onDrift(String text) {
        return OnDrift.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        Shown.quoted(text) + " is nothing that can be done; use evolve, dead-letter or halt"));
    }

    private static OnInvalid onInvalid(String text) {
        return OnInvalid.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        Shown.quoted(text) + " is nothing that can be done; use dead-letter, drop or halt"));
    }

    private String condition(String text) {
        compiler.get().condition("constraint", text);
        return text;
    }
}
