package cloud.dumont.gateway.identity.session;

import cloud.dumont.gateway.identity.Hashes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What keeps a login alive: {@code dcr_} and 256 random bits, good for one use. Its successor can be sealed so that only
 * whoever holds this one can open it.
 */
final class RefreshToken {
    private static final String PREFIX = "dcr_";
    private static final Pattern FORM = Pattern.compile("dcr_[A-Za-z0-9_-]{43}");
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String text;

    private RefreshToken(String text) {
        this.text = text;
    }

    static RefreshToken random(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new RefreshToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static Optional<RefreshToken> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RefreshToken(text)) : Optional.empty();
    }

    String reveal() {
        return text;
    }

    byte[] hash() {
        return Hashes.sha256(text);
    }

    byte[] seal(RefreshToken successor, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, Base64.getUrlDecoder().decode(successor.text.substring(4)));
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    RefreshToken open(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        byte[] bytes = crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE, sealed.length));
        return new RefreshToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(Hashes.sha256("successor:" + text), "AES");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed successor does not open", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
