package cloud.dumont.agent.backup;

import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.Presigner;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** URLs from the office. */
final class OfficePresigner implements Presigner {
    /** The office says when they end, but by a clock that is not this box's; they are good for longer than this. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(8);

    private final BackupOffice office;
    private final @Nullable String workspace;

    /** @param workspace whose objects are read; null: the own one */
    OfficePresigner(BackupOffice office, @Nullable String workspace) {
        this.office = office;
        this.workspace = workspace;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws IOException;
    }

    private static <T> T ask(Call<T> call) throws StoreException {
        try {
            return call.make();
        } catch (BackupOffice.Refusal e) {
            if (e.isFence()) {
                throw new StoreException.Fenced(e.code());
            }
            throw new StoreException.Refused(e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StoreException.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static List<Grant> grants(List<PresignAnswer.Signed> signed) {
        return signed.stream()
                .map(it -> new Grant(URI.create(it.url()), it.headers(), GOOD_FOR))
                .toList();
    }

    @Override
    public List<Grant> put(List<Put> objects) throws StoreException {
        List<PresignRequest.Put> puts = objects.stream()
                .map(it -> new PresignRequest.Put(it.name(), it.size(), base64(it.crc32c())))
                .toList();
        return grants(ask(() -> office.presign(new PresignRequest(office.epoch(), puts, List.of(), null)))
                .put());
    }

    private static String base64(int crc) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc).array());
    }

    @Override
    public List<Grant> get(List<String> names) throws StoreException {
        return grants(ask(() -> office.presign(new PresignRequest(office.epoch(), List.of(), names, workspace)))
                .get());
    }

    @Override
    public List<ObjectStore.Listed> list(String prefix, @Nullable String after) throws StoreException {
        ListAnswer answer = ask(() -> office.list(new ListRequest(office.epoch(), prefix, after)));
        return answer.objects().stream()
                .map(it -> new ObjectStore.Listed(it.name(), it.size()))
                .toList();
    }
}
