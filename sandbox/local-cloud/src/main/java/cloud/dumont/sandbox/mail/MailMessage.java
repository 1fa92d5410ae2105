package cloud.dumont.sandbox.mail;

import java.util.List;

/** One mail as it arrived, for one recipient; {@code at} is an RFC 3339 instant. */
public record MailMessage(String id, String to, String subject, String text, List<String> links, String at) {}
