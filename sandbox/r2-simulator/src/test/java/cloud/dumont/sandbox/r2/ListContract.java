package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listing, in both forms, page by page. */
abstract class ListContract extends S3Contract {
    private final List<String> all = new ArrayList<>();

    @BeforeEach
    void fill() {
        all.clear();
        for (String folder : List.of("a/", "b/", "b/c/", "d/")) {
            IntStream.range(0, 7).forEach(i -> all.add(folder + i));
        }
        all.add("top");
        all.add("zoo");
        all.forEach(key -> put(key, key));
        all.sort(null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 30, 1_000})
    void pages_together_are_the_whole_in_order(int size) {
        List<String> seen = s3.listObjectsV2Paginator(of -> of.bucket(bucket()).maxKeys(size)).contents().stream()
                .map(S3Object::key)
                .toList();
        assertThat(seen).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void folders_come_once_each_over_pages(int size) {
        List<String> keys = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        for (ListObjectsV2Response page : s3.listObjectsV2Paginator(
                of -> of.bucket(bucket()).delimiter("/").maxKeys(size))) {
            page.contents().forEach(object -> keys.add(object.key()));
            page.commonPrefixes().forEach(folder -> folders.add(folder.prefix()));
        }
        assertThat(keys).containsExactly("top", "zoo");
        assertThat(folders).containsExactly("a/", "b/", "d/");
    }

    @Test
    void a_prefix_and_a_delimiter_show_one_level() {
        ListObjectsV2Response page =
                s3.listObjectsV2(of -> of.bucket(bucket()).prefix("b/").delimiter("/"));
        assertThat(page.contents())
                .extracting(S3Object::key)
                .containsExactly("b/0", "b/1", "b/2", "b/3", "b/4", "b/5", "b/6");
        assertThat(page.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/c/");
        assertThat(page.contents().getFirst().size()).isEqualTo(3);
        assertThat(page.contents().getFirst().eTag()).startsWith("\"").hasSize(34);
    }

    @Test
    void a_listing_can_begin_after_a_key() {
        assertThat(s3.listObjectsV2(of -> of.bucket(bucket()).startAfter("d/5")).contents())
                .extracting(S3Object::key)
                .containsExactly("d/6", "top", "zoo");
        assertThat(s3.listObjectsV2(of -> of.bucket(bucket()).prefix("a/").startAfter("a/4"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("a/5", "a/6");
        assertThat(s3.listObjectsV2(of -> of.bucket(bucket()).prefix("zzz")).contents())
                .isEmpty();
    }

    @Test
    void the_old_form_pages_too() {
        List<String> seen = new ArrayList<>();
        String marker = "";
        ListObjectsResponse page;
        do {
            String from = marker;
            page = s3.listObjects(of -> of.bucket(bucket()).marker(from).maxKeys(4));
            page.contents().forEach(object -> seen.add(object.key()));
            marker = seen.getLast();
        } while (page.isTruncated());
        assertThat(seen).isEqualTo(all);
        assertThat(s3.listObjects(of -> of.bucket(bucket()).delimiter("/")).commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("a/", "b/", "d/");
    }
}
