package com.custom.pulsar.local.broker;

import java.util.Optional;
import org.apache.pulsar.metadata.api.MetadataStore;
import org.apache.pulsar.metadata.api.MetadataStoreConfig;
import org.apache.pulsar.metadata.api.MetadataStoreFactory;

/*
 * A bookie that was killed leaves its registration in the metadata. The next one deletes it and registers itself; in Pulsar
 * 4.0.8 the notice of that deletion can arrive behind the new registration and is then taken for its loss, so it is deleted and
 * made anew, which gives the next notice: without end, with one processor and 80 MB of log a minute. Or the start fails.
 * With no registration to delete there is no notice.
 */
/** Deletes the registrations of bookies from a standalone's metadata. No Pulsar may run on it. */
public final class BookieRegistrations {
    private static final String AVAILABLE = "/ledgers/available";
    private static final String READ_ONLY = "readonly";

    private BookieRegistrations() {}

    /**
     * Deletes them all.
     *
     * @param arguments the address of the metadata, such as {@code rocksdb:///folder}
     */
    @SuppressWarnings("try") // An interrupted close ends the process all the same.
    public static void main(String[] arguments) throws Exception {
        try (MetadataStore store = MetadataStoreFactory.create(
                arguments[0], MetadataStoreConfig.builder().build())) {
            delete(store, AVAILABLE);
            delete(store, AVAILABLE + "/" + READ_ONLY);
        }
    }

    private static void delete(MetadataStore store, String folder) throws Exception {
        for (String bookie : store.getChildren(folder).get()) {
            if (!bookie.equals(READ_ONLY)) {
                store.delete(folder + "/" + bookie, Optional.empty()).get();
            }
        }
    }
}
