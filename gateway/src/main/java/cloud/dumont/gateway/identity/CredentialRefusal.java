package cloud.dumont.gateway.identity;

import cloud.dumont.web.problem.Refusal;

/** Why a credential does not open the door. */
public enum CredentialRefusal implements Refusal {
    UNAUTHENTICATED("unauthenticated", "Log in, or send an API key, as a bearer token."),
    WRONG_LOGIN("unauthenticated", "The e-mail address or the password is wrong."),
    TOKEN_EXPIRED("token_expired", "The token has expired; refresh it or log in again."),
    TOKEN_REVOKED("token_revoked", "This login or key was ended; log in again."),
    API_KEY_EXPIRED("api_key_expired", "The API key has expired; make a new one.");

    private final String code;
    private final String detail;

    CredentialRefusal(String code, String detail) {
        this.code = code;
        this.detail = detail;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return 401;
    }

    @Override
    public String detail() {
        return detail;
    }
}
