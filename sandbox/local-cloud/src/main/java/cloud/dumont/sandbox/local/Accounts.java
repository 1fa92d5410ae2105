package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.secret.Secrets;
import java.io.IOException;

/** The two accounts that a sandbox has from the start; their passwords are made at the first one. */
record Accounts(Endpoints.Account user, Endpoints.Account operator) {
    static final String USER = "newcomer@dumont.example";
    static final String OPERATOR = "operator@dumont.example";

    Accounts(Secrets secrets) throws IOException {
        this(
                new Endpoints.Account(USER, secrets.read(secrets.password("user-password"))),
                new Endpoints.Account(OPERATOR, secrets.read(secrets.password("operator-password"))));
    }
}
