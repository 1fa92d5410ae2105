package cloud.dumont.gateway.identity.account;

import cloud.dumont.web.problem.Refusal;

/** Why an account cannot do what was asked. */
public enum AccountRefusal implements Refusal {
    TOKEN_INVALID("token_invalid", 400, "This link is not valid any more; sign up again to get a new one."),
    EMAIL_UNVERIFIED(
            "email_unverified", 403, "Confirm your e-mail address first: follow the link in the mail we sent."),
    FROZEN("account_frozen", 403, "This account cannot be used at the moment; write to support.");

    private final String code;
    private final int status;
    private final String detail;

    AccountRefusal(String code, int status, String detail) {
        this.code = code;
        this.status = status;
        this.detail = detail;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String detail() {
        return detail;
    }
}
