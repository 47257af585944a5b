package com.custom.pulsar.testsupport.kubernetes;

import java.util.Map;

/**
 * One request that the double has answered.
 *
 * @param user who asked, such as {@code system:serviceaccount:pulsar:broker}
 * @param verb as in RBAC: create, get, list, update, delete; otherwise the HTTP method
 * @param group the API group, empty for the core group
 * @param resource its plural, such as {@code statefulsets}; the whole path where the double serves nothing
 * @param namespace empty for a resource without namespaces
 * @param name empty for a whole collection; for create the one in the body
 * @param body what was sent, empty for nothing
 * @param code the HTTP status that it got
 */
public record ApiRequest(
        String user,
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        Map<String, Object> body,
        int code) {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;

    /** Whether it was carried out. */
    public boolean accepted() {
        return code < BAD_REQUEST;
    }

    /** Whether RBAC or an admission refused it. */
    public boolean forbidden() {
        return code == FORBIDDEN;
    }

    /** Short, and without the body, which may hold secrets. */
    @Override
    public String toString() {
        return verb + " " + (group.isEmpty() ? resource : resource + "." + group) + " "
                + (namespace.isEmpty() ? name : namespace + "/" + name) + " as " + user + ": " + code;
    }
}
