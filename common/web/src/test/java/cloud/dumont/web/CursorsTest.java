package cloud.dumont.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.RefusedException;
import cloud.dumont.web.request.IdempotencyKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorsTest {
    private final Cursors cursors = new Cursors(new byte[32]);

    @Test
    void aCursorOpensOnlyItsOwnList() {
        String sealed = cursors.seal("instances?status=running", List.of("2026-11-23T16:00:00Z", "ins_1"));
        assertThat(cursors.open("instances?status=running", sealed)).containsExactly("2026-11-23T16:00:00Z", "ins_1");
        assertThatThrownBy(() -> cursors.open("instances?status=stopped", sealed))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> cursors.open("instances?status=running", "AAAA"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> cursors.open("instances?status=running", "§")).isInstanceOf(RefusedException.class);
    }

    @Test
    void oneRowMoreThanAskedForMeansThereIsMore() {
        Page<Integer> page = Page.of(List.of(1, 2, 3), 2, n -> n * 10, n -> "at-" + n);
        assertThat(page).isEqualTo(new Page<>(List.of(10, 20), true, "at-2"));
        assertThat(Page.of(List.of(1, 2), 2, n -> n, n -> "x").nextCursor()).isNull();
    }

    @Test
    void anIdempotencyKeyMayStandInQuotes() {
        assertThat(IdempotencyKey.of("\"12345678\"")).contains(new IdempotencyKey("12345678"));
        assertThat(IdempotencyKey.of(null)).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.of("short")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> IdempotencyKey.of("with a space")).isInstanceOf(RefusedException.class);
    }
}
