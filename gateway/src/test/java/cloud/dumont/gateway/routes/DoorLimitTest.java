package cloud.dumont.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.limits.Limits;
import cloud.dumont.gateway.limits.LimitsFixture;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The classes that are counted per address. */
class DoorLimitTest {
    private final Limits limits = LimitsFixture.twoOfEach();

    @ParameterizedTest
    @CsvSource({
        "POST,/api/v1/auth/login,auth",
        "POST,/api/v1/auth/refresh,auth",
        "POST,/api/v1/auth/register,auth",
        "GET,/api/v1/offers,public",
        "GET,/api/v1/gpus,public",
        "GET,/api/v1/downloads/a-token,public",
        "POST,/agent/v1/enroll,agent"
    })
    void theThirdFromOneAddressIsRefusedOneFromAnotherIsNot(String method, String path, String policy)
            throws Exception {
        assertThat(call(method, path, "198.51.100.7").getStatus()).isEqualTo(200);
        assertThat(call(method, path, "198.51.100.7").getStatus()).isEqualTo(200);
        MockHttpServletResponse refused = call(method, path, "198.51.100.7");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("RateLimit-Policy")).startsWith("\"" + policy + "\";q=2");
        assertThat(refused.getHeader("Retry-After")).isNotEmpty();
        assertThat(call(method, path, "198.51.100.8").getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/health", "/.well-known/jwks.json", "/agent/bootstrap.sh", "/machines"})
    void whatMustAlwaysAnswerIsNotCounted(String path) throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(call("GET", path, "198.51.100.7").getStatus()).isEqualTo(200);
        }
    }

    private MockHttpServletResponse call(String method, String path, String address) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setRemoteAddr(address);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new Door(null, null, limits, Clock.systemUTC()).doFilter(request, response, new MockFilterChain());
        return response;
    }
}
