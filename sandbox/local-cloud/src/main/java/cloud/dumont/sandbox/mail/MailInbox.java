package cloud.dumont.sandbox.mail;

import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import cloud.dumont.sandbox.wire.WireServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Takes every mail that the platform sends and delivers none. {@code GET /messages?to=ADDRESS} answers JSON, newest first;
 * {@code GET /} is the same for people.
 */
public final class MailInbox implements AutoCloseable {
    private static final int KEPT = 1_000;

    /** Held here, for the logging system forgets levels of loggers that nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("org.subethamail");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private final InstantSource clock;
    private final Deque<MailMessage> messages = new ArrayDeque<>();
    private final SMTPServer smtp;
    private final WireServer web;
    private long next = 1;

    private MailInbox(int smtpPort, int webPort, InstantSource clock) throws IOException {
        this.clock = clock;
        this.smtp = SMTPServer.port(smtpPort)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("inbox.sandbox")
                .simpleMessageListener(new Listener())
                .build();
        this.web = WireServer.start(webPort, this::answer);
        smtp.start();
    }

    private WireAnswer answer(WireRequest request) {
        if (!request.method().equals("GET")) {
            return WireAnswer.text(405, "the inbox can only be read");
        }
        return switch (request.path()) {
            case "/" -> new WireAnswer.Reply(200, "text/html; charset=utf-8", InboxPage.of(to(null)));
            case "/messages" -> WireAnswer.json(200, to(request.query().get("to")));
            default -> WireAnswer.text(404, "there is / and /messages?to=ADDRESS");
        };
    }

    /** Listens on 127.0.0.1; port 0 takes any. */
    public static MailInbox start(int smtpPort, int webPort, InstantSource clock) throws IOException {
        return new MailInbox(smtpPort, webPort, clock);
    }

    public String url() {
        return web.url();
    }

    public int smtpPort() {
        return smtp.getPortAllocated();
    }

    /** Mails to one address, or all, newest first. */
    public List<MailMessage> to(@Nullable String address) {
        synchronized (messages) {
            List<MailMessage> found = new ArrayList<>(messages);
            if (address != null) {
                String wanted = address.toLowerCase(Locale.ROOT);
                found.removeIf(message -> !message.to().equals(wanted));
            }
            return found;
        }
    }

    private final class Listener implements SimpleMessageListener {
        @Override
        public boolean accept(String from, String recipient) {
            return true;
        }

        @Override
        public void deliver(String from, String recipient, InputStream data) throws IOException {
            MailText mail = MailText.read(data);
            synchronized (messages) {
                messages.addFirst(new MailMessage(
                        "msg_" + next++,
                        recipient.toLowerCase(Locale.ROOT),
                        mail.subject(),
                        mail.text(),
                        mail.links(),
                        clock.instant().toString()));
                if (messages.size() > KEPT) {
                    messages.removeLast();
                }
            }
        }
    }

    @Override
    public void close() {
        smtp.stop();
        web.close();
    }
}
