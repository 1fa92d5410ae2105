package cloud.dumont.instances.backup.store.bucket;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the store's answers mean. */
final class Calls {
    static final String LOCKED = "ObjectLockedByBucketPolicy";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION = 412;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int NOT_IMPLEMENTED = 501;

    <T> T run(String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception answer) {
            throw meaning(key, answer);
        } catch (AbortedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException.Busy(key + ": interrupted", interrupted);
        } catch (SdkClientException broken) {
            throw new StoreException.Busy(key, broken);
        }
    }

    <T> Optional<T> ifThere(String key, Supplier<T> call) {
        try {
            return Optional.of(run(key, call));
        } catch (StoreException.Absent absent) {
            return Optional.empty();
        }
    }

    /** @return false when the condition of the request did not hold */
    boolean unlessThere(String key, Supplier<?> call) {
        try {
            run(key, call);
            return true;
        } catch (StoreException.Refused refused) {
            if (refused.status() == PRECONDITION) {
                return false;
            }
            throw refused;
        }
    }

    static StoreException meaning(String key, S3Exception answer) {
        int status = answer.statusCode();
        String code = code(answer);
        if (code.equals(LOCKED)) {
            return new StoreException.Locked(key);
        }
        if (status == NOT_FOUND && !code.equals("NoSuchBucket")) {
            return new StoreException.Absent(key);
        }
        boolean passing = status == TOO_MANY || status == CONFLICT || status >= SERVER && status != NOT_IMPLEMENTED;
        if (passing) {
            return new StoreException.Busy(key + " (" + status + " " + code + ")", answer);
        }
        return new StoreException.Refused(key, status, code);
    }

    static String code(S3Exception answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
