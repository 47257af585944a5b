package com.custom.pulsar.securitycustomizer.startup;

/**
 * One reason why pods would not be hardened.
 *
 * @param found what is wrong, one sentence without the values of variables
 * @param fix what mends it, one sentence
 */
public record StartupProblem(String found, String fix) {
    public StartupProblem {
        if (found.isBlank() || fix.isBlank()) {
            throw new IllegalArgumentException("a problem says what was found and what mends it");
        }
    }
}
