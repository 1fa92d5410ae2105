package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's side of the simulated store: gives out URLs and looks what is there. */
final class RemoteBucket {
    private static final Pattern OBJECT =
            Pattern.compile("<Contents>.*?<Key>([^<]+)</Key>.*?<Size>(\\d+)</Size>.*?</Contents>", Pattern.DOTALL);
    private final Signing signing;

    RemoteBucket(String endpoint, InstantSource clock) {
        this.signing = new Signing(endpoint, clock);
    }

    PresignAnswer.Signed put(String root, PresignRequest.Put put) {
        Map<String, String> headers = Map.of(
                "content-length",
                Long.toString(put.size()),
                "if-none-match",
                "*",
                "x-amz-checksum-crc32c",
                put.crc32c());
        return new PresignAnswer.Signed(put.name(), signing.url("PUT", root + put.name(), Map.of(), headers), headers);
    }

    String get(String key) {
        return signing.url("GET", key, Map.of(), Map.of());
    }

    ListAnswer list(String root, ListRequest request) throws IOException {
        SortedMap<String, String> query = new TreeMap<>(Map.of("list-type", "2", "prefix", root + request.prefix()));
        if (request.after() != null) {
            query.put("start-after", root + request.after());
        }
        URI url = URI.create(signing.url("GET", "", query, Map.of()));
        String answer;
        try (InputStream in = url.toURL().openStream()) {
            answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<ListAnswer.Stored> objects = new ArrayList<>();
        Matcher matcher = OBJECT.matcher(answer);
        while (matcher.find()) {
            objects.add(
                    new ListAnswer.Stored(matcher.group(1).substring(root.length()), Long.parseLong(matcher.group(2))));
        }
        return new ListAnswer(
                objects, objects.isEmpty() ? null : objects.getLast().name());
    }
}
