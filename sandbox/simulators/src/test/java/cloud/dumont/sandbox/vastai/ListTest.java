package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListTest extends VastFixture {
    @Test
    void pagesThroughMoreThanOnePageAndMissesNone() throws IOException {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            made.add(create(",\"label\":\"m" + i % 2 + "\""));
        }

        List<Long> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = list("limit=100&after_token=" + Caller.encoded(token));
            assertThat(page.path("instances").size()).isLessThanOrEqualTo(25);
            assertThat(page.path("instances_found").asInt())
                    .isEqualTo(page.path("instances").size());
            assertThat(page.path("total_instances").asInt()).isEqualTo(60);
            assertThat(page.path("label_counts").path("m0").asInt()).isEqualTo(30);
            page.path("instances").forEach(one -> seen.add(one.path("id").asLong()));
            token = page.path("next_token").asString("");
            pages++;
        } while (!token.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen).containsExactlyElementsOf(made);
    }

    @Test
    void cursorSurvivesTheDeletionOfTheInstanceItNames() throws IOException {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(create(""));
        }
        String order = Caller.encoded("[{\"col\":\"id\",\"dir\":\"desc\"}]");
        JsonNode first = list("limit=2&order_by=" + order);
        caller.delete("/api/v0/instances/" + made.get(2) + "/");

        JsonNode second = list("limit=2&order_by=" + order + "&after_token="
                + Caller.encoded(first.path("next_token").asString()));

        assertThat(stream(first.path("instances")).map(one -> one.path("id").asLong()))
                .containsExactly(made.get(3), made.get(2));
        assertThat(stream(second.path("instances")).map(one -> one.path("id").asLong()))
                .containsExactly(made.get(1), made.get(0));
        assertThat(second.path("next_token").isNull()).isTrue();
    }

    @Test
    void findsByLabelAndSelectsColumns() throws IOException {
        create(",\"label\":\"wanted\"");
        create(",\"label\":\"other\"");

        JsonNode found = list("select_filters=" + Caller.encoded("{\"label\":{\"eq\":\"wanted\"}}") + "&select_cols="
                + Caller.encoded("[\"id\",\"label\",\"no_such_column\"]"));

        assertThat(found.path("total_instances").asInt()).isEqualTo(1);
        JsonNode only = found.path("instances").path(0);
        assertThat(only.propertyNames()).containsExactlyInAnyOrder("id", "label", "no_such_column");
        assertThat(only.path("no_such_column").isNull()).isTrue();
    }

    @Test
    void zeroLimitMeansFive() throws IOException {
        for (int i = 0; i < 7; i++) {
            create("");
        }
        assertThat(list("limit=0").path("instances").size()).isEqualTo(5);
    }

    @Test
    void computedColumnsAndBadCursorsAreRefused() throws IOException {
        assertThat(error("select_filters=" + Caller.encoded("{\"dph_total\":{\"lt\":1}}")))
                .isEqualTo("invalid_request");
        assertThat(error("order_by=" + Caller.encoded("[{\"col\":\"num_gpus\"}]")))
                .isEqualTo("invalid_request");
        assertThat(error("select_filters=" + Caller.encoded("{oops"))).isEqualTo("invalid_request");
        assertThat(error("after_token=nonsense!")).isEqualTo("invalid_token");
    }

    @Test
    void oldListIsGone() throws IOException {
        Caller.Answer answer = caller.get("/api/v0/instances/?owner=me");

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().path("error").asString()).isEqualTo("deprecated_endpoint");
    }

    private String error(String query) throws IOException {
        Caller.Answer answer = caller.get("/api/v1/instances/?" + query);
        assertThat(answer.status()).isEqualTo(400);
        return answer.json().path("error").asString();
    }
}
