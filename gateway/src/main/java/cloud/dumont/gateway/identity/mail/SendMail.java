package cloud.dumont.gateway.identity.mail;

import cloud.dumont.gateway.identity.IdentityConfig;
import cloud.dumont.gateway.identity.LinkTokens;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** The task that sends one mail, again and again with growing pauses until the mail server takes it. */
@Configuration(proxyBeanMethods = false)
class SendMail {
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("send-mail");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final double GROWTH = 1.7;
    private static final int TRIES = 20;

    @Bean
    OneTimeTask<Void> sendMailTask(
            ObjectProvider<Mails> mails,
            JavaMailSender sender,
            LinkTokens links,
            IdentityConfig config,
            InstantSource clock) {
        return Tasks.oneTime(TASK)
                .onFailure(new FailureHandler.MaxRetriesFailureHandler<>(
                        TRIES, new FailureHandler.ExponentialBackoffFailureHandler<>(FIRST_PAUSE, GROWTH)))
                .execute((instance, context) -> mails.getObject()
                        .unsent(UUID.fromString(instance.getId()))
                        .ifPresent(mail -> {
                            sender.send(message(sender, mail, links, config));
                            mails.getObject().sent(mail.id(), clock.instant());
                        }));
    }

    private static MimeMessage message(
            JavaMailSender sender, Mails.Unsent mail, LinkTokens links, IdentityConfig config) {
        String link = switch (MailKind.of(mail.kind())) {
            case VERIFY -> config.publicUrl() + "/verify?token=" + links.of(mail.id());
            case ALREADY_REGISTERED, SESSION_REUSE -> config.publicUrl() + "/login";
        };
        MailText text = MailText.of(MailKind.of(mail.kind()), mail.locale(), link);
        try {
            MimeMessage message = sender.createMimeMessage();
            MimeMessageHelper parts = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            parts.setFrom(config.mailFrom());
            parts.setTo(mail.email());
            parts.setSubject(text.subject());
            parts.setText(text.body());
            return message;
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail of kind " + mail.kind() + " cannot be written", e);
        }
    }
}
