package cloud.dumont.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailInboxTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final String LINK = "http://127.0.0.1:8080/verify?token=abc-1_2&x=1";

    private MailInbox inbox;

    @BeforeEach
    void open() throws IOException {
        inbox = MailInbox.start(0, 0, () -> NOW);
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private void send(String to, String subject, String text) throws MessagingException {
        MimeMessage message = message(to, subject);
        message.setText(text, "UTF-8");
        Transport.send(message);
    }

    private MimeMessage message(String to, String subject) throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(inbox.smtpPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("no-reply@dumont.example"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        return message;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(inbox.url() + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void a_mail_can_be_read_with_its_links() throws Exception {
        send("Ana@Example.org", "Olá, confirme", "Click " + LINK + ".\nBye");

        assertThat(inbox.to("ana@example.org")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Olá, confirme");
            assertThat(mail.text()).contains("Bye");
            assertThat(mail.links()).containsExactly(LINK);
            assertThat(mail.at()).isEqualTo("2026-03-04T05:06:07Z");
        });
        assertThat(get("/messages?to=ana%40example.org"))
                .startsWith("[{\"id\":\"msg_1\",\"to\":\"ana@example.org\",\"subject\":\"Olá, confirme\"");
    }

    @Test
    void newest_comes_first_and_others_mail_does_not_show() throws Exception {
        send("a@example.org", "one", "1");
        send("b@example.org", "other", "2");
        send("a@example.org", "two", "3");

        assertThat(inbox.to("a@example.org")).extracting(MailMessage::subject).containsExactly("two", "one");
        assertThat(get("/messages?to=nobody%40example.org")).isEqualTo("[]");
    }

    @Test
    void the_plain_part_of_a_two_part_mail_is_shown() throws Exception {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText("plain " + LINK, "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setContent("<a href=\"" + LINK + "\">html</a>", "text/html; charset=UTF-8");
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(plain);
        parts.addBodyPart(html);
        MimeMessage message = message("a@example.org", "both");
        message.setContent(parts);
        Transport.send(message);

        assertThat(inbox.to("a@example.org").getFirst().text()).isEqualTo("plain " + LINK);
    }

    @Test
    void the_page_for_people_shows_text_as_text() throws Exception {
        send("a@example.org", "<script>alert(1)</script>", "see " + LINK + " <b>now</b>");

        assertThat(get("/"))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>")
                .contains("<a href=\"http://127.0.0.1:8080/verify?token=abc-1_2&amp;x=1\">")
                .contains("&lt;b&gt;now&lt;/b&gt;");
    }
}
