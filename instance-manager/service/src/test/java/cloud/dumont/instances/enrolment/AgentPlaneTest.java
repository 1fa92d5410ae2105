package cloud.dumont.instances.enrolment;

import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@SteppedTest
class AgentPlaneTest {
    private static final String BOX =
            "{\"gpus\":[],\"kernel\":\"6.1\",\"capabilities\":[],\"ssh_user\":\"root\",\"a_new_fact\":true}";

    @Autowired
    private MockMvc mvc;

    private ResultActions say(String path, String body) throws Exception {
        return mvc.perform(post(path)
                .header("Authorization", Users.monitoring())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    @Test
    void anUnknownTokenEnrolsNobody() throws Exception {
        String hash = java.util.Base64.getEncoder().encodeToString(new byte[32]);
        say(
                        "/internal/placements/enroll",
                        "{\"token_sha256\":\"" + hash
                                + "\",\"public_key\":\"k\",\"agent_version\":\"1\",\"fingerprint\":\"f\",\"box\":" + BOX
                                + "}")
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.code").value("token_invalid"));
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        say("/internal/placements/enroll", "{\"token_sha256\":\"!\",\"box\":" + BOX + "}")
                .andExpect(status().isBadRequest());
        say("/internal/placements/enroll", "nonsense").andExpect(status().isBadRequest());
        say("/internal/placements/plc_01h455vb4pex5vsknk084sn02q/preflight", "[]")
                .andExpect(status().isBadRequest());
    }

    @Test
    void anUnknownPlacementIsNotFound() throws Exception {
        String report =
                "{\"epoch\":1,\"box\":" + BOX + ",\"gpu_answers\":true,\"ssh_listens\":true,\"clock_offset_millis\":0}";
        say("/internal/placements/plc_01h455vb4pex5vsknk084sn02q/preflight", report)
                .andExpect(status().isNotFound());
        mvc.perform(get("/internal/placements/plc_01h455vb4pex5vsknk084sn02q/authorized-keys")
                        .header("Authorization", Users.monitoring()))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.request_id").value(startsWith("req_")));
    }
}
