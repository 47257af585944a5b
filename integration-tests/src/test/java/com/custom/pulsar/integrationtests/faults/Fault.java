package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** What can happen to a pipeline. Each leaves everything reachable again, though not yet at work again. */
enum Fault {
    SOURCE_KILLED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            Processes.kill(pipeline.source());
        }
    },
    /** As a virtual machine is that moves, or a garbage collection without end. */
    SOURCE_PAUSED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            long source = pipeline.source();
            FaultyPipeline.signal("STOP", source);
            pause(random, 3_000);
            FaultyPipeline.signal("CONT", source);
        }
    },
    FUNCTION_KILLED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            Processes.kill(pipeline.function());
        }
    },
    PULSAR_KILLED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            pipeline.killBroker();
            pause(random, 4_000);
            pipeline.up();
        }
    },
    /** What the source sees of a network to Pulsar that lets nothing through for a while. */
    PULSAR_STALLED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            long broker = pipeline.broker();
            FaultyPipeline.signal("STOP", broker);
            pause(random, 8_000);
            FaultyPipeline.signal("CONT", broker);
        }
    },
    /** What the source sees when topics move to another broker: its producers are cut off and open again. */
    TOPICS_UNLOADED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            try {
                pipeline.run().admin().namespaces().unload("public/default");
            } catch (PulsarAdminException e) {
                throw new IllegalStateException(e);
            }
        }
    },
    /** The broker forgets what the source has sent, as it does after some hours of silence, before the source has stored its position. */
    PRODUCERS_FORGOTTEN {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            long source = pipeline.source();
            FaultyPipeline.signal("STOP", source);
            pipeline.forgetProducers();
            Processes.kill(source);
        }
    },
    POSTGRES_KILLED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            pipeline.postgres().kill();
            pause(random, 5_000);
            pipeline.postgres().startAgain();
        }
    },
    DATABASE_CUT_OFF {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            pipeline.link().cut();
            pause(random, 8_000);
            pipeline.link().mend();
        }
    },
    DATABASE_STALLED {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            pipeline.link().stall();
            pause(random, 8_000);
            pipeline.link().mend();
        }
    },
    /** Only where Pulsar is behind a link: its connections to source and function break, and no new one comes about. */
    PULSAR_CUT_OFF {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            pipeline.linkToPulsar().cut();
            pause(random, 8_000);
            pipeline.linkToPulsar().mend();
        }
    },
    /** Only where Pulsar is behind a link: nothing passes, long enough now and then for either end to give the connection up. */
    PULSAR_HELD_UP {
        @Override
        void happen(FaultyPipeline pipeline, Random random) {
            pipeline.linkToPulsar().stall();
            pause(random, 40_000);
            pipeline.linkToPulsar().mend();
        }
    };

    /** Those of a Pulsar that {@code up} starts. */
    static final List<Fault> WITHOUT_LINK_TO_PULSAR = Stream.of(values())
            .filter(fault -> fault != PULSAR_CUT_OFF && fault != PULSAR_HELD_UP)
            .toList();

    abstract void happen(FaultyPipeline pipeline, Random random);

    static void pause(Random random, long atMostMillis) {
        LockSupport.parkNanos(
                Duration.ofMillis(50 + random.nextLong(atMostMillis)).toNanos());
    }
}
