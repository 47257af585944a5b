package com.custom.pulsar.securitycustomizer;

/** The name of a function, source or sink, as its submitter chose it: any characters may be in it. */
record FunctionName(String tenant, String namespace, String name) {
    /** For messages: escaped. */
    @Override
    public String toString() {
        return Shown.plain(tenant) + "/" + Shown.plain(namespace) + "/" + Shown.plain(name);
    }
}
