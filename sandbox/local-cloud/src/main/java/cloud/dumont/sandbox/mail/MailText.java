package cloud.dumont.sandbox.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person reads of a mail: subject and text, with the plain part before the HTML one. */
record MailText(String subject, String text) {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"')\\]]+");

    static MailText read(InputStream raw) throws IOException {
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), raw);
            String subject = message.getSubject();
            List<String> plain = new ArrayList<>();
            List<String> html = new ArrayList<>();
            collect(message, plain, html);
            String text = String.join("\n", plain.isEmpty() ? html : plain).strip();
            return new MailText(subject == null ? "" : subject, text);
        } catch (MessagingException malformed) {
            throw new IOException("not a mail", malformed);
        }
    }

    private static void collect(Part part, List<String> plain, List<String> html)
            throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            plain.add(part.getContent().toString());
        } else if (part.isMimeType("text/html")) {
            html.add(part.getContent().toString());
        } else if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), plain, html);
            }
        }
    }

    List<String> links() {
        Matcher matcher = LINK.matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            String link = matcher.group().replaceFirst("[.,;:!?]+$", "").replace("&amp;", "&");
            if (!found.contains(link)) {
                found.add(link);
            }
        }
        return found;
    }
}
