package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A condition and the write that depends on it are one step, whoever else writes. */
abstract class RaceContract extends S3Contract {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 100;

    @Test
    void of_sixteen_that_create_one_wins() throws Exception {
        requires(Rule.LOSERS_ARE_TOLD);
        race("create", (round, to) -> to.key("create/" + round).ifNoneMatch("*"));
    }

    @Test
    void of_sixteen_that_replace_what_they_saw_one_wins() throws Exception {
        requires(Rule.ATOMIC_IF_MATCH);
        race("replace", (round, to) -> {
            String etag =
                    s3.headObject(of -> of.bucket(bucket()).key("replace")).eTag();
            to.key("replace").ifMatch(etag);
        });
    }

    /** What all writers of a round send; asked for once a round. */
    private interface Condition {
        void into(int round, PutObjectRequest.Builder to);
    }

    private void race(String name, Condition condition) throws Exception {
        put(name, "before");
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            CyclicBarrier start = new CyclicBarrier(WRITERS);
            for (int round = 0; round < ROUNDS; round++) {
                PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket());
                condition.into(round, request);
                PutObjectRequest ready = request.build();
                int thisRound = round;
                List<Callable<String>> writers = IntStream.range(0, WRITERS)
                        .<Callable<String>>mapToObj(writer -> () -> {
                            start.await();
                            return write(ready, "round " + thisRound + " writer " + writer);
                        })
                        .toList();
                List<String> winners = new ArrayList<>();
                for (Future<String> written : threads.invokeAll(writers)) {
                    String text = written.get();
                    if (!text.isEmpty()) {
                        winners.add(text);
                    }
                }
                assertThat(winners).as("round " + round).hasSize(1);
                assertThat(get(ready.key())).isEqualTo(winners.getFirst());
            }
        }
    }

    /** The text written, empty when the condition did not hold. */
    private String write(PutObjectRequest request, String text) {
        try {
            Consumer<PutObjectRequest.Builder> same = builder -> {};
            s3.putObject(request.copy(same), RequestBody.fromString(text));
            return text;
        } catch (S3Exception lost) {
            assertThat(lost.statusCode()).isEqualTo(412);
            return "";
        }
    }
}
