package com.custom.pulsar.podsecurity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the pods and pod templates in an object, where the check finds them. */
public final class PodTemplates {
    /** The most that are looked for: YAML aliases can make a few lines stand for billions. */
    public static final int MOST = 100_000;

    private final List<List<Object>> found = new ArrayList<>();
    private final Budget budget = new Budget();

    private PodTemplates() {}

    /**
     * The way from the object to each map that has the {@code metadata} and {@code spec} of a pod: keys as String and places
     * in a list as Integer, such as {@code items}, {@code 0}, {@code spec}, {@code template}. An empty way is the object
     * itself. What a way leads through or to need not be there. Never throws, and passes over what is malformed and over all
     * but the first {@link #MOST}.
     *
     * @param object as {@link PodSecurityCheck#check} takes it
     */
    public static List<List<Object>> waysIn(Map<String, ?> object) {
        PodTemplates templates = new PodTemplates();
        templates.search(object, List.of(), TypeMeta.UNSAID, 0);
        return List.copyOf(templates.found);
    }

    private void search(@Nullable Object raw, List<Object> way, TypeMeta implied, int depth) {
        if (!(raw instanceof Map<?, ?> object)) {
            return;
        }
        Header header = Header.of(object, budget);
        Optional<TypeMeta> type = header.type(implied, budget);
        Optional<Workload> workload = type.flatMap(TypeMeta::workload);
        if (workload.isPresent()) {
            found.add(extended(way, workload.get().pathOfPod().toArray()));
        } else if (depth < Inspection.DEEPEST_LIST
                && type.isPresent()
                && type.get().isList(header)) {
            searchItems(header, way, type.get().ofElements(), depth + 1);
        }
    }

    private void searchItems(Header header, List<Object> way, TypeMeta implied, int depth) {
        if (header.field(Header.ITEMS).orElse(List.of()) instanceof List<?> items) {
            int index = 0;
            for (Object item : items) {
                budget.nextObject();
                if (found.size() == MOST || !budget.spend()) {
                    return;
                }
                search(item, extended(way, Header.ITEMS, index), implied, depth);
                index++;
            }
        }
    }

    private static List<Object> extended(List<Object> way, Object... steps) {
        return Stream.concat(way.stream(), Stream.of(steps)).toList();
    }
}
