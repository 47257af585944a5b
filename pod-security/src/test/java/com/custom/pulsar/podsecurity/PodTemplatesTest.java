package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodTemplatesTest {
    private static final Map<String, Object> POD = Map.of("kind", "Pod");

    @Test
    void findsThePodItself() {
        assertThat(PodTemplates.waysIn(POD)).containsExactly(List.of());
        assertThat(PodTemplates.waysIn(Map.of("spec", Map.of("containers", List.of()))))
                .containsExactly(List.of());
    }

    @Test
    void findsNothingWhereNothingSaysThatItIsAPod() {
        assertThat(PodTemplates.waysIn(Map.of())).isEmpty();
        assertThat(PodTemplates.waysIn(Map.of("spec", Map.of("template", Map.of()))))
                .isEmpty();
        assertThat(PodTemplates.waysIn(Map.of("kind", 7, "spec", Map.of()))).isEmpty();
        assertThat(PodTemplates.waysIn(Map.of("kind", "Pod", "apiVersion", 7))).isEmpty();
        assertThat(PodTemplates.waysIn(Map.of("kind", "Pod", "apiVersion", "a/b/c")))
                .isEmpty();
    }

    @Test
    void goesThroughListsByPlace() {
        Map<String, Object> list = Map.of(
                "kind",
                "List",
                "items",
                Arrays.asList(
                        null,
                        POD,
                        7,
                        Map.of("kind", "CronJobList", "apiVersion", "batch/v1", "items", List.of(Map.of()))));

        assertThat(PodTemplates.waysIn(list))
                .containsExactly(
                        List.of("items", 1),
                        List.of("items", 3, "items", 0, "spec", "jobTemplate", "spec", "template"));
    }

    @Test
    void takesAnElementForWhatItSaysBeforeWhatTheListSays() {
        Map<String, Object> list = Map.of(
                "kind",
                "PodList",
                "apiVersion",
                "v1",
                "items",
                List.of(Map.of("kind", "Deployment", "apiVersion", "apps/v1"), Map.of("kind", "PodTemplate")));

        assertThat(PodTemplates.waysIn(list))
                .containsExactly(List.of("items", 0, "spec", "template"), List.of("items", 1, "template"));
    }

    @Test
    void goesAsDeepIntoListsAsTheCheck() {
        Map<String, Object> list = POD;
        for (int depth = 0; depth < Inspection.DEEPEST_LIST; depth++) {
            list = Map.of("kind", "List", "items", List.of(list));
        }
        assertThat(PodTemplates.waysIn(list)).hasSize(1);
        assertThat(PodTemplates.waysIn(Map.of("kind", "List", "items", List.of(list))))
                .isEmpty();
    }

    @Test
    void readsAsManyValuesOfEveryObjectAsTheCheck() {
        Map<String, Object> large = new LinkedHashMap<>(POD);
        for (int i = 0; i < Budget.VALUES_OF_AN_OBJECT * 2 / 5; i++) {
            large.put("x" + i, i);
        }
        assertThat(PodTemplates.waysIn(Map.of("kind", "List", "items", Collections.nCopies(4, large))))
                .hasSize(4);
    }

    @Test
    void findsNoMoreThanTheMost() {
        Map<String, Object> list = Map.of("kind", "List", "items", Collections.nCopies(PodTemplates.MOST + 1, POD));
        assertThat(PodTemplates.waysIn(list)).hasSize(PodTemplates.MOST);
    }
}
