package cloud.dumont.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @AfterEach
    void leaveNoTrace() {
        MDC.remove(Traces.LOG_KEY);
    }

    @Test
    void aCallersTraceGoesOnUnderANewSpan() {
        MDC.put(Traces.LOG_KEY, Traces.of("00-" + TRACE + "-00f067aa0ba902b7-01"));
        assertThat(Traces.onward()).startsWith("00-" + TRACE + "-").doesNotContain("00f067aa0ba902b7");
        assertThat(Traces.of(Traces.onward())).isEqualTo(TRACE);
    }

    @Test
    void whatIsNoTraceBeginsANewOne() {
        for (String odd : new String[] {null, "", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01", "nonsense"}) {
            assertThat(Traces.of(odd)).hasSize(32).isNotEqualTo("0".repeat(32));
        }
        assertThat(Traces.onward()).isNotEqualTo(Traces.onward());
    }
}
