package cloud.dumont.web.paging;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals the position in a list so that it comes back only to the same list with the same filters. */
public final class Cursors {
    private static final int MAC_BYTES = 12;
    private static final String SEPARATOR = "\u0000";
    private final SecretKeySpec key;

    public Cursors(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** @param list name and filters of the list @param position the sort key and id of the last row given */
    public String seal(String list, List<String> position) {
        byte[] body = String.join(SEPARATOR, position).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(mac(list, body), MAC_BYTES + body.length);
        System.arraycopy(body, 0, sealed, MAC_BYTES, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** @throws RefusedException {@code cursor_invalid} */
    public List<String> open(String list, String cursor) {
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new CommonRefusal.CursorInvalid());
        }
        if (sealed.length <= MAC_BYTES) {
            throw new RefusedException(new CommonRefusal.CursorInvalid());
        }
        byte[] body = Arrays.copyOfRange(sealed, MAC_BYTES, sealed.length);
        byte[] expected = Arrays.copyOf(mac(list, body), MAC_BYTES);
        if (!MessageDigest.isEqual(expected, Arrays.copyOf(sealed, MAC_BYTES))) {
            throw new RefusedException(new CommonRefusal.CursorInvalid());
        }
        return List.of(new String(body, StandardCharsets.UTF_8).split(SEPARATOR, -1));
    }

    private byte[] mac(String list, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
