package com.custom.pulsar.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.pipeline.Pipeline;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerAccessMode;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.TypedMessageBuilder;

/*
 * A letter is on the replay topic before it is dealt with, and says there which one it is. So a replay that is cut off in between
 * finds, when it is begun again, that the letter is there already, and only deals with it.
 */
/** Gives dead letters to the function once more, through the replay topic, which nobody else reads. Blocks. */
public final class DeadLetterReplay {
    private static final int PATIENCE_SECONDS = 10;

    private final PulsarConnection pulsar;
    private final Pipeline pipeline;

    public DeadLetterReplay(PulsarConnection pulsar, Pipeline pipeline) {
        this.pulsar = pulsar;
        this.pipeline = pipeline;
    }

    /** Whether the letter holds its whole event; what was cut or did not come from this pipeline is for nobody to try again. */
    public static boolean isPossible(DeadLetter letter) {
        return !letter.reason().equals(DeadLetterReason.TOO_LARGE.code())
                && !letter.reason().equals(DeadLetterReason.REPLAY_REFUSED.code());
    }

    /**
     * Replays letters that were looked at before, those of one topic in their order.
     *
     * @param replayed is told of each when the broker has it
     * @throws OperationException if another replay or purge is at work, or Pulsar refuses; what was told before is done
     */
    public void replay(DeadLetterSelection letters, Consumer<DeadLetter> replayed) {
        String topic = pipeline.names().replayTopic();
        KeptTopic kept = new KeptTopic(pulsar.admin(), pipeline);
        kept.makeReady(topic);
        // The function finds a new topic within about a second, if it runs.
        kept.subscribe(topic, pipeline.names().subscription());
        try (Producer<byte[]> producer = pulsar.client()
                .newProducer(Schema.BYTES)
                .topic(topic)
                .accessMode(ProducerAccessMode.Exclusive)
                // An instance of several gets a batch as a whole, whatever its keys.
                .enableBatching(false)
                .enableChunking(true)
                .create()) {
            Set<String> sent = sent(topic);
            letters.idsByTopic().forEach((ofTable, ids) -> {
                try (DeadLetterGuard guard =
                        DeadLetterGuard.open(pulsar, ofTable, pipeline.names().guardSubscription())) {
                    guard.each(ids, letter -> {
                        if (!sent.contains(name(letter))) {
                            send(letter, producer);
                        }
                        replayed.accept(letter);
                    });
                }
            });
        } catch (PulsarClientException.ProducerBusyException | PulsarClientException.ProducerFencedException e) {
            throw new OperationException(
                    "another replay writes to " + topic + " now; wait for its end and run this again", e);
        } catch (PulsarClientException e) {
            throw new OperationException("cannot write to " + topic + ": " + Failures.text(e), e);
        }
    }

    private Set<String> sent(String topic) {
        Set<String> sent = new HashSet<>();
        try (Reader<byte[]> reader = pulsar.client()
                .newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new OperationException(topic + " has more, but Pulsar has sent nothing for "
                            + PATIENCE_SECONDS + " s; run this again");
                }
                sent.add(message.getProperties().getOrDefault(DeadLetterProperty.LETTER, ""));
            }
            return sent;
        } catch (IOException e) {
            throw new OperationException("cannot read " + topic + ": " + Failures.text(e), e);
        }
    }

    private static String name(DeadLetter letter) {
        return letter.message().topic() + " " + letter.id();
    }

    private static void send(DeadLetter letter, Producer<byte[]> producer) {
        EnrichedEvent event = letter.message();
        Map<String, String> properties = new TreeMap<>(event.properties());
        // Who writes to a topic of dead letters can write any property; of which raw topic it is, its own topic says.
        properties.put(DeadLetterProperty.TOPIC, letter.rawTopic());
        properties.put(DeadLetterProperty.LETTER, name(letter));
        TypedMessageBuilder<byte[]> message =
                producer.newMessage().properties(properties).value(event.value());
        if (event.key() != null) {
            message.keyBytes(event.key().getBytes(UTF_8));
        }
        if (event.eventTime() > 0) {
            message.eventTime(event.eventTime());
        }
        try {
            message.send();
        } catch (PulsarClientException e) {
            throw new OperationException("cannot replay letter " + letter.id() + ": " + Failures.text(e), e);
        }
    }
}
