package com.custom.pulsar.pipeline;

/** A place in a file; lines and columns count from 1. */
record Location(int line, int column) {
    /** For what is wrong with the file as a whole. */
    static final Location NOWHERE = new Location(0, 0);
}
