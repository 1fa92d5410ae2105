package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Caller;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Conditions;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** One call of a known caller. */
record Call(R2Request request, Caller caller, Instant now) {
    private static final int LARGEST_DOCUMENT = 8 << 20;

    String bucket() {
        return request.bucket();
    }

    String key() {
        return request.key();
    }

    String parameter(String name) {
        return request.parameter(name).orElse("");
    }

    int number(String name, int otherwise) {
        String text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw S3Refusal.invalid(name + " must be a whole number");
        }
        throw S3Refusal.invalid(name + " must not be negative");
    }

    BodyIntake intake() {
        return new BodyIntake(request, caller);
    }

    /** The whole body of a call that carries a document. */
    byte[] document() throws IOException {
        BodyIntake intake = intake();
        if (intake.announcedSize() > LARGEST_DOCUMENT) {
            throw S3Refusal.of(400, "EntityTooLarge", "The document is too large.");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        intake.into(bytes::write);
        return bytes.toByteArray();
    }

    /** Conditions from the headers whose names begin with this, {@code ""} for the usual ones. */
    Conditions conditions(String prefix) {
        return new Conditions(
                request.header(prefix + "if-match"),
                request.header(prefix + "if-none-match"),
                time(request.header(prefix + "if-modified-since")),
                time(request.header(prefix + "if-unmodified-since")));
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException notADate) {
            // as HTTP wants it: a date that cannot be read is no condition
            return null;
        }
    }
}
