package cloud.dumont.gateway.identity.mail;

/** What our mails say, in the recipient's language. */
record MailText(String subject, String body) {
    static MailText of(MailKind kind, String locale, String link) {
        String language = locale.length() < 2 ? "en" : locale.substring(0, 2);
        return switch (kind) {
            case VERIFY -> verify(language, link);
            case ALREADY_REGISTERED -> alreadyRegistered(language, link);
            case SESSION_REUSE -> sessionReuse(language, link);
        };
    }

    private static MailText verify(String language, String link) {
        return switch (language) {
            case "pt" ->
                new MailText(
                        "Confirme seu e-mail na Dumont Cloud",
                        "Olá,\n\nconfirme seu e-mail neste endereço (vale por 24 horas):\n\n" + link
                                + "\n\nSe você não criou uma conta, ignore esta mensagem.\n\nDumont Cloud\n");
            case "es" ->
                new MailText(
                        "Confirma tu correo en Dumont Cloud",
                        "Hola:\n\nconfirma tu correo en esta dirección (vale durante 24 horas):\n\n" + link
                                + "\n\nSi no creaste una cuenta, ignora este mensaje.\n\nDumont Cloud\n");
            default ->
                new MailText(
                        "Confirm your e-mail address at Dumont Cloud",
                        "Hello,\n\nconfirm your e-mail address here (the link works for 24 hours):\n\n" + link
                                + "\n\nIf you did not sign up, ignore this message.\n\nDumont Cloud\n");
        };
    }

    private static MailText alreadyRegistered(String language, String link) {
        return switch (language) {
            case "pt" ->
                new MailText(
                        "Você já tem uma conta na Dumont Cloud",
                        "Olá,\n\nalguém tentou criar uma conta com este e-mail, mas ela já existe. Entre aqui:\n\n"
                                + link + "\n\nSe não foi você, ignore esta mensagem: nada mudou.\n\nDumont Cloud\n");
            case "es" ->
                new MailText(
                        "Ya tienes una cuenta en Dumont Cloud",
                        "Hola:\n\nalguien intentó crear una cuenta con este correo, pero ya existe. Entra aquí:\n\n"
                                + link + "\n\nSi no fuiste tú, ignora este mensaje: nada cambió.\n\nDumont Cloud\n");
            default ->
                new MailText(
                        "You already have an account at Dumont Cloud",
                        "Hello,\n\nsomebody tried to sign up with this address, but it has an account. Log in here:\n\n"
                                + link
                                + "\n\nIf it was not you, ignore this message: nothing has changed.\n\nDumont Cloud\n");
        };
    }

    private static MailText sessionReuse(String language, String link) {
        return switch (language) {
            case "pt" ->
                new MailText(
                        "Encerramos uma sessão sua na Dumont Cloud",
                        "Olá,\n\num identificador de sessão já usado apareceu de novo; talvez alguém o tenha copiado. "
                                + "Encerramos essa sessão. Entre de novo aqui:\n\n" + link + "\n\nDumont Cloud\n");
            case "es" ->
                new MailText(
                        "Cerramos una sesión tuya en Dumont Cloud",
                        "Hola:\n\nun identificador de sesión ya usado apareció otra vez; quizá alguien lo copió. "
                                + "Cerramos esa sesión. Entra de nuevo aquí:\n\n" + link + "\n\nDumont Cloud\n");
            default ->
                new MailText(
                        "We ended one of your logins at Dumont Cloud",
                        "Hello,\n\na token of a login that had been used up was shown again; somebody may have copied it. "
                                + "We ended that login. Log in again here:\n\n" + link + "\n\nDumont Cloud\n");
        };
    }
}
