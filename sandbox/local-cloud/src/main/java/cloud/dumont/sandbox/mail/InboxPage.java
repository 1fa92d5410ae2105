package cloud.dumont.sandbox.mail;

import java.util.List;

/** The inbox for people: one page, newest mail first. */
final class InboxPage {
    private InboxPage() {}

    static String of(List<MailMessage> messages) {
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Sandbox inbox</title>
                <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
                <style>
                body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
                article{border:1px solid #8886;border-radius:8px;padding:.5rem 1rem;margin:1rem 0}
                h2{font-size:1rem;margin:.25rem 0}p{margin:.25rem 0;color:#777}pre{white-space:pre-wrap;font:inherit}
                </style></head><body><h1>Sandbox inbox</h1>
                """);
        if (messages.isEmpty()) {
            page.append("<p>No mail yet. Every mail that the platform sends arrives here.</p>");
        }
        messages.forEach(message -> append(page, message));
        return page.append("</body></html>\n").toString();
    }

    private static void append(StringBuilder page, MailMessage message) {
        String text = escaped(message.text());
        for (String link : message.links()) {
            String safe = escaped(link);
            text = text.replace(safe, "<a href=\"" + safe + "\">" + safe + "</a>");
        }
        page.append("<article><h2>")
                .append(escaped(message.subject()))
                .append("</h2><p>to ")
                .append(escaped(message.to()))
                .append(" at ")
                .append(message.at())
                .append("</p><pre>")
                .append(text)
                .append("</pre></article>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
