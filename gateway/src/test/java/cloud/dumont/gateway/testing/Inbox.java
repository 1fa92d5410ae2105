package cloud.dumont.gateway.testing;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that keeps what it gets, and refuses when told to. */
public final class Inbox {
    private static final Pattern TOKEN = Pattern.compile("/verify\\?token=([A-Za-z0-9_-]+)");

    public record Mail(String to, String subject, String text) {
        public String token() {
            Matcher matcher = TOKEN.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no link in: " + text);
            }
            return matcher.group(1);
        }
    }

    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile int refused;
    private final SMTPServer server;

    public Inbox() {
        server = SMTPServer.port(0)
                .simpleMessageListener(new SimpleMessageListener() {
                    @Override
                    public boolean accept(String from, String recipient) {
                        if (refusing) {
                            refused++;
                        }
                        return !refusing;
                    }

                    @Override
                    public void deliver(String from, String recipient, InputStream data) {
                        try {
                            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), data);
                            mails.add(new Mail(recipient, message.getSubject(), String.valueOf(message.getContent())));
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .build();
        server.start();
    }

    public int port() {
        return server.getPortAllocated();
    }

    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    public int refused() {
        return refused;
    }

    public List<Mail> to(String address) {
        return mails.stream().filter(mail -> mail.to().equals(address)).toList();
    }

    public Mail await(String address, int n) {
        Awaitility.await("mail " + n + " to " + address)
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> to(address).size() >= n);
        return to(address).get(n - 1);
    }
}
