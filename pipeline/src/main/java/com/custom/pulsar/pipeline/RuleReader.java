package com.custom.pulsar.pipeline;

import com.custom.pulsar.rules.Routing;
import com.custom.pulsar.rules.RuleCompiler;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.Unchanged;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a file, and compiles each so that what is wrong with it is told where it stands. */
final class RuleReader {
    private final Map<String, Object> metadata;
    private final Path directory;
    /** Made when a file has a rule: most have none, and it takes a tenth of a second. */
    private @Nullable RuleCompiler compiler;

    /**
     * @param metadata the constants, whose names no computed field may have
     * @param directory what the paths of files are relative to
     */
    RuleReader(Map<String, Object> metadata, Path directory) {
        this.metadata = metadata;
        this.directory = directory;
    }

    /** @param kind the path of the mapping that the section is one of */
    RuleTexts texts(Section section, String kind) {
        Optional<String> filter =
                section.optional("filter", Optional.empty(), node -> Optional.of(condition(Section.text(node))));
        return new RuleTexts(
                filter,
                section.has("validate")
                        ? Optional.of(new ValidationReader(this::compiler, directory).validation(section, kind))
                        : Optional.empty(),
                section.has("compute") ? Optional.of(fields(section, kind)) : Optional.empty(),
                section.optional("routing", Optional.empty(), node -> Optional.of(routing(Section.text(node)))),
                section.optional(
                        "routes",
                        Optional.empty(),
                        node -> Optional.of(new RouteReader(section, kind, this::compiler).routes(node))),
                section.optional("unchanged", Optional.empty(), node -> Optional.of(unchanged(Section.text(node)))));
    }

    private Map<String, String> fields(Section parent, String kind) {
        Section section = parent.section("compute", kind + ".compute");
        Map<String, String> fields = new LinkedHashMap<>();
        section.entries()
                .forEach((name, entry) -> section.attempt(entry.value().location(), section.path(name), () -> {
                            Enrichment.computed(name, metadata);
                            return value(Section.text(entry.value()));
                        })
                        .ifPresent(rule -> fields.put(name, rule)));
        return fields;
    }

    /** @param captured what the source captures; none if that is not known, for the file is wrong there */
    Map<TableName, RuleTexts> tables(Section enrichment, List<TableSelector> captured) {
        Section section = enrichment.section("tables");
        Map<TableName, RuleTexts> tables = new LinkedHashMap<>();
        section.entries().forEach((name, entry) -> {
            Optional<TableName> table = section.attempt(entry.keyLocation(), section.path(name), () -> {
                TableName found = TableName.parse(name);
                Require.require(
                        captured.isEmpty() || captured.stream().anyMatch(selector -> selector.selects(found)),
                        "is not captured, so its rules would never be used; add it to source.tables, or leave it out");
                return found;
            });
            RuleTexts texts = texts(section.section(name, PipelineKeys.ONE_TABLE), PipelineKeys.ONE_TABLE);
            table.ifPresent(found -> tables.put(found, texts));
        });
        return tables;
    }

    private static Routing routing(String text) {
        return Routing.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(Shown.quoted(text) + " is no way of routing; use first or all"));
    }

    private static Unchanged unchanged(String text) {
        return Unchanged.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        Shown.quoted(text) + " is nothing that can stand for a value; use mark or last-known"));
    }

    private String condition(String text) {
        compiler().condition("filter", text);
        return text;
    }

    private String value(String text) {
        compiler().value("compute", text);
        return text;
    }

    private RuleCompiler compiler() {
        if (compiler == null) {
            compiler = new RuleCompiler();
        }
        return compiler;
    }
}
