package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static com.custom.pulsar.podsecurity.Manifest.malformed;
import static com.custom.pulsar.podsecurity.Manifest.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListsTest {

    @Test
    void everyObjectOfAListIsJudgedInItsTurn() {
        assertThat(baseline("""
                                kind: List
                                apiVersion: v1
                                items:
                                - {kind: Service, apiVersion: v1}
                                - {kind: Pod, apiVersion: v1, spec: {hostPID: true}}
                                - kind: Deployment
                                  apiVersion: apps/v1
                                  spec: {template: {spec: {hostIPC: true}}}
                                """))
                .containsExactly(
                        "hostNamespaces: items[1].spec.hostPID is true, allowed: false or unset",
                        "hostNamespaces: items[2].spec.template.spec.hostIPC is true, allowed: false or unset");
    }

    @Test
    void listsMayStandInLists() {
        assertThat(baseline("""
                                kind: List
                                items:
                                - kind: List
                                  items:
                                  - {kind: Pod, spec: {hostPID: true}}
                                """))
                .containsExactly("hostNamespaces: items[0].items[0].spec.hostPID is true, allowed: false or unset");
    }

    @Test
    void theElementsOfATypedListNeedNotSayWhatTheyAre() {
        assertThat(baseline("""
                                kind: StatefulSetList
                                apiVersion: apps/v1
                                items:
                                - spec: {template: {spec: {hostPID: true}}}
                                - {kind: Pod, spec: {hostPID: true}}
                                """))
                .containsExactly(
                        "hostNamespaces: items[0].spec.template.spec.hostPID is true, allowed: false or unset",
                        "hostNamespaces: items[1].spec.hostPID is true, allowed: false or unset");
    }

    @Test
    void theElementsOfSomebodyElsesListAreSomebodyElses() {
        String yaml = "{kind: PodList, apiVersion: example.org/v1, items: [{spec: {hostPID: true}}]}";

        assertThat(baseline(yaml)).isEmpty();
        assertThat(warnings(yaml))
                .containsExactly(
                        "items[0].kind: Pod of example.org/v1 is not known: pods that it may make are not checked");
    }

    @Test
    void anElementThatSaysItsKindIsNotHiddenByTheList() {
        assertThat(baseline("{kind: PodList, apiVersion: example.org/v1, items: [{kind: Pod, spec: {hostPID: true}}]}"))
                .containsExactly("hostNamespaces: items[0].spec.hostPID is true, allowed: false or unset");
        assertThat(
                        baseline(
                                "{kind: PodList, apiVersion: v1, items: [{apiVersion: example.org/v1, spec: {hostPID: true}}]}"))
                .containsExactly("hostNamespaces: items[0].spec.hostPID is true, allowed: false or unset");
    }

    @Test
    void theElementsOfAPlainListMustSayWhatTheyAre() {
        assertThat(malformed("{kind: List, items: [{metadata: {}}]}"))
                .containsExactly("malformed: items[0].kind is not set, allowed: the kind of the object, such as Pod");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{kind: List}", "{kind: List, items: null}", "{kind: PodList}", "{kind: PodList, items: []}"})
    void anEmptyListIsAllowed(String yaml) {
        assertThat(baseline(yaml)).isEmpty();
        assertThat(warnings(yaml)).isEmpty();
    }

    @Test
    void itemsThatAreNoListAreRefused() {
        assertThat(malformed("{kind: List, items: {kind: Pod}}"))
                .containsExactly("malformed: items is \"{kind}\", allowed: a list");
    }

    @Test
    void elementsThatAreNoObjectsAreRefused() {
        assertThat(malformed("{kind: List, items: [null, text, []]}"))
                .containsExactly(
                        "malformed: items[0] is not set, allowed: a Kubernetes object",
                        "malformed: items[1] is \"text\", allowed: a Kubernetes object",
                        "malformed: items[2] is \"[]\", allowed: a Kubernetes object");
    }

    @Test
    void theListsOwnFieldsAreDecodedToo() {
        assertThat(malformed("{kind: PodList, metadata: 5, items: []}"))
                .containsExactly("malformed: metadata is 5, allowed: an object");
    }

    @Test
    void listsInListsAreFollowedToALimit() {
        Map<String, ?> pod = Map.of("kind", "Pod", "spec", Map.of("hostPID", true));
        assertThat(violations(nested(pod, 16))).hasSize(1).allMatch(line -> line.contains("hostPID"));
        assertThat(violations(nested(pod, 17)))
                .containsExactly("malformed: " + "items[0].".repeat(16)
                        + "items is \"a list in lists\", allowed: lists in" + " lists down to a depth of 16");
    }

    private static List<String> violations(Map<String, ?> object) {
        return new PodSecurityCheck(PodSecurityLevel.BASELINE, PodSecurityVersion.LATEST)
                .check(object).violations().stream()
                        .map(PodSecurityViolation::toString)
                        .toList();
    }

    private static Map<String, ?> nested(Map<String, ?> object, int lists) {
        Map<String, ?> outer = object;
        for (int i = 0; i < lists; i++) {
            outer = Map.of("kind", "List", "items", List.of(outer));
        }
        return outer;
    }
}
