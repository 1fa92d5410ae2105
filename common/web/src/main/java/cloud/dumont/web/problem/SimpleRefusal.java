package cloud.dumont.web.problem;

import java.util.Map;

/** A refusal of the web layer itself: a wrong method, a wrong body, a missing route. Features have sealed families instead. */
record SimpleRefusal(String code, int status, String detail, Map<String, Object> extras) implements Refusal {
    SimpleRefusal(String code, int status, String detail) {
        this(code, status, detail, Map.of());
    }
}
