package cloud.dumont.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a vendor: few kinds, each with one remedy. Messages are safe to log: no secret, no raw body. */
public abstract sealed class ProviderException extends RuntimeException {
    private ProviderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A stable word for records and metrics. */
    public abstract String code();

    /** Try the next offer. */
    public static final class OutOfCapacity extends ProviderException {
        public OutOfCapacity(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "no_capacity";
        }
    }

    /** An error that left something behind: destroy {@link #vendorRef()}, then the next offer. */
    public static final class HalfLaunched extends ProviderException {
        private final String vendorRef;

        public HalfLaunched(String vendorRef, String message) {
            super(message, null);
            this.vendorRef = vendorRef;
        }

        public String vendorRef() {
            return vendorRef;
        }

        @Override
        public String code() {
            return "half_launched";
        }
    }

    /** The vendor did not process the call; wait at least {@link #retryAfter()} if it said so. */
    public static final class Throttled extends ProviderException {
        private final @Nullable Duration retryAfter;

        public Throttled(@Nullable Duration retryAfter) {
            super("the vendor throttles us", null);
            this.retryAfter = retryAfter;
        }

        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        @Override
        public String code() {
            return "throttled";
        }
    }

    /** No answer, or one that says nothing (5xx, garbage): whether the call was processed is unknown. */
    public static final class Unreachable extends ProviderException {
        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public String code() {
            return "unreachable";
        }
    }

    /** A definite no. */
    public static final class Refused extends ProviderException {
        /** Why, as far as it changes what to do. */
        public enum Reason {
            /** our key or its rights: an operator must act */
            UNAUTHORIZED,
            /** our account at the vendor is empty: an operator must act */
            NO_FUNDS,
            /** the order itself: the next offer may do */
            INVALID
        }

        private final Reason reason;

        public Refused(Reason reason, String message) {
            super(message, null);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }

        @Override
        public String code() {
            return switch (reason) {
                case UNAUTHORIZED -> "vendor_unauthorized";
                case NO_FUNDS -> "vendor_no_funds";
                case INVALID -> "vendor_refused";
            };
        }
    }

    /** The box does not exist (any more). */
    public static final class InstanceGone extends ProviderException {
        public InstanceGone(String vendorRef) {
            super("no box " + vendorRef, null);
        }

        @Override
        public String code() {
            return "instance_gone";
        }
    }
}
