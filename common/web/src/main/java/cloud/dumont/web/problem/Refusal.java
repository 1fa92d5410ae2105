package cloud.dumont.web.problem;

import java.util.Map;

/**
 * Why a request was refused, safe to show. Each feature has a sealed family of these.
 *
 * <p>{@link #code()} is the contract and never renamed; {@link #detail()} is a sentence for people; {@link #extras()}
 * are further members of the problem document (snake_case keys).
 */
public interface Refusal {
    String code();

    int status();

    String detail();

    default Map<String, Object> extras() {
        return Map.of();
    }
}
