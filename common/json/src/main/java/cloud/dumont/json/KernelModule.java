package cloud.dumont.json;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.AttemptId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.HoldId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Id;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.Region;
import cloud.dumont.kernel.RestoreId;
import cloud.dumont.kernel.Secret;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * How the kernel's types look in JSON: ids, regions as text; an epoch as a number; money and hourly prices as
 * {@code {"amount":"0.214000","currency":"USD"}} with six and nine decimals. A secret has no form: writing one fails.
 */
public final class KernelModule extends SimpleModule {
    public KernelModule() {
        super("dumont-kernel");
        id(UserId.class, UserId::parse);
        id(InstanceId.class, InstanceId::parse);
        id(PlacementId.class, PlacementId::parse);
        id(ActionId.class, ActionId::parse);
        id(AttemptId.class, AttemptId::parse);
        id(OfferId.class, OfferId::parse);
        id(EventId.class, EventId::parse);
        id(SessionId.class, SessionId::parse);
        id(ApiKeyId.class, ApiKeyId::parse);
        id(SshKeyId.class, SshKeyId::parse);
        id(TransactionId.class, TransactionId::parse);
        id(HoldId.class, HoldId::parse);
        id(IntervalId.class, IntervalId::parse);
        id(BackupId.class, BackupId::parse);
        id(RestoreId.class, RestoreId::parse);
        id(FailoverId.class, FailoverId::parse);
        id(DrillId.class, DrillId::parse);
        text(Region.class, Region::code, Region::new);
        addSerializer(Secret.class, new SecretRefuser());
        addSerializer(Epoch.class, writing(Epoch.class, (value, out) -> out.writeNumber(value.value())));
        addDeserializer(Epoch.class, reading(Epoch.class, parser -> new Epoch(parser.getLongValue())));
        addSerializer(Money.class, writing(Money.class, (value, out) -> amount(out, value.amount())));
        addDeserializer(Money.class, new AmountReader<>(Money.class, Money::parse));
        addSerializer(HourlyPrice.class, writing(HourlyPrice.class, (value, out) -> amount(out, value.amount())));
        addDeserializer(HourlyPrice.class, new AmountReader<>(HourlyPrice.class, HourlyPrice::parse));
    }

    private static final class SecretRefuser extends StdSerializer<Secret> {
        SecretRefuser() {
            super(Secret.class);
        }

        @Override
        public void serialize(Secret value, JsonGenerator out, SerializationContext context) {
            context.reportMappingProblem("a secret has no JSON form");
        }
    }

    private <I extends Id> void id(Class<I> type, Function<String, I> parse) {
        text(type, Id::text, parse);
        addKeySerializer(type, writing(type, (value, out) -> out.writeName(value.text())));
    }

    private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> parse) {
        addSerializer(type, writing(type, (value, out) -> out.writeString(write.apply(value))));
        addDeserializer(type, new TextReader<>(type, parse));
    }

    private static void amount(JsonGenerator out, String amount) {
        out.writeStartObject();
        out.writeStringProperty("amount", amount);
        out.writeStringProperty("currency", Money.CURRENCY);
        out.writeEndObject();
    }

    private interface Writing<T> {
        void write(T value, JsonGenerator out);
    }

    private static <T> StdSerializer<T> writing(Class<T> type, Writing<T> writing) {
        return new StdSerializer<>(type) {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                writing.write(value, out);
            }
        };
    }

    private static <T> StdDeserializer<T> reading(Class<T> type, Function<JsonParser, T> read) {
        return new StdDeserializer<>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                return read.apply(parser);
            }
        };
    }

    private static final class TextReader<T> extends StdDeserializer<T> {
        private final Class<T> type;
        private final Function<String, T> parse;

        TextReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString("");
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                return type.cast(context.handleWeirdStringValue(type, text, e.getMessage()));
            }
        }
    }

    private static final class AmountReader<T> extends StdDeserializer<T> {
        private final Class<T> type;
        private final Function<String, T> parse;

        AmountReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode node = context.readTree(parser);
            String amount = node.path("amount").asString("");
            if (!node.path("amount").isString()
                    || !node.path("currency").asString("USD").equals("USD")) {
                return type.cast(context.handleWeirdStringValue(type, amount, "an amount is text, in USD"));
            }
            try {
                return parse.apply(amount);
            } catch (ArithmeticException | NumberFormatException e) {
                return type.cast(context.handleWeirdStringValue(type, amount, "not an exact amount"));
            }
        }
    }
}
