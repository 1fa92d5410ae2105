package cloud.dumont.instances.idempotency;

import cloud.dumont.kernel.UserId;
import cloud.dumont.web.request.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/** @param key null: the caller did not ask for protection against repetition */
@SuppressWarnings("ArrayRecordComponent") // the fingerprint is compared with Arrays.equals only
public record KeyedRequest(UserId user, @Nullable IdempotencyKey key, byte[] fingerprint) {}
