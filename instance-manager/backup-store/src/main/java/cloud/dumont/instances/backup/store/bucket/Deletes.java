package cloud.dumont.instances.backup.store.bucket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes many keys, a thousand at a time. */
final class Deletes {
    private static final int MOST = 1000;
    private final S3Client client;
    private final String bucket;
    private final Calls calls;

    Deletes(S3Client client, String bucket, Calls calls) {
        this.client = client;
        this.bucket = bucket;
        this.calls = calls;
    }

    Deletion delete(List<String> keys) {
        List<String> gone = new ArrayList<>();
        Map<String, String> later = new HashMap<>();
        for (int from = 0; from < keys.size(); from += MOST) {
            List<String> batch = keys.subList(from, Math.min(from + MOST, keys.size()));
            Map<String, String> refused = batch(batch);
            later.putAll(refused);
            batch.stream().filter(key -> !refused.containsKey(key)).forEach(gone::add);
        }
        return new Deletion(List.copyOf(gone), Map.copyOf(later));
    }

    private Map<String, String> batch(List<String> keys) {
        try {
            var identifiers = keys.stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            var answer = calls.run(
                    keys.getFirst(),
                    () -> client.deleteObjects(request -> request.bucket(bucket)
                            .delete(delete -> delete.objects(identifiers).quiet(true))));
            Map<String, String> refused = new HashMap<>();
            for (S3Error error : answer.errors()) {
                if (!"NoSuchKey".equals(error.code())) {
                    refused.put(error.key(), String.valueOf(error.code()));
                }
            }
            return refused;
        } catch (StoreException.Locked locked) {
            // one locked key turned the whole request away: the others are deleted one by one
            return keys.size() == 1 ? Map.of(keys.getFirst(), Calls.LOCKED) : oneByOne(keys);
        } catch (StoreException.Busy busy) {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, "Busy"));
            return all;
        }
    }

    private Map<String, String> oneByOne(List<String> keys) {
        Map<String, String> refused = new HashMap<>();
        keys.forEach(key -> refused.putAll(batch(List.of(key))));
        return refused;
    }
}
