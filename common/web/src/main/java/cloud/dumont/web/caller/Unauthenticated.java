package cloud.dumont.web.caller;

import cloud.dumont.web.problem.Refusal;

/** Nobody is logged in, and somebody must be. */
public record Unauthenticated() implements Refusal {
    @Override
    public String code() {
        return "unauthenticated";
    }

    @Override
    public int status() {
        return 401;
    }

    @Override
    public String detail() {
        return "Log in, or send an API key, as a bearer token.";
    }
}
