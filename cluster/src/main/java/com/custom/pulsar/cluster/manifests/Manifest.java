package com.custom.pulsar.cluster.manifests;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One document of a stream of manifests. */
public interface Manifest {
    /** The line that the document begins in, from 1. */
    int line();

    /**
     * The document's object as plain values: maps with text keys in the order of the text, lists, Strings, Booleans, Numbers, null.
     * Empty where the document has nothing but comments. Maps and lists may be shared where the text has aliases; they are
     * not to be changed.
     */
    Optional<Map<String, Object>> object();

    /** What is likely not meant, such as a key that stands twice (the last one holds), as sentences that begin with the line. */
    List<String> warnings();

    /** The document exactly as it was read, with its {@code ---} line if it has one. */
    String text();

    /**
     * The document's text with another object: what is the same keeps its text, comments and style as far as possible. Read
     * again, it is that object.
     *
     * @param object plain values, as {@link #object} gives them
     */
    String textWith(Map<String, Object> object);
}
